// The pieces that digits are put together from: a drawing's strokes, and parts of strokes in which digits may be joined,
// from left to right. The order in time would mislead: the bar of a 7 may be drawn after the next digit.

import { boundingBox } from '../drawing/raster.js'
import { heightOf, middleOf, rowsOf, union, widthOf } from './geometry.js'

// In heights of the tallest stroke:
const ROW = 1 / 32 // the height of a row
const WIDE = 0.9 // the least width of a stroke that may join digits
const TALL = 0.5 // the least height of either part
const THICK = 0.1 // the least width of either part
const ADVANCE = 0.4 // the least distance of their middles
const OVERLAP = 0.25 // how far one part may reach over the other's edge

/** @type {(strokes: Drawing) => Piece[]} */
export const piecesOf = strokes => {
  const tallest = Math.max(...strokes.map(stroke => heightOf(boundingBox([stroke])))) || 1
  const { min: [, top] } = boundingBox(strokes)
  return strokes.flatMap((stroke, number) => {
    const points = stroke.map(([x, y]) => /** @type {Point} */ ([x / tallest, (y - top) / tallest]))
    const ends = [...cutsOf(points), points.length - 1]
    return ends.map((end, i) => {
      const start = i === 0 ? 0 : ends[i - 1]
      const part = points.slice(start, end + 1)
      return { stroke: number, start, end, box: boundingBox([part]), rows: rowsOf(part, ROW) }
    })
  }).sort((a, b) => middleOf(a.box) - middleOf(b.box))
}

/** @type {(pieces: Piece[], strokes: Drawing) => Drawing} what pieces make; neighbouring parts of a stroke are one again */
export const drawingOf = (pieces, strokes) => {
  const runs = /** @type {{ stroke: number, start: number, end: number }[]} */ ([])
  for (const { stroke, start, end } of [...pieces].sort((a, b) => a.stroke - b.stroke || a.start - b.start)) {
    const last = runs[runs.length - 1]
    if (last?.stroke === stroke && last.end === start) last.end = end
    else runs.push({ stroke, start, end })
  }
  return runs.map(({ stroke, start, end }) => strokes[stroke].slice(start, end + 1))
}

/** @type {(stroke: Stroke) => number[]} the points at which it is cut, in order */
const cutsOf = stroke => {
  const cut = cutOf(stroke)
  if (cut === null) return []
  return [...cutsOf(stroke.slice(0, cut + 1)), cut, ...cutsOf(stroke.slice(cut)).map(further => cut + further)]
}

/** @type {(stroke: Stroke) => number | null} where to cut it so that both parts may be digits and overlap least */
const cutOf = stroke => {
  if (widthOf(boundingBox([stroke])) < WIDE) return null
  const before = growing(stroke)
  const after = growing([...stroke].reverse()).reverse()
  let best = null
  let least = OVERLAP
  for (let i = 1; i < stroke.length - 1; i++) {
    const parts = [before[i], after[i]].sort((a, b) => middleOf(a) - middleOf(b))
    const [left, right] = parts
    const overlap = left.max[0] - right.min[0]
    const mayBeDigits = parts.every(part => heightOf(part) >= TALL && widthOf(part) >= THICK)
    if (mayBeDigits && middleOf(right) - middleOf(left) >= ADVANCE && overlap < least) [best, least] = [i, overlap]
  }
  return best
}

/** @type {(stroke: Stroke) => Box[]} for each point the box of all up to it */
const growing = ([first, ...rest]) => {
  const boxes = [{ min: first, max: first }]
  for (const point of rest) boxes.push(union([boxes[boxes.length - 1], { min: point, max: point }]))
  return boxes
}
