// The pieces that a drawing's digits are put together from: its strokes, and parts of a stroke in which digits may be
// joined, from left to right. The order in time would mislead: the bar of a 7 may be drawn after the next digit.

import { boxOf, growing, height, middle, rowsOf, width } from './geometry.js'

/** @import { Box, Rows, Stroke } from './geometry.js' */

/**
 * The points `start` to `end`, both included, of the drawing's stroke number `stroke`. Box and rows are measured from
 * the drawing's top, in heights of its tallest stroke.
 * @typedef {{stroke: number, start: number, end: number, box: Box, rows: Rows}} Piece
 */

const ROW = 1 / 32 // heights of the tallest stroke

// What makes a cut of a stroke worth a try, in heights of the tallest stroke.
const WIDE = 0.9 // the least width of a stroke that may join two digits
const TALL = 0.5 // the least height of either part
const THICK = 0.1 // the least width of either part
const ADVANCE = 0.4 // the least distance from one part's middle to the other's
const OVERLAP = 0.25 // by how much one part may reach over the other's edge

/** @param {Stroke[]} strokes @returns {Piece[]} */
export const piecesOf = strokes => {
  const tallest = Math.max(...strokes.map(stroke => height(boxOf(stroke)))) || 1
  const { top } = boxOf(strokes.flat())
  return strokes
    .map(stroke => stroke.map(([x, y]) => /** @type {const} */ ([x / tallest, (y - top) / tallest])))
    .flatMap((points, stroke) => {
      const ends = [...cuts(points), points.length - 1]
      return ends.map((end, i) => {
        const start = i === 0 ? 0 : ends[i - 1]
        const part = points.slice(start, end + 1)
        return { stroke, start, end, box: boxOf(part), rows: rowsOf(part, ROW) }
      })
    })
    .sort((a, b) => middle(a.box) - middle(b.box))
}

/** The strokes that pieces are of; neighbouring parts of a stroke become one again.
 * @param {Piece[]} pieces @param {Stroke[]} strokes @returns {Stroke[]} */
export const strokesOf = (pieces, strokes) => {
  /** @type {{stroke: number, start: number, end: number}[]} */
  const runs = []
  for (const { stroke, start, end } of [...pieces].sort((a, b) => a.stroke - b.stroke || a.start - b.start)) {
    const last = runs.at(-1)
    if (last?.stroke === stroke && last.end === start) last.end = end
    else runs.push({ stroke, start, end })
  }
  return runs.map(({ stroke, start, end }) => strokes[stroke].slice(start, end + 1))
}

/** The points at which a stroke is cut, in order.
 * @param {Stroke} stroke @returns {number[]} */
const cuts = stroke => {
  const at = cut(stroke)
  if (at === null) return []
  return [...cuts(stroke.slice(0, at + 1)), at, ...cuts(stroke.slice(at)).map(further => at + further)]
}

/** The point where the parts before and after it reach least over each other's edge, or null where none will do.
 * @param {Stroke} stroke */
const cut = stroke => {
  if (width(boxOf(stroke)) < WIDE) return null
  const before = growing(stroke)
  const after = growing([...stroke].reverse()).reverse()
  let best = null
  let least = OVERLAP
  for (let i = 1; i < stroke.length - 1; i++) {
    const [left, right] = [before[i], after[i]].sort((a, b) => middle(a) - middle(b))
    const overlap = left.right - right.left
    const worthIt = middle(right) - middle(left) >= ADVANCE &&
      [left, right].every(part => height(part) >= TALL && width(part) >= THICK)
    if (worthIt && overlap < least) [best, least] = [i, overlap]
  }
  return best
}
