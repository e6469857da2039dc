// The ink: how far each pixel of a picture is off its ground, paper or board, towards its ink, whichever of the two is
// darker and however the light falls; and which pixels are ink. The ground is what remains where all lines narrower than a
// window are closed; the edge of a shadow stays where it is.

import { blank, fitted, resized, softened } from './plane.js'

const COARSE = 320 // px, the longest side of the plane in which the ground is looked for
const WINDOW = 0.3 // of the longest side, wider than any pen
const MEDIANS = 96 // px, the longest side of the plane in which it is told whether ink is dark
const NEIGHBOURHOOD = 0.3 // of the longest side, all around a pixel
const STEP = 6 // px between pixels whose neighbourhood is looked at
const DARKEST = 96 // brightness of a ground that ink is still told from as if it were in full light

/** @type {(picture: Plane) => Plane} above 0 where ink may be, about 255 at most: as if all were in full light */
export const contrastOf = picture => {
  const longest = Math.max(picture.width, picture.height)
  const coarse = fitted(picture, Math.min(COARSE, longest))
  const smooth = longest < COARSE / 2 ? coarse : softened(softened(coarse))
  const isDark = isDarkInk(smooth)
  return lessGround(picture, closed(smooth, isDark), isDark)
}

/** Ink is farther from what is usual near it than grain and shadows are. @type {(plane: Plane) => boolean} */
const isDarkInk = plane => {
  const coarse = fitted(plane, Math.min(MEDIANS, Math.max(plane.width, plane.height)))
  const usual = resized(medians(coarse), plane.width, plane.height)
  return plane.values.reduce((sum, value, i) => sum + (value - usual.values[i]) ** 3, 0) < 0
}

/** @type {(plane: Plane) => Plane} of the neighbourhoods, a value for each STEP pixels */
const medians = plane => {
  const radius = Math.ceil(NEIGHBOURHOOD * Math.max(plane.width, plane.height))
  const grid = blank(Math.ceil(plane.width / STEP), Math.ceil(plane.height / STEP))
  grid.values.forEach((_, at) => {
    const row = Math.floor((Math.floor(at / grid.width) + 0.5) * STEP)
    const column = Math.floor((at % grid.width + 0.5) * STEP)
    const near = []
    for (let r = Math.max(row - radius, 0); r <= Math.min(row + radius, plane.height - 1); r += 2) {
      for (let c = Math.max(column - radius, 0); c <= Math.min(column + radius, plane.width - 1); c += 2) {
        near.push(plane.values[r * plane.width + c])
      }
    }
    grid.values[at] = quantile(Float32Array.from(near), 0.5)
  })
  return grid
}

/** @type {(picture: Plane, ground: Plane, isDark: boolean) => Plane} ink takes away a share of the light, chalk of the dark */
const lessGround = (picture, ground, isDark) => {
  const { width, height, values } = picture
  const grounds = resized(ground, width, height).values
  const contrast = blank(width, height)
  for (let i = 0; i < values.length; i++) {
    const full = isDark ? grounds[i] : 255 - grounds[i]
    contrast.values[i] = 255 * Math.abs(grounds[i] - values[i]) / Math.max(full, DARKEST) *
      (isDark === values[i] < grounds[i] ? 1 : -1)
  }
  const usual = quantile(contrast.values, 0.5) // grain is a little off what is closed
  for (let i = 0; i < values.length; i++) contrast.values[i] -= usual
  return contrast
}

/** @type {(plane: Plane, isDark: boolean) => Plane} without its narrow dark lines, or without its light ones */
const closed = (plane, isDark) => {
  const radius = Math.ceil(WINDOW / 2 * Math.max(plane.width, plane.height))
  const sign = isDark ? 1 : -1
  const signed = (/** @type {Plane} */ { values, ...size }) => ({ ...size, values: values.map(value => -value) })
  const start = sign === 1 ? plane : signed(plane)
  const end = signed(largestAround(signed(largestAround(start, radius)), radius))
  return sign === 1 ? end : signed(end)
}

/** @type {(plane: Plane, radius: number) => Plane} the largest value of the square around each pixel */
const largestAround = ({ width, height, values }, radius) => {
  const across = blank(width, height)
  for (let row = 0; row < height; row++) largestOfLine(values, across.values, row * width, 1, width, radius)
  const around = blank(width, height)
  for (let column = 0; column < width; column++) {
    largestOfLine(across.values, around.values, column, width, height, radius)
  }
  return around
}

/** @type {(from: Float32Array, to: Float32Array, start: number, step: number, count: number, radius: number) => void} */
const largestOfLine = (from, to, start, step, count, radius) => {
  const waiting = [] // places of what may yet be the largest, the largest first
  let first = 0
  for (let i = 0; i < count + radius; i++) {
    if (i < count) {
      const value = from[start + i * step]
      while (waiting.length > first && from[start + waiting[waiting.length - 1] * step] <= value) waiting.pop()
      waiting.push(i)
    }
    if (i < radius) continue
    if (waiting[first] < i - 2 * radius) first++
    to[start + (i - radius) * step] = from[start + waiting[first] * step]
  }
}

/** @type {(values: Float32Array, share: number) => number} */
export const quantile = (values, share) => {
  const sorted = values.slice().sort()
  return sorted.length === 0 ? 0 : sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)]
}

const ABOVE_GRAIN = 4 // deviations
const LEAST = 9 // brightnesses; what is fainter is no writing
const WEAK = 0.6 // of the threshold, for what goes on from a line that is over it
const BINS = 256

/**
 * For each pixel whether it is ink, and whether it may be, though weak; null where nothing stands out.
 * @type {(contrast: Plane) => { ink: Uint8Array, weak: Uint8Array } | null}
 */
export const inkOf = contrast => {
  const floor = Math.max(ABOVE_GRAIN * grainOf(contrast), LEAST)
  const threshold = otsu(contrast.values, floor)
  if (threshold === null) return null
  const least = Math.max(0.5 * WEAK * threshold, floor)
  const weak = Uint8Array.from(contrast.values, value => Number(value > least))
  return { ink: grown(contrast, threshold, Math.max(WEAK * threshold, floor)), weak }
}

/** The deviation of the grain, by the median: most of a picture is ground. @type {(contrast: Plane) => number} */
const grainOf = ({ values }) => 1.4826 * quantile(values.map(Math.abs), 0.5)

/** @type {(values: Float32Array, floor: number) => number | null} Otsu 1979, of what is over the floor */
const otsu = (values, floor) => {
  const bins = new Float64Array(BINS)
  let count = 0
  let total = 0
  for (const value of values) {
    if (value <= floor) continue
    const bin = Math.min(Math.floor(value), BINS - 1)
    bins[bin]++
    count++
    total += bin
  }
  if (count === 0) return null
  let [below, sum, most, best] = [0, 0, -1, floor]
  for (let bin = 0; bin < BINS; bin++) {
    below += bins[bin]
    sum += bin * bins[bin]
    if (below === 0 || below === count) continue
    const between = below * (count - below) * (sum / below - (total - sum) / (count - below)) ** 2
    if (between > most) [most, best] = [between, bin + 1]
  }
  return best
}

/** @type {(contrast: Plane, strong: number, weak: number) => Uint8Array} what is strong, and what is weak beside it */
const grown = ({ width, height, values }, strong, weak) => {
  const ink = new Uint8Array(values.length)
  const open = []
  for (let i = 0; i < values.length; i++) {
    if (values[i] > strong) {
      ink[i] = 1
      open.push(i)
    }
  }
  while (open.length > 0) {
    const at = /** @type {number} */ (open.pop())
    const [row, column] = [Math.floor(at / width), at % width]
    for (let r = Math.max(row - 1, 0); r <= Math.min(row + 1, height - 1); r++) {
      for (let c = Math.max(column - 1, 0); c <= Math.min(column + 1, width - 1); c++) {
        const next = r * width + c
        if (ink[next] || values[next] <= weak) continue
        ink[next] = 1
        open.push(next)
      }
    }
  }
  return ink
}
