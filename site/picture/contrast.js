// The contrast: how far each pixel of a picture is off its ground, paper or board, towards its ink, whichever of the two
// is darker, and however the light falls.

import { blank, boxSums, fitted, resized } from './plane.js'

const DARKEST = 48 // brightness of a ground that ink is still told from as if it were in full light

const COARSE = 96 // px, the longest side of the plane in which the ground is looked for
const WIDE = 0.3 // of the longest side, how far around a pixel its first ground is looked for
const NEAR = 0.12 // how far the last one is
const LEAST_SHARE = 0.15 // of a neighbourhood that has to be ground to tell what the ground is
const SURELY_INK = 0.3 // of the strongest contrast

/** @type {(picture: Plane) => Plane} above 0 where ink may be, 255 at most: as if all were in full light */
export const contrastOf = picture => {
  const longest = Math.max(picture.width, picture.height)
  const coarse = fitted(picture, Math.min(COARSE, longest))
  const side = Math.max(coarse.width, coarse.height)
  let ground = medians(coarse, Math.ceil(WIDE * side))
  const isDark = isDarkInk(picture, resized(ground, picture.width, picture.height))
  for (const share of [WIDE, NEAR]) {
    ground = slopesOf(coarse, surroundings(offGround(coarse, ground, isDark)), Math.ceil(share * side), ground)
  }
  return offGround(picture, resized(ground, picture.width, picture.height), isDark)
}

/** @type {(picture: Plane, ground: Plane, isDark: boolean) => Plane} ink takes away a share of the light, chalk of the dark */
const offGround = ({ width, height, values }, ground, isDark) => {
  const over = blank(width, height)
  for (let i = 0; i < values.length; i++) {
    const off = values[i] - ground.values[i]
    over.values[i] = isDark ? -255 * off / Math.max(ground.values[i], DARKEST)
      : 255 * off / Math.max(255 - ground.values[i], DARKEST)
  }
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

/**
 * Around each pixel the plane through the ground, by least squares, so that slopes of the light mislead nobody at the edge.
 * @type {(plane: Plane, ground: Plane, radius: number, otherwise: Plane) => Plane}
 */
const slopesOf = (plane, ground, radius, otherwise) => {
  const { width, height, values } = plane
  const sumsOf = (/** @type {(x: number, y: number, i: number) => number} */ of) => boxSums({
    width, height, values: ground.values.map((weight, i) => weight * of(i % width, Math.floor(i / width), i)),
  }, radius).values
  const [n, x, y, v] = [sumsOf(() => 1), sumsOf(x => x), sumsOf((_, y) => y), sumsOf((_, __, i) => values[i])]
  const [xx, yy, xy] = [sumsOf(x => x * x), sumsOf((_, y) => y * y), sumsOf((x, y) => x * y)]
  const [xv, yv] = [sumsOf((x, _, i) => x * values[i]), sumsOf((_, y, i) => y * values[i])]
  const fitted = blank(width, height)
  const full = Math.min((2 * radius + 1) ** 2, values.length)
  for (let i = 0; i < values.length; i++) {
    const count = Math.max(n[i], 1)
    const [mx, my, mv] = [x[i] / count, y[i] / count, v[i] / count]
    const [sxx, syy, sxy] = [xx[i] - count * mx * mx + full, yy[i] - count * my * my + full, xy[i] - count * mx * my]
    const [sxv, syv] = [xv[i] - count * mx * mv, yv[i] - count * my * mv]
    const determinant = sxx * syy - sxy * sxy
    const across = (sxv * syy - syv * sxy) / determinant * (i % width - mx)
    const down = (syv * sxx - sxv * sxy) / determinant * (Math.floor(i / width) - my)
    const trust = Math.min(n[i] / (LEAST_SHARE * full), 1)
    fitted.values[i] = trust * (mv + across + down) + (1 - trust) * otherwise.values[i]
  }
  return fitted
}

const STEP = 4 // px between the pixels whose neighbourhood's median is looked for

/** @type {(plane: Plane, radius: number) => Plane} of the neighbourhoods, smooth */
const medians = (plane, radius) => {
  const grid = blank(Math.ceil(plane.width / STEP), Math.ceil(plane.height / STEP))
  const near = new Float32Array((2 * radius + 1) ** 2)
  const every = Math.max(Math.floor(radius / 10), 1)
  for (let y = 0; y < grid.height; y++) {
    for (let x = 0; x < grid.width; x++) {
      const [row, column] = [y, x].map(at => Math.floor((at + 0.5) * STEP))
      let count = 0
      for (let r = Math.max(row - radius, 0); r <= Math.min(row + radius, plane.height - 1); r += every) {
        for (let c = Math.max(column - radius, 0); c <= Math.min(column + radius, plane.width - 1); c += every) {
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
