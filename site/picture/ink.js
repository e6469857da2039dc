// The ink: how much darker each pixel of a picture is than its ground, and which pixels are ink. The ground is what remains
// where all dark lines narrower than a window are closed; the edge of a shadow stays where it is.

import { blank, fitted, quantile, resized, softened, spread } from './plane.js'

const COARSE = 320 // px, the longest side of the plane in which the ground is looked for
const WINDOWS = [0.1, 0.3] // of the longest side: wider than most pens, and than any
const MARGIN = 0.06 // of it, where a picture's own edge may be sharp
const EDGE = 1 / 80 // of it, in which ink begins, and no shadow
const SHARP = 0.15 // of the ground, that ink takes away within an edge
const SHADED = 0.65 // of the light farther in, that falls at least on what lies at the edge
const MEDIANS = 96 // px, the longest side of the plane of what is usual
const NEIGHBOURHOOD = 0.3 // of it, all around a pixel
const STEP = 6 // px between medians
const CLOSE = 48 // px, the longest side of the plane of what is close, or a third of the picture's
const CLOSER = 2 // times as much what is close counts: beside the hard edge of a shadow faint ink stands out there alone
const DARKEST = 96 // brightness of a ground that ink is still told from as if it were in full light

/** @type {(picture: Plane) => Grounded} with dark ink, turned where it was light; the ground is coarser */
export const groundedOf = picture => {
  const longest = Math.max(picture.width, picture.height)
  const coarse = fitted(picture, Math.min(COARSE, longest))
  const smooth = longest < COARSE / 2 ? coarse : softened(softened(coarse))
  const isDark = isDarkInk(smooth)
  const dark = (/** @type {Plane} */ plane) => isDark ? plane : mapped(plane, value => 255 - value)
  return { picture: dark(picture), ground: groundOf(dark(smooth)) }
}

/** @type {(plane: Plane, to: (value: number, i: number) => number) => Plane} */
const mapped = ({ values, ...size }, to) => ({ ...size, values: values.map(to) })

/**
 * Ink is farther from what is usual than grain is: around it, which tells of broad pens, and close to it, where shadows
 * tell nothing.
 * @type {(plane: Plane) => boolean}
 */
const isDarkInk = plane => {
  const longest = Math.max(plane.width, plane.height)
  const around = medians(fitted(plane, Math.min(MEDIANS, longest)))
  const close = fitted(plane, Math.min(CLOSE, longest / 3))
  return skewnessOf(plane, around) + CLOSER * skewnessOf(plane, close) < 0
}

/** @type {(plane: Plane, usual: Plane) => number} */
const skewnessOf = ({ width, height, values }, usual) => {
  const { values: means } = resized(usual, width, height)
  const moment = (/** @type {number} */ power) => values.reduce((sum, value, i) => sum + (value - means[i]) ** power, 0)
  return moment(3) / (moment(2) || 1) ** 1.5
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

/** @type {(plane: Plane, ground: Plane) => Plane} above 0 where ink may be, 255 at most: as if all were in full light */
export const contrastOf = ({ width, height, values }, ground) => {
  const grounds = resized(ground, width, height).values
  const contrast = values.map((value, i) => 255 * (grounds[i] - value) / Math.max(grounds[i], DARKEST))
  const usual = quantile(contrast, 0.5) // grain is a little off what is closed
  return { width, height, values: contrast.map(value => value - usual) }
}

/** By the narrow window, which follows shadows better, unless a line is as wide. @type {(plane: Plane) => Plane} */
const groundOf = plane => {
  const [narrow, wide] = WINDOWS.map(window => closed(plane, window))
  const { width, height } = plane
  const [margin, edge] = [MARGIN, EDGE].map(share => Math.ceil(share * Math.max(width, height)))
  const between = wide.values.map((value, i) => value - narrow.values[i])
  for (let row = margin; row < height - margin; row++) {
    for (let at = row * width + margin; at < (row + 1) * width - margin; at++) {
      const step = Math.max(...[edge, edge * width].map(back => Math.abs(between[at] - between[at - back])))
      if (step > SHARP * wide.values[at]) return wide
    }
  }
  return narrow
}

/**
 * The plane without its narrow dark lines. A window that reaches over the edge may have the darkness of a corner as its
 * lightest, so that no vignette is taken for ink, unless it is far darker than what is farther in.
 * @type {(plane: Plane, window: number) => Plane}
 */
const closed = (plane, window) => {
  const radius = Math.ceil(window / 2 * Math.max(plane.width, plane.height))
  const darkest = mapped(largestAround(framed(plane, radius), radius), value => -value)
  const { values: low } = framed(largestAround(darkest, radius), -radius)
  return mapped(largestAround(framed(darkest, -radius), radius), (high, i) => Math.max(-low[i], SHADED * -high))
}

/** @type {(plane: Plane, margin: number) => Plane} wider on all sides, or narrower by a margin below 0 */
const framed = ({ width, height, values }, margin) => {
  const wide = blank(width + 2 * margin, height + 2 * margin)
  wide.values.fill(-Infinity)
  const [out, off] = [Math.max(margin, 0), Math.max(-margin, 0)]
  for (let row = off; row < height - off; row++) {
    wide.values.set(values.subarray(row * width + off, (row + 1) * width - off), (row + margin) * wide.width + out)
  }
  return wide
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

const ABOVE_GRAIN = 4 // deviations
const LEAST = 9 // brightnesses; what is fainter is no writing
const GOING_ON = 2.5 // deviations, where a line goes on
const CLEAR = 8 // deviations of the threshold from the ground; what is nearer is softened
const SOFTER = 2 // times at most; then
const LEAST_CLEAR = 6 // deviations have to do, or it is all grain
const WEAK = 0.35 // of the threshold, for what goes on from a line that is over it
const FAINT = 0.3 // of it, for rules
const AROUND = 10 // px, in which what is weak has to be above
const RIDGE = 0.7 // of the mean
const BINS = 256

/**
 * Each pixel's ink, 2 where it is strong; whether it may be weak ink; and its contrast without grain. Null: nothing stands out.
 * @type {(contrast: Plane, times?: number) => { ink: Uint8Array, weak: Uint8Array, contrast: Plane } | null}
 */
export const inkOf = (contrast, times = SOFTER) => {
  const grain = 1.4826 * quantile(contrast.values.map(Math.abs), 0.5) // most of a picture is ground
  const floor = Math.max(ABOVE_GRAIN * grain, LEAST)
  const threshold = otsu(contrast.values, floor)
  if (times > 0 && threshold <= CLEAR * grain) return inkOf(softened(contrast), times - 1)
  if (threshold <= LEAST_CLEAR * grain) return null
  const faint = Math.max(FAINT * threshold, floor)
  const weak = new Uint8Array(contrast.values.length)
  contrast.values.forEach((value, i) => weak[i] = Number(value > faint))
  return { ink: grown(contrast, threshold, Math.max(WEAK * threshold, GOING_ON * grain)), weak, contrast }
}

/** @type {(values: Float32Array, floor: number) => number} Otsu 1979, of what is over the floor; 0 if nothing is */
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
  if (count === 0) return 0
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

/**
 * What is strong, and what is weak beside it: a line that faints is well above what is around, a loop that blur fills is not.
 * @type {(contrast: Plane, strong: number, weak: number) => Uint8Array}
 */
const grown = (contrast, strong, weak) => {
  const { width, height, values } = contrast
  const means = resized(fitted(contrast, Math.max(width, height) / AROUND), width, height).values
  const ink = new Uint8Array(values.length)
  /** @type {number[]} */
  const strongest = []
  values.forEach((value, pixel) => {
    if (value <= strong) return
    ink[pixel] = 2
    strongest.push(pixel)
  })
  spread(strongest, contrast, pixel => {
    const goesOn = !ink[pixel] && values[pixel] > Math.max(weak, RIDGE * means[pixel])
    if (goesOn) ink[pixel] = 1
    return goesOn
  })
  return ink
}
