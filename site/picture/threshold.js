// The threshold: which pixels of a contrast are ink. Otsu's, of what stands out of the grain.

import { quantile } from './contrast.js'

const ABOVE_GRAIN = 4 // deviations
const LEAST = 8 // brightnesses; what is fainter is no writing
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
