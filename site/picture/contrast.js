// The contrast: how far each pixel of a picture is off its ground, paper or board, towards its ink, whichever of the two
// is darker, and however the light falls.

import { blank, boxSums, fitted, resized } from './plane.js'

const COARSE = 96 // px, the longest side of the plane in which the ground is looked for
const WIDE = 0.3 // of the longest side, how far around a pixel its first ground is looked for
const NEAR = 0.12 // how far the last one is
const LEAST_SHARE = 0.15 // of a neighbourhood that has to be ground to tell what the ground is
const SURELY_INK = 0.3 // of the strongest contrast

/** @type {(picture: Plane) => Plane} above 0 where ink may be */
export const contrastOf = picture => {
  const longest = Math.max(picture.width, picture.height)
  const coarse = fitted(picture, Math.min(COARSE, longest))
  const side = Math.max(coarse.width, coarse.height)
  const first = medians(coarse, Math.ceil(WIDE * side))
  const sign = isDarkInk(picture, resized(first, picture.width, picture.height)) ? -1 : 1
  let ground = first
  for (const share of [WIDE, NEAR]) {
    const over = difference(coarse, ground, sign)
    ground = meansOf(coarse, surroundings(over), Math.ceil(share * side), ground)
  }
  return difference(picture, resized(ground, picture.width, picture.height), sign)
}

/** @type {(a: Plane, b: Plane, sign: number) => Plane} */
const difference = (a, b, sign) => {
  const over = blank(a.width, a.height)
  for (let i = 0; i < over.values.length; i++) over.values[i] = sign * (a.values[i] - b.values[i])
  return over
}

/** Thin ink is farther from its ground than grain and shadows are. @type {(picture: Plane, ground: Plane) => boolean} */
const isDarkInk = (picture, ground) => {
  let sum = 0
  for (let i = 0; i < picture.values.length; i++) sum += (picture.values[i] - ground.values[i]) ** 3
  return sum < 0
}

/** @type {(over: Plane) => Plane} 1 where there is ground, 0 where there is ink or something else beside it */
const surroundings = over => {
  const strong = SURELY_INK * quantile(over.values.map(Math.abs), 0.98)
  const ink = blank(over.width, over.height)
  over.values.forEach((value, i) => { ink.values[i] = Number(Math.abs(value) > Math.max(strong, 4)) })
  const near = boxSums(ink, 1)
  return { ...near, values: near.values.map(count => Number(count === 0)) }
}

/** @type {(plane: Plane, ground: Plane, radius: number, otherwise: Plane) => Plane} of the ground around each pixel */
const meansOf = (plane, ground, radius, otherwise) => {
  const masked = { ...plane, values: plane.values.map((value, i) => value * ground.values[i]) }
  const sums = boxSums(masked, radius)
  const counts = boxSums(ground, radius)
  const means = blank(plane.width, plane.height)
  const least = LEAST_SHARE * Math.min((2 * radius + 1) ** 2, plane.values.length)
  for (let i = 0; i < means.values.length; i++) {
    const trust = Math.min(counts.values[i] / least, 1)
    const mean = counts.values[i] > 0 ? sums.values[i] / counts.values[i] : 0
    means.values[i] = trust * mean + (1 - trust) * otherwise.values[i]
  }
  return means
}

const STEP = 4 // px between the pixels whose neighbourhood's median is looked for

/** @type {(plane: Plane, radius: number) => Plane} of the neighbourhoods, smooth */
const medians = (plane, radius) => {
  const grid = blank(Math.ceil(plane.width / STEP), Math.ceil(plane.height / STEP))
  const near = new Float32Array((2 * radius + 1) ** 2)
  for (let y = 0; y < grid.height; y++) {
    for (let x = 0; x < grid.width; x++) {
      const [row, column] = [y, x].map(at => Math.floor((at + 0.5) * STEP))
      let count = 0
      for (let r = Math.max(row - radius, 0); r <= Math.min(row + radius, plane.height - 1); r++) {
        for (let c = Math.max(column - radius, 0); c <= Math.min(column + radius, plane.width - 1); c++) {
          near[count++] = plane.values[r * plane.width + c]
        }
      }
      grid.values[y * grid.width + x] = quantile(near.slice(0, count), 0.5)
    }
  }
  return resized(grid, plane.width, plane.height)
}

/** @type {(values: Float32Array, share: number) => number} */
export const quantile = (values, share) => {
  const sorted = values.slice().sort()
  return sorted.length === 0 ? 0 : sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)]
}
