// The pieces that digits are put together from: a drawing's strokes, and parts of strokes in which digits may be joined,
// from left to right. The order in time would mislead: the bar of a 7 may be drawn after the next digit, and a stroke that
// was found in a picture goes back on itself.

import { ROW, heightOf, inkOf, middleOf, tallestOf, widthOf } from './geometry.js'
import { boundingBox } from '../drawing/raster.js'

// In heights of the tallest stroke:
const WIDE = 0.9 // the least width of a stroke that may join digits
const WIDEST = 16 // the greatest: what is wider is a line, or waves
const TALL = 0.5 // the least height of either part
const THIN = 0.15 // how much ink a cut may go through
const SLANTS = [0, 0.15, -0.15, 0.3, 0.45] // of cuts: how far to the left for a height down

/** @type {(strokes: Drawing) => Piece[]} */
export const piecesOf = strokes => {
  const tallest = tallestOf(strokes)
  return strokes.flatMap((stroke, number) => partsOf([stroke], tallest).map((lines, _, { length }) =>
    ({ stroke: number, lines, parts: length, box: boundingBox(lines) })))
    .sort((a, b) => middleOf(a.box) - middleOf(b.box))
}

/** @type {(pieces: Piece[], strokes: Drawing) => Drawing} what pieces make; a stroke with all its parts is one again */
export const drawingOf = (pieces, strokes) => strokes.flatMap((stroke, number) => {
  const parts = pieces.filter(piece => piece.stroke === number)
  return parts.length === parts[0]?.parts ? [stroke] : parts.flatMap(({ lines }) => lines)
})

/** @type {(lines: Drawing, tallest: number) => Drawing[]} what joins two digits is cut off from both and in its middle */
const partsOf = (lines, tallest) => {
  const width = widthOf(boundingBox(lines))
  if (width < WIDE * tallest || width > WIDEST * tallest) return [lines]
  const cuts = SLANTS.flatMap(slant => thinOf(lines, slant, tallest).map(({ from, to }) => {
    const [left, rest] = split(lines, slant, from)
    const [joint, right] = split(rest, slant, to)
    return { left, joint: split(joint, slant, (from + to) / 2), right, room: to - from }
  }))
  const isTall = (/** @type {Drawing} */ side) => heightOf(boundingBox(side)) >= TALL * tallest
  const [best] = cuts.filter(({ left, right }) => isTall(left) && isTall(right)).sort((a, b) => b.room - a.room)
  return best ? [...partsOf(best.left, tallest), ...best.joint, ...partsOf(best.right, tallest)] : [lines]
}

/**
 * All ranges in which a cut meets one line alone, or lines that lie close to each other.
 * @type {(lines: Drawing, slant: number, tallest: number) => { from: number, to: number }[]}
 */
const thinOf = (lines, slant, tallest) => {
  const { rows: columns } = inkOf(lines.map(line => line.map(([x, y]) => [y, x + slant * y])), tallest)
  /** @type {{ from: number, to: number }[]} */
  const ranges = []
  for (const [column, [up, down]] of [...columns].sort(([a], [b]) => a - b)) {
    const [from, to] = [column, column + 1].map(at => at * ROW * tallest)
    const last = ranges[ranges.length - 1]
    if (down - up > THIN) continue
    if (last?.to === from) last.to = to
    else ranges.push({ from, to })
  }
  return ranges
}

/** @type {(lines: Drawing, slant: number, at: number) => [left: Drawing, right: Drawing]} both have the points of the cut */
const split = (lines, slant, at) => {
  const beyond = (/** @type {Point} */ [x, y]) => x + slant * y - at
  /** @type {[Drawing, Drawing]} */
  const sides = [[], []]
  for (const line of lines) {
    /** @type {Stroke | null} */
    let run = null
    line.forEach((point, i) => {
      const last = line[i - 1] ?? point
      const [side, before] = [point, last].map(point => Number(beyond(point) >= 0))
      if (!run || side !== before) {
        /** @type {Stroke} */
        const crossing = run ? [between(last, point, beyond(last) / (beyond(last) - beyond(point)))] : []
        run?.push(...crossing)
        run = crossing
        sides[side].push(run)
      }
      run.push(point)
    })
  }
  return sides
}

/** @type {(a: Point, b: Point, share: number) => Point} that share of the way from `a` to `b` */
const between = (a, b, share) => [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]
