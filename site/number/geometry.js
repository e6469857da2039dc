// The geometry of ink: how large it is, and how clear of other ink beside it.

import { boundingBox } from '../drawing/raster.js'

export const ROW = 1 / 32 // of the unit: the height of a row

/** @type {OfBox} */
export const widthOf = ({ min, max }) => max[0] - min[0]

/** @type {OfBox} */
export const heightOf = ({ min, max }) => max[1] - min[1]

/** @type {OfBox} */
export const lengthOf = box => Math.max(widthOf(box), heightOf(box))

/** @type {OfBox} sideways */
export const middleOf = ({ min, max }) => (min[0] + max[0]) / 2

/** @type {(strokes: Drawing) => Box[]} */
export const boxesOf = strokes => strokes.map(stroke => boundingBox([stroke]))

/** @type {(strokes: Drawing) => number} the height of the tallest stroke, which others are compared with; 1 for dots */
export const tallestOf = strokes => Math.max(...boxesOf(strokes).map(heightOf)) || 1

/** @param {Box[]} boxes */
export const union = boxes => boundingBox(boxes.map(({ min, max }) => [min, max]))

/** @type {(a: Box, b: Box, axis?: 0 | 1) => number} sideways, or down; below 0 where they overlap */
export const gapOf = (a, b, axis = 0) => Math.max(a.min[axis] - b.max[axis], b.min[axis] - a.max[axis])

/** @type {(boxes: Box[]) => number[]} on the left of each, from the leftmost on, which has 0; below 0 where they overlap */
export const gapsOf = boxes => {
  const sorted = [...boxes].sort((a, b) => a.min[0] - b.min[0])
  let reached = sorted[0].min[0]
  return sorted.map(({ min, max }) => {
    const gap = min[0] - reached
    reached = Math.max(reached, max[0])
    return gap
  })
}

/** @type {(lines: Drawing, unit: number) => Ink} */
export const inkOf = (lines, unit) => {
  const scaled = lines.map(line => line.map(([x, y]) => /** @type {Point} */ ([x / unit, y / unit])))
  /** @type {Rows} */
  const rows = new Map()
  for (const line of scaled) {
    line.forEach(([x, y], i) => {
      const [fromX, fromY] = line[Math.max(i - 1, 0)]
      const steps = Math.ceil(2 * Math.abs(y - fromY) / ROW) || 1
      for (let step = 0; step <= steps; step++) {
        const share = step / steps
        const row = Math.floor((fromY + share * (y - fromY)) / ROW)
        const at = fromX + share * (x - fromX)
        const [left, right] = rows.get(row) ?? [at, at]
        rows.set(row, [Math.min(left, at), Math.max(right, at)])
      }
    })
  }
  return { box: boundingBox(scaled), rows }
}

/**
 * How far apart two inks are where they come closest sideways, a row up or down included; below 0 where the left one
 * reaches over the right one's edge, infinite where one stands above the other. Slanted digits are clear of each other
 * though their boxes overlap.
 * @type {(left: Rows, right: Rows) => number}
 */
export const clearance = (left, right) => Math.min(...[...left].flatMap(([row, [, end]]) =>
  [row - 1, row, row + 1].map(near => (right.get(near)?.[0] ?? Infinity) - end)))
