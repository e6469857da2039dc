// The lines: the numbers of a drawing that holds several, line by line and from left to right.

import { boxesOf, gapOf, gapsOf, heightOf, union, widthOf } from './geometry.js'
import { boundingBox } from '../drawing/raster.js'

const SLOPES = Array.from({ length: 49 }, (_, i) => (i % 2 === 0 ? 1 : -1) * Math.ceil(i / 2) / 100) // the gentlest first
const TALL = 0.5 // of the usual height: what stands on a line by itself
const HUGE = 2.5 // of it: what is no writing, but the edge of a sheet or a shadow
const LESS = 0.9 // of the height that lines cover at a gentler slope, to be taken for turned by this one
const LEAST = 3 // strokes so tall that are more than one line
const CROWDED = 2 // strokes a line, on average, that are no digits which fall one by one
const SHARED = 0.5 // of the narrower of two other lines that is above or below the other, or they are one that falls
const CORE = 0.15 // of a stroke's height, above and below, that may reach into the next line
const SPACE = 0.8 // heights, the least gap between two numbers of a line
const USUAL = 1.1 // heights, how wide gaps between digits may be where nothing tells
const UNLIKE = 2.5 // times the gaps between digits

/**
 * Line by line its numbers, after them what is too large to be one; each stroke is in one of them.
 * @type {(drawing: Drawing) => Drawing[][]}
 */
export const linesOf = drawing => {
  const heights = boxesOf(drawing).map(heightOf)
  const writing = usualOf(heights)
  if (writing === 0) return [[drawing]]
  const ofHeight = (/** @type {number} */ from, to = Infinity) =>
    drawing.filter((_, i) => heights[i] >= from * writing && heights[i] < to * writing)
  const lines = levelled(ofHeight(TALL, HUGE), ofHeight(0, TALL)).map(marks => {
    const sorted = marks.sort((a, b) => a.box.min[0] - b.box.min[0])
    const boxes = sorted.map(({ box }) => box)
    const height = Math.max(...boxes.map(heightOf))
    return { strokes: sorted.map(({ stroke }) => stroke), gaps: gapsOf(boxes).map(gap => gap / height) }
  })
  const narrow = lines.flatMap(({ gaps }) => gaps).filter(gap => gap > 0 && gap < SPACE).sort((a, b) => a - b)
  const space = Math.max(SPACE, UNLIKE * (narrow[Math.floor(narrow.length / 2)] ?? USUAL))
  const numbers = lines.map(({ strokes, gaps }) => {
    const starts = [...gaps.keys()].filter(i => i === 0 || gaps[i] > space)
    return starts.map((start, i) => strokes.slice(start, starts[i + 1]))
      .map(number => drawing.filter(stroke => number.includes(stroke)))
  })
  return [...numbers, ...ofHeight(HUGE).map(stroke => [[stroke]])]
}

/** The height that most of the ink has. @param {number[]} heights */
const usualOf = heights => {
  const sorted = [...heights].sort((a, b) => a - b)
  let rest = sorted.reduce((sum, height) => sum + height, 0) / 2
  return sorted.find(height => (rest -= height) <= 0) ?? 0
}

/** @type {(large: Drawing, small: Drawing) => Mark[][]} the lines from above */
const levelled = (large, small) => {
  const one = [marksAt([...large, ...small], 0)]
  if (large.length < LEAST) return one
  const ways = SLOPES.map(slope => {
    const lines = linesAt(large, slope)
    return { slope, lines, covered: lines.reduce((sum, { top, bottom }) => sum + bottom - top, 0) }
  })
  const { slope, lines } = ways.reduce((a, b) => b.covered < LESS * a.covered ? b : a)
  const boxes = lines.map(({ marks }) => union(marks.map(({ box }) => box)))
  const isFalling = boxes.slice(1).some((box, i) => gapOf(box, boxes[i]) > -SHARED * Math.min(widthOf(box), widthOf(boxes[i])))
  if (isFalling && large.length < CROWDED * lines.length) return one
  for (const mark of marksAt(small, slope)) {
    const away = lines.map(({ top, bottom }) => Math.max(top - mark.bottom, mark.top - bottom))
    lines[away.indexOf(Math.min(...away))].marks.push(mark)
  }
  return lines.map(({ marks }) => marks)
}

/** @type {(strokes: Drawing, slope: number) => Mark[]} as if the slope were level */
const marksAt = (strokes, slope) => strokes.map(stroke => {
  const box = boundingBox([stroke.map(([x, y]) => [x + slope * y, y - slope * x])])
  return { stroke, box, top: box.min[1] + CORE * heightOf(box), bottom: box.max[1] - CORE * heightOf(box) }
})

/** @type {(strokes: Drawing, slope: number) => Line[]} what the strokes' cores cover without a break, from above */
const linesAt = (strokes, slope) => {
  /** @type {Line[]} */
  const lines = []
  for (const mark of marksAt(strokes, slope).sort((a, b) => a.top - b.top)) {
    const { top, bottom } = mark
    const last = lines[lines.length - 1]
    if (top <= last?.bottom) {
      last.bottom = Math.max(last.bottom, bottom)
      last.marks.push(mark)
    } else lines.push({ top, bottom, marks: [mark] })
  }
  return lines
}
