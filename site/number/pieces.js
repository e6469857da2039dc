// The pieces that digits are put together from: a drawing's strokes, and parts of strokes in which digits may be joined,
// from left to right. The order in time would mislead: the bar of a 7 may be drawn after the next digit, and a stroke that
// was found in a picture goes back on itself.

import { boundingBox } from '../drawing/raster.js'
import { heightOf, joined, middleOf, rowsOf, widthOf } from './geometry.js'

// In heights of the tallest stroke:
const ROW = 1 / 32 // the height of a row, and the step between cuts that are tried
const WIDE = 0.9 // the least width of a stroke that may join digits
const TALL = 0.5 // the least height of either part
const ADVANCE = 0.4 // the least distance of their middles
const THIN = 0.12 // how much ink a cut may go through
const SLANTS = [0, 0.15, -0.15, 0.3, 0.45] // of cuts: how far to the left for a height down

/** @type {(strokes: Drawing) => Piece[]} */
export const piecesOf = strokes => {
  const tallest = Math.max(...strokes.map(stroke => heightOf(boundingBox([stroke])))) || 1
  const { min: [, top] } = boundingBox(strokes)
  return strokes.flatMap((stroke, number) => partsOf([stroke], tallest).map((lines, _, parts) => {
    const scaled = lines.map(line => line.map(([x, y]) => /** @type {Point} */ ([x / tallest, (y - top) / tallest])))
    const rows = joined(scaled.map(line => rowsOf(line, ROW)))
    return { stroke: number, lines, parts: parts.length, box: boundingBox(scaled), rows }
  })).sort((a, b) => middleOf(a.box) - middleOf(b.box))
}

/** @type {(pieces: Piece[], strokes: Drawing) => Drawing} what pieces make; a stroke with all its parts is one again */
export const drawingOf = (pieces, strokes) => strokes.flatMap((stroke, number) => {
  const parts = pieces.filter(piece => piece.stroke === number)
  return parts.length > 0 && parts.length === parts[0].parts ? [stroke] : parts.flatMap(({ lines }) => lines)
})

/** @type {(lines: Drawing, tallest: number) => Drawing[]} what joins two digits is cut off from both and in its middle */
const partsOf = (lines, tallest) => {
  if (widthOf(boundingBox(lines)) < WIDE * tallest) return [lines]
  const cuts = SLANTS.flatMap(slant => thinOf(lines, slant, tallest).map(({ from, to }) => {
    const [left, rest] = split(lines, slant, from)
    const [joint, right] = split(rest, slant, to)
    return { left, joint: split(joint, slant, (from + to) / 2), right, room: to - from }
  }))
  const [best] = cuts.filter(({ left, right }) => mayBeDigits([left, right], tallest)).sort((a, b) => b.room - a.room)
  if (!best) return [lines]
  return [...partsOf(best.left, tallest), ...best.joint.filter(half => half.length > 0), ...partsOf(best.right, tallest)]
}

/** @type {(sides: Drawing[], tallest: number) => boolean} */
const mayBeDigits = (sides, tallest) => {
  const boxes = sides.map(boundingBox)
  return boxes.every(box => heightOf(box) >= TALL * tallest) && middleOf(boxes[1]) - middleOf(boxes[0]) >= ADVANCE * tallest
}

/**
 * All ranges in which a cut meets one line alone, or lines that lie close to each other.
 * @type {(lines: Drawing, slant: number, tallest: number) => { from: number, to: number }[]}
 */
const thinOf = (lines, slant, tallest) => {
  const step = ROW * tallest
  const upright = lines.map(line => line.map(([x, y]) => [x + slant * y, y]))
  const start = Math.min(...upright.flat().map(([x]) => x))
  /** @type {Point[]} for each step how far up and how far down there is ink */
  const reach = []
  for (const line of upright) {
    line.forEach(([x, y], i) => {
      const [fromX, fromY] = line[Math.max(i - 1, 0)]
      const [first, last] = [fromX, x].map(at => (at - start) / step).sort((a, b) => a - b)
      for (let at = Math.ceil(first); at <= last; at++) {
        const crossing = x === fromX ? y : fromY + (start + at * step - fromX) / (x - fromX) * (y - fromY)
        const [up, down] = reach[at] ?? [crossing, crossing]
        reach[at] = [Math.min(up, crossing, x === fromX ? fromY : crossing), Math.max(down, crossing)]
      }
    })
  }
  const ranges = /** @type {{ from: number, to: number }[]} */ ([])
  reach.forEach(([up, down], at) => {
    if (down - up > THIN * tallest) return
    const last = ranges[ranges.length - 1]
    if (last?.to === at - 1) last.to = at
    else ranges.push({ from: at, to: at })
  })
  return ranges.map(({ from, to }) => ({ from: start + from * step, to: start + to * step }))
}

/** @type {(lines: Drawing, slant: number, at: number) => [left: Drawing, right: Drawing]} both have the points of the cut */
const split = (lines, slant, at) => {
  /** @type {[Drawing, Drawing]} */
  const sides = [[], []]
  for (const line of lines) {
    let before = -1
    line.forEach((point, i) => {
      const side = Number(point[0] + slant * point[1] >= at)
      if (side !== before) {
        const crossing = i === 0 ? [] : [between(line[i - 1], point, slant, at)]
        if (i > 0) sides[before][sides[before].length - 1].push(...crossing)
        sides[side].push(crossing)
      }
      sides[side][sides[side].length - 1].push(point)
      before = side
    })
  }
  return sides
}

/** @type {(a: Point, b: Point, slant: number, at: number) => Point} where the line between them meets the cut */
const between = (a, b, slant, at) => {
  const [from, to] = [a, b].map(([x, y]) => x + slant * y)
  const share = (at - from) / (to - from)
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]
}
