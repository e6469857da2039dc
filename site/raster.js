// The raster: a drawing's strokes as the 28 × 28 brightnesses that the network reads, in MNIST's frame. Strokes are
// fitted first and drawn then, so the pen is as wide as MNIST's however large the drawing was. The trainer's
// raster.rs does the same arithmetic; tests hold the two together.

import { curve } from './curve.js'

const SIDE = 28 // px
const PEN = 2.5 // px, the pen's width as measured on MNIST's training images
const FIT = 19 // px, the longest side of the ink; MNIST's is 19 or 20
const CENTRE = 14.5 // px from the edge, where MNIST's centre of mass is
const MOST_PIECES = 8 // straight lines that one Bézier becomes, at most
const NEARLY_BLANK = 8 * 255 // the least sum of brightnesses that can be read: 8 px full of ink; a dot has 5

/** 784 integers, 0..255, row by row, ink bright; null when there is no ink. `strokes` are lists of `[x, y]`. */
export const rasterize = strokes => {
  const inked = strokes.map(withoutRepeats).filter(stroke => stroke.length > 0)
  if (inked.length === 0) return null

  const lines = fit(fit(inked).map(flatten))
  const box = boundingBox(lines)
  const middled = shift(lines, box, [0, 1].map(axis => SIDE / 2 - (box.min[axis] + box.max[axis]) / 2))
  const mass = centreOfMass(paint(middled.lines))
  const centred = shift(middled.lines, middled.box, mass.map(at => CENTRE - at))
  return Array.from(paint(centred.lines), coverage => Math.round(255 * coverage))
}

/** Whether an image has too little ink to be read. */
export const isNearlyBlank = image => image.reduce((sum, brightness) => sum + brightness, 0) < NEARLY_BLANK

const withoutRepeats = stroke =>
  stroke.filter(([x, y], i) => i === 0 || x !== stroke[i - 1][0] || y !== stroke[i - 1][1])

const boundingBox = lines => {
  const min = [Infinity, Infinity]
  const max = [-Infinity, -Infinity]
  for (const line of lines) {
    for (const point of line) {
      for (const axis of [0, 1]) {
        min[axis] = Math.min(min[axis], point[axis])
        max[axis] = Math.max(max[axis], point[axis])
      }
    }
  }
  return { min, max }
}

/** The lines from (0, 0) on, scaled so that the longest side of their box, pen included, is FIT; a dot stays a dot. */
const fit = lines => {
  const { min, max } = boundingBox(lines)
  const side = Math.max(max[0] - min[0], max[1] - min[1])
  const scale = side === 0 ? 0 : (FIT - PEN) / side
  return lines.map(line => line.map(([x, y]) => [(x - min[0]) * scale, (y - min[1]) * scale]))
}

/** A stroke's curve as straight lines, short enough to look round at this size. */
const flatten = stroke => {
  const line = [stroke[0]]
  for (const [control, end] of curve(stroke)) {
    const start = line.at(-1)
    const length = control ? distance(start, control) + distance(control, end) : 1
    const pieces = Math.min(Math.max(Math.ceil(length), 1), MOST_PIECES)
    for (let i = 1; i < pieces; i++) line.push(along(start, control, end, i / pieces))
    line.push(end)
  }
  return line
}

const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1])

/** The point at `t`, 0..1, of a quadratic Bézier. */
const along = (start, control, end, t) =>
  [0, 1].map(axis => (1 - t) ** 2 * start[axis] + 2 * (1 - t) * t * control[axis] + t ** 2 * end[axis])

/** The lines and their box moved by `by`, but no further than their ink stays within the image. */
const shift = (lines, box, by) => {
  const [dx, dy] = by.map((d, axis) =>
    Math.min(Math.max(d, PEN / 2 - box.min[axis]), SIDE - PEN / 2 - box.max[axis]))
  const move = ([x, y]) => [x + dx, y + dy]
  return { lines: lines.map(line => line.map(move)), box: { min: move(box.min), max: move(box.max) } }
}

/** How much of each pixel the pen covers, 0..1, row by row. */
const paint = lines => {
  const coverage = new Float64Array(SIDE * SIDE)
  for (const line of lines) {
    if (line.length === 1) paintSegment(coverage, line[0], line[0])
    for (let i = 1; i < line.length; i++) paintSegment(coverage, line[i - 1], line[i])
  }
  return coverage
}

const REACH = PEN / 2 + 0.5 // px from the pen's middle to the last pixel's middle that it touches

/** Only the pixels near the segment are visited: the rest is out of the pen's reach. */
const paintSegment = (coverage, a, b) => {
  const [left, top] = [0, 1].map(axis => Math.max(Math.floor(Math.min(a[axis], b[axis]) - REACH), 0))
  const [right, bottom] = [0, 1].map(axis => Math.min(Math.ceil(Math.max(a[axis], b[axis]) + REACH), SIDE))
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const covered = Math.min(REACH - toSegment([column + 0.5, row + 0.5], a, b), 1)
      const pixel = row * SIDE + column
      if (covered > coverage[pixel]) coverage[pixel] = covered
    }
  }
}

/** The distance from a point to the nearest point of the segment from `a` to `b`. */
const toSegment = (point, a, b) => {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const square = dx * dx + dy * dy
  const along = square === 0 ? 0 : ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square
  const t = Math.min(Math.max(along, 0), 1)
  return distance(point, [a[0] + t * dx, a[1] + t * dy])
}

/** In px from the left and the top edge. */
const centreOfMass = coverage => {
  let [total, x, y] = [0, 0, 0]
  coverage.forEach((covered, pixel) => {
    total += covered
    x += covered * (pixel % SIDE + 0.5)
    y += covered * (Math.floor(pixel / SIDE) + 0.5)
  })
  return [x / total, y / total]
}
