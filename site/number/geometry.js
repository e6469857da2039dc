// The geometry of ink: how large it is, and how clear of other ink beside it.

import { boundingBox } from '../drawing/raster.js'

/** @param {Box} box */
export const widthOf = ({ min, max }) => max[0] - min[0]

/** @param {Box} box */
export const heightOf = ({ min, max }) => max[1] - min[1]

/** @param {Box} box */
export const middleOf = ({ min, max }) => (min[0] + max[0]) / 2

/** @type {(a: Box, b: Box) => number} sideways; below 0 where they overlap */
export const gapOf = (a, b) => Math.max(a.min[0] - b.max[0], b.min[0] - a.max[0])

/** @param {Box[]} boxes */
export const union = boxes => boundingBox(boxes.map(({ min, max }) => [min, max]))

/** @type {(boxes: Box[]) => number} how much of their width none of them covers */
export const gapsBetween = boxes => {
  let reached = Infinity
  let sum = 0
  for (const { min, max } of [...boxes].sort((a, b) => a.min[0] - b.min[0])) {
    sum += Math.max(min[0] - reached, 0)
    reached = reached === Infinity ? max[0] : Math.max(reached, max[0])
  }
  return sum
}

/** @type {(stroke: Stroke, size: number) => Rows} `size` is a row's height */
export const rowsOf = (stroke, size) => {
  /** @type {Rows} */
  const rows = new Map()
  stroke.forEach(([x, y], i) => {
    const [fromX, fromY] = stroke[Math.max(i - 1, 0)]
    const steps = Math.ceil(2 * Math.abs(y - fromY) / size) || 1
    for (let step = 0; step <= steps; step++) {
      const share = step / steps
      spread(rows, Math.floor((fromY + share * (y - fromY)) / size), fromX + share * (x - fromX))
    }
  })
  return rows
}

/** @param {Rows[]} inks */
export const joined = inks => {
  /** @type {Rows} */
  const all = new Map()
  for (const rows of inks) {
    for (const [row, reach] of rows) reach.forEach(x => spread(all, row, x))
  }
  return all
}

/** @type {(rows: Rows, row: number, x: number) => void} */
const spread = (rows, row, x) => {
  const [left, right] = rows.get(row) ?? [x, x]
  rows.set(row, [Math.min(left, x), Math.max(right, x)])
}

/**
 * How far apart two inks are where they come closest sideways, a row up or down included; below 0 where the left one
 * reaches over the right one's edge, null where one stands above the other. Slanted digits are clear of each other
 * though their boxes overlap.
 * @type {(left: Rows, right: Rows) => number | null}
 */
export const clearance = (left, right) => {
  let least = Infinity
  for (const [row, [, end]] of left) {
    for (const near of [row - 1, row, row + 1]) {
      least = Math.min(least, (right.get(near)?.[0] ?? Infinity) - end)
    }
  }
  return least === Infinity ? null : least
}
