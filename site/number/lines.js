// The lines: the numbers of a drawing that holds several, line by line and from left to right.

import { boundingBox } from '../drawing/raster.js'
import { heightOf, union, widthOf } from './geometry.js'

const MOST_SLOPE = 0.24
const SLOPES = 49
const TALL = 0.5 // of the usual height: what stands on a line by itself
const HUGE = 2.5 // of it: what is no writing, but the edge of a sheet or a shadow
const LESS = 0.9 // of the height that lines cover at another slope, to be taken for turned by it
const LEAST = 3 // strokes so tall that are more than one line
const CROWDED = 2 // strokes a line, on average, that are no digits which fall one by one
const SHARED = 0.5 // of the narrower of two other lines that is above or below the other, or they are one that falls
const CORE = 0.15 // of a stroke's height, above and below, that may reach into the next line
const SPACE = 0.8 // heights, the least gap between two numbers of a line
const WIDE_SPACE = 2.75 // heights, where nothing tells how wide gaps between digits are
const UNLIKE = 2.5 // times the gaps between digits

/**
 * Line by line its numbers, after them what is too large to be one; each stroke is in one of them.
 * @type {(drawing: Drawing) => Drawing[][]}
 */
export const linesOf = drawing => {
  const heightOfStroke = (/** @type {Stroke} */ stroke) => heightOf(boundingBox([stroke]))
  const writing = usualOf(drawing.map(heightOfStroke))
  if (!(writing > 0)) return [[drawing]]
  const isHuge = (/** @type {Stroke} */ stroke) => heightOfStroke(stroke) > HUGE * writing
  const [written, huge] = [drawing.filter(stroke => !isHuge(stroke)), drawing.filter(isHuge)]
  return [...numbersOf(written, writing), ...huge.map(stroke => [[stroke]])]
}

/** @type {(drawing: Drawing, writing: number) => Drawing[][]} `writing` is its usual height */
const numbersOf = (drawing, writing) => {
  const lines = levelled(drawing, writing)
  const gaps = lines.flatMap(({ marks, height }) => gapsOf(marks).map(gap => gap / height))
  const narrow = gaps.filter(gap => gap > 0 && gap < SPACE).sort((a, b) => a - b)
  const usual = narrow[Math.floor(narrow.length / 2)]
  const space = usual === undefined ? WIDE_SPACE : Math.max(SPACE, UNLIKE * usual)
  return lines.map(({ marks, height }) => splitAt(marks, space * height)
    .map(marks => drawing.filter((_, i) => marks.some(mark => mark.stroke === i))))
}

/** @type {(drawing: Drawing, writing: number) => Line[]} from above */
const levelled = (drawing, writing) => {
  const slope = slopeOf(drawing, writing)
  const marks = drawing.map((stroke, number) => ({ stroke: number, box: boundingBox([upright(stroke, slope)]) }))
  const large = marks.filter(({ box }) => heightOf(box) >= TALL * writing)
  const bands = large.length < LEAST ? [] : bandsOf(large.map(({ box }) => box))
  const widths = bands.map(([top, bottom]) => union(large.map(({ box }) => box).filter(box => isWithin(box, top, bottom))))
  const isFalling = large.length < CROWDED * bands.length && widths.some((box, i) => i > 0 && !isAbove(widths[i - 1], box))
  const lines = (isFalling || bands.length === 0 ? [[-Infinity, Infinity]] : bands).map(([top, bottom]) => ({
    top, bottom, marks: /** @type {Mark[]} */ ([]), height: 0,
  }))
  for (const mark of marks) {
    const middle = (mark.box.min[1] + mark.box.max[1]) / 2
    const away = lines.map(({ top, bottom }) => Math.max(top - middle, middle - bottom, 0))
    lines[lines.length === 1 ? 0 : away.indexOf(Math.min(...away))].marks.push(mark)
  }
  return lines.map(line => ({ ...line, height: Math.max(...line.marks.map(({ box }) => heightOf(box))) }))
}

/** The height that most of the ink has. @param {number[]} heights */
const usualOf = heights => {
  const sorted = [...heights].sort((a, b) => a - b)
  let rest = sorted.reduce((sum, height) => sum + height, 0) / 2
  return sorted.find(height => (rest -= height) <= 0) ?? 0
}

/** @type {(box: Box, top: number, bottom: number) => boolean} */
const isWithin = ({ min, max }, top, bottom) => (min[1] + max[1]) / 2 >= top && (min[1] + max[1]) / 2 <= bottom

/** @type {(upper: Box, lower: Box) => boolean} */
const isAbove = (upper, lower) =>
  Math.min(upper.max[0], lower.max[0]) - Math.max(upper.min[0], lower.min[0]) >=
  SHARED * Math.min(widthOf(upper), widthOf(lower))

/** @type {(drawing: Drawing, writing: number) => number} at which the lines cover least of the height */
const slopeOf = (drawing, writing) => {
  const large = drawing.filter(stroke => heightOf(boundingBox([stroke])) >= TALL * writing)
  if (large.length < LEAST) return 0
  let [best, least] = [0, Infinity]
  for (let i = 0; i < SLOPES; i++) {
    const slope = (i % 2 === 0 ? 1 : -1) * Math.ceil(i / 2) * 2 * MOST_SLOPE / (SLOPES - 1)
    const bands = bandsOf(large.map(stroke => boundingBox([upright(stroke, slope)])))
    const covered = bands.reduce((sum, [top, bottom]) => sum + bottom - top, 0)
    if (covered < LESS * least) [best, least] = [slope, covered]
  }
  return best
}

/** @type {(stroke: Stroke, slope: number) => Stroke} */
const upright = (stroke, slope) => stroke.map(([x, y]) => [x + slope * y, y - slope * x])

/** @type {(boxes: Box[]) => [top: number, bottom: number][]} that the boxes' cores cover without a break, from above */
const bandsOf = boxes => {
  /** @type {[number, number][]} */
  const bands = []
  const cores = boxes.map(box => [box.min[1] + CORE * heightOf(box), box.max[1] - CORE * heightOf(box)])
  for (const [top, bottom] of cores.sort((a, b) => a[0] - b[0])) {
    const last = bands[bands.length - 1]
    if (last && top <= last[1]) last[1] = Math.max(last[1], bottom)
    else bands.push([top, bottom])
  }
  return bands
}

/** @type {(marks: Mark[]) => number[]} between neighbours, from left to right; below 0 where they overlap */
const gapsOf = marks => splitAt(marks, 0).map(group => union(group.map(({ box }) => box)))
  .flatMap((box, i, boxes) => i === 0 ? [] : [box.min[0] - boxes[i - 1].max[0]])

/** @type {(marks: Mark[], space: number) => Mark[][]} where gaps are wider */
const splitAt = (marks, space) => {
  /** @type {Mark[][]} */
  const groups = []
  let reached = -Infinity
  for (const mark of [...marks].sort((a, b) => a.box.min[0] - b.box.min[0])) {
    if (mark.box.min[0] - reached > space) groups.push([])
    groups[groups.length - 1].push(mark)
    reached = Math.max(reached, mark.box.max[0])
  }
  return groups
}
