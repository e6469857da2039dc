// The raster: a drawing as the image that the network reads, in MNIST's frame. Strokes are fitted first and drawn then,
// so that the pen is as wide as MNIST's whatever the drawing's size. The trainer's raster.rs does the same.

import { curve } from './curve.js'

export const SIDE = 28 // px
const PEN = 2.5 // px wide, as measured on MNIST's training images
const FIT = 19 // px, the longest side of the ink; MNIST's is 19 or 20
const CENTRE = 14.5 // px from the edge: MNIST's centre of mass
const MOST_PIECES = 8 // straight lines for one Bézier
const NEARLY_BLANK = 8 * 255 // the least sum of brightnesses that can be read: 8 px of ink; a dot has 5

/** @type {(strokes: Drawing) => Image | null} null where there is no ink */
export const rasterize = strokes => {
  const inked = strokes.map(withoutRepeats).filter(stroke => stroke.length > 0)
  if (inked.length === 0) return null

  const lines = fit(fit(inked).map(flatten))
  const mass = centreOfMass(paint(lines))
  const centred = shift(lines, bothAxes(axis => CENTRE - mass[axis]))
  return Array.from(paint(centred), coverage => Math.round(255 * coverage))
}

/** Whether there is too little ink to read. @param {Image} image */
export const isNearlyBlank = image => image.reduce((sum, brightness) => sum + brightness, 0) < NEARLY_BLANK

/** @type {(of: (axis: 0 | 1) => number) => Point} */
const bothAxes = of => [of(0), of(1)]

/** @param {Stroke} stroke */
const withoutRepeats = stroke =>
  stroke.filter(([x, y], i) => i === 0 || x !== stroke[i - 1][0] || y !== stroke[i - 1][1])

/** @type {(lines: Stroke[]) => Box} */
export const boundingBox = lines => {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const line of lines) {
    for (const [x, y] of line) {
      left = Math.min(left, x)
      top = Math.min(top, y)
      right = Math.max(right, x)
      bottom = Math.max(bottom, y)
    }
  }
  return { min: [left, top], max: [right, bottom] }
}

/**
 * Scales the lines so that the longest side of their box, pen included, is FIT, and moves them to the image's middle; a
 * dot stays a dot.
 * @param {Stroke[]} lines
 */
const fit = lines => {
  const { min, max } = boundingBox(lines)
  const side = Math.max(max[0] - min[0], max[1] - min[1])
  const scale = side === 0 ? 0 : (FIT - PEN) / side
  const middle = bothAxes(axis => (min[axis] + max[axis]) / 2)
  return lines.map(line => line.map(point => bothAxes(axis => SIDE / 2 + (point[axis] - middle[axis]) * scale)))
}

/** @param {Stroke} stroke becomes straight lines, short enough to look round */
const flatten = stroke => {
  const line = [stroke[0]]
  for (const [control, end] of curve(stroke)) {
    if (control) {
      const start = line[line.length - 1]
      const length = distance(start, control) + distance(control, end)
      const pieces = Math.min(Math.ceil(length), MOST_PIECES)
      for (let i = 1; i < pieces; i++) line.push(along(start, control, end, i / pieces))
    }
    line.push(end)
  }
  return line
}

/** @type {(a: Point, b: Point) => number} */
const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1])

/** @type {(start: Point, control: Point, end: Point, t: number) => Point} of a quadratic Bézier, at `t` of 0..1 */
const along = (start, control, end, t) =>
  bothAxes(axis => (1 - t) ** 2 * start[axis] + 2 * (1 - t) * t * control[axis] + t ** 2 * end[axis])

/** @type {(lines: Stroke[], by: Point) => Stroke[]} moved, but no further than their ink stays within the image */
const shift = (lines, by) => {
  const { min, max } = boundingBox(lines)
  const within = bothAxes(axis => Math.min(Math.max(by[axis], PEN / 2 - min[axis]), SIDE - PEN / 2 - max[axis]))
  return lines.map(line => line.map(point => bothAxes(axis => point[axis] + within[axis])))
}

/** @param {Stroke[]} lines become how much of each pixel the pen covers, 0..1 */
const paint = lines => {
  const coverage = new Float64Array(SIDE * SIDE)
  for (const line of lines) {
    line.forEach((point, i) => paintSegment(coverage, line[Math.max(i - 1, 0)], point))
  }
  return coverage
}

const REACH = PEN / 2 + 0.5 // px from the pen's middle to that of the last pixel it touches

/** @type {(coverage: Float64Array, a: Point, b: Point) => void} */
const paintSegment = (coverage, a, b) => {
  const [left, top] = bothAxes(axis => Math.max(Math.floor(Math.min(a[axis], b[axis]) - REACH), 0))
  const [right, bottom] = bothAxes(axis => Math.min(Math.ceil(Math.max(a[axis], b[axis]) + REACH), SIDE))
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const covered = Math.min(REACH - toSegment([column + 0.5, row + 0.5], a, b), 1)
      const pixel = row * SIDE + column
      if (covered > coverage[pixel]) coverage[pixel] = covered
    }
  }
}

/** @type {(point: Point, a: Point, b: Point) => number} the distance to the segment from `a` to `b` */
export const toSegment = (point, a, b) => {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const square = dx * dx + dy * dy
  const projected = square === 0 ? 0 : ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square
  const t = Math.min(Math.max(projected, 0), 1)
  return distance(point, [a[0] + t * dx, a[1] + t * dy])
}

/** @type {(coverage: Float64Array) => Point} */
const centreOfMass = coverage => {
  let [total, x, y] = [0, 0, 0]
  coverage.forEach((covered, pixel) => {
    total += covered
    x += covered * (pixel % SIDE + 0.5)
    y += covered * (Math.floor(pixel / SIDE) + 0.5)
  })
  return [x / total, y / total]
}
