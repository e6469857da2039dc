// The number: a drawing as several digits. What the network has not read yet counts as a sure digit, so that only what may
// be one is ever asked about: mostly the digits themselves. It is loaded when first drawn on.

import { candidatesOf } from './candidates.js'
import { rasterize } from '../drawing/raster.js'
import { segment } from './segmentation.js'
import { withoutFarSpecks } from './specks.js'

/** @type {(drawing: Drawing) => Reading} */
export const readNumber = drawing => {
  const parts = candidatesOf(withoutFarSpecks(drawing)).flatMap(candidate => {
    const image = rasterize(candidate.drawing)
    return image ? [{ ...candidate, image }] : []
  })
  return {
    whole: parts[0]?.image ?? null,
    missing: answerTo => distinct(segment(parts, parts.map(({ image }) => confidence(answerTo(image))))
      .map(i => parts[i].image).filter(image => !answerTo(image))),
    digits: answerTo => {
      const known = parts.flatMap(part => {
        const answer = answerTo(part.image)
        return answer ? [{ ...part, answer }] : []
      })
      return segment(known, known.map(({ answer }) => confidence(answer))).map(i => known[i])
    },
  }
}

/** @param {Image[]} images of which some may be equal: two upright lines are the same 1 */
const distinct = images => [...new Map(images.map(image => [image.join(), image])).values()]

/** @param {Answer | undefined} answer */
const confidence = answer => answer?.confidence ?? 1
