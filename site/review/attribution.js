// The attribution: how much each pixel of an image speaks for the answer, and how much for the runner-up (integrated
// gradients, which the service computes), as colours and in short.

import { SIDE } from '../drawing/raster.js'

const MARGIN = 4 // px around the box that digits are fitted into
const DIM = 0.3 // of the ink's brightness that is left where a pixel speaks for neither digit

// Blue and orange of Okabe and Ito's palette, which colour-blind people can tell apart; both are bright on black.
const FOR = [86, 180, 233]
const AGAINST = [230, 159, 0]

/**
 * A colour for each pixel: the ink's grey, the more coloured the more the pixel speaks for one of the two digits.
 * @type {(image: Image, attribution: number[]) => number[][]}
 */
export const colours = (image, attribution) => {
  const most = Math.max(...attribution.map(Math.abs)) || 1
  return attribution.map((weight, i) => {
    const strength = Math.sqrt(Math.abs(weight) / most) // in proportion, all but the strongest would look black
    return (weight > 0 ? FOR : AGAINST).map(channel => strength * channel + (1 - strength) * DIM * image[i])
  })
}

/** @type {(attribution: number[]) => Weighed} */
export const weigh = attribution => {
  /** @type {number[][]} */
  const [ninthsFor, ninthsAgainst] = [Array(9).fill(0), Array(9).fill(0)]
  attribution.forEach((weight, i) => {
    const ninth = third(Math.floor(i / SIDE)) * 3 + third(i % SIDE)
    const ninths = weight > 0 ? ninthsFor : ninthsAgainst
    ninths[ninth] += Math.abs(weight)
  })
  const [sumFor, sumAgainst] = [sum(ninthsFor), sum(ninthsAgainst)]
  return {
    share: sumFor / (sumFor + sumAgainst || 1),
    placeFor: ninthsFor.indexOf(Math.max(...ninthsFor)),
    placeAgainst: ninthsAgainst.indexOf(Math.max(...ninthsAgainst)),
  }
}

/** @param {number} at */
const third = at => Math.min(Math.max(Math.floor((at - MARGIN) * 3 / (SIDE - 2 * MARGIN)), 0), 2)

/** @param {number[]} numbers */
const sum = numbers => numbers.reduce((total, number) => total + number, 0)
