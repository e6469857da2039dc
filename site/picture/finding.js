// The finding: what is written in a picture, as strokes, and as a drawing on the sheet.

import { MOST_POINTS, SHEET, pointCount } from '../drawing/drawing.js'
import { boundingBox } from '../drawing/raster.js'
import { clearRules } from './rules.js'
import { componentsOf, heightOf, writingOf } from './writing.js'
import { contrastOf, groundedOf, inkOf } from './ink.js'
import { depthsOf, strokesOf, thinned } from './tracing.js'
import { quantile, resized, sizeAt, softened } from './plane.js'

const FIRST = 640 // px, the picture's longest side when the writing is looked for
const HEIGHT = 96 // px, the writing's when it is traced
const LARGEST = 1800 // px, the picture's longest side then
const NEAR = 1.3 // times HEIGHT or its inverse: near enough
const SPACING = HEIGHT / 18 // px between a stroke's points
const WIDEST = HEIGHT / 5 // px between them at most
const SPUR = 1 // of the pen's radius
const HOLE = (0.035 * HEIGHT) ** 2 // px that are no loop
const USUAL = 0.4 // of all the lines are thinner than the pen usually is
const GRAINY = 120 // px, a longest side that is enough for softening
const BROAD = 0.05 * HEIGHT // px, the radius of a pen that fills loops in
const FILLED = 1.65 // times the pen's radius: the depth of a loop that was filled in

/** @type {(picture: Plane) => Drawing} strokes in the picture's px; none where nothing is written */
export const findWriting = picture => {
  const longest = Math.max(picture.width, picture.height)
  const grounded = groundedOf(picture)
  let scale = FIRST / longest
  let writing = writingAt(grounded, scale)
  if (!writing) return []
  const wished = Math.min(scale * HEIGHT / heightOf(writing.components), LARGEST / longest)
  if (Math.max(wished / scale, scale / wished) > NEAR) {
    scale = wished
    writing = writingAt(grounded, scale)
  }
  return writing ? traced(writing).map(stroke => stroke.map(([x, y]) => [x / scale, y / scale])) : []
}

/** @type {(grounded: Grounded, scale: number) => Writing | null} */
const writingAt = ({ picture, ground }, scale) => {
  const plane = resized(picture, ...sizeAt(picture, scale))
  const isLarge = Math.max(picture.width, picture.height) >= GRAINY
  const found = inkOf(contrastOf(isLarge ? softened(plane) : plane, ground))
  if (!found) return null
  const { ink, weak, contrast } = found
  clearRules(ink, weak, plane)
  const components = writingOf(componentsOf(ink, plane), contrast)
  return components.length > 0 ? { components, width: plane.width, height: plane.height } : null
}

/** @type {(writing: Writing) => Drawing} */
const traced = ({ components, ...size }) => {
  const padded = { width: size.width + 2, height: size.height + 2 }
  const ink = new Uint8Array(padded.width * padded.height)
  for (const component of components) {
    for (const pixel of [...component.pixels, ...holesOf(component, size.width)]) {
      ink[(Math.floor(pixel / size.width) + 1) * padded.width + pixel % size.width + 1] = 1
    }
  }
  const depths = depthsOf(ink, padded)
  const lines = thinned(ink, padded)
  const radius = quantile(depths.filter((_, i) => lines[i]), USUAL)
  const broad = radius < BROAD ? lines : thinned(ink.map((value, i) => Number(value && depths[i] <= FILLED * radius)), padded)
  // A page with more writing than a drawing has room for gets fewer points, and one with far more is left alone.
  for (let spacing = SPACING; spacing < WIDEST; spacing *= 1.5) {
    const strokes = strokesOf(broad, padded, spacing, SPUR * radius)
    if (pointCount(strokes) <= MOST_POINTS) return strokes.map(stroke => stroke.map(([x, y]) => [x - 1, y - 1]))
  }
  return []
}

/** The pixels that chalk, grain or a dry pen left blank within lines. @type {(component: Component, width: number) => number[]} */
const holesOf = ({ pixels, box: { min: [left, top], max: [right, bottom] } }, width) => {
  const size = { width: right - left, height: bottom - top }
  const blank = new Uint8Array(size.width * size.height).fill(1)
  for (const pixel of pixels) blank[(Math.floor(pixel / width) - top) * size.width + pixel % width - left] = 0
  return componentsOf(blank, size)
    .filter(({ pixels, box: { min, max } }) =>
      pixels.length <= HOLE && Math.min(...min) > 0 && max[0] < size.width && max[1] < size.height)
    .flatMap(({ pixels }) => pixels.map(pixel => (Math.floor(pixel / size.width) + top) * width + pixel % size.width + left))
}

const ROOM = 0.82 // of the sheet, by the writing's longest side

/** @type {(strokes: Drawing) => Frame} where the writing goes */
export const frameOf = strokes => {
  const { min, max } = boundingBox(strokes)
  const scale = ROOM * SHEET / (Math.max(max[0] - min[0], max[1] - min[1]) || 1)
  const [x, y] = [0, 1].map(axis => SHEET / 2 - scale * (min[axis] + max[axis]) / 2)
  return { scale, move: [x, y] }
}

/** @type {(strokes: Drawing, frame: Frame) => Drawing} */
export const placed = (strokes, { scale, move }) => strokes.map(stroke => {
  /** @type {Stroke} */
  const points = []
  for (const point of stroke) {
    const [x, y] = [0, 1].map(axis => Math.round(scale * point[axis] + move[axis]))
    const last = points[points.length - 1]
    // Where the pen turns it stops for a unit, so that the curve goes all the way there.
    points.push(last && last[0] === x && last[1] === y ? [x + 1, y] : [x, y])
  }
  return points
})
