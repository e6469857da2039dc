// The geometry of ink: how large it is, and how clear of other ink beside it, in whatever unit its points are.

/**
 * @typedef {[number, number]} Point `[x, y]`, y downwards
 * @typedef {Point[]} Stroke
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 * @typedef {Map<number, [number, number]>} Rows of each row of the sheet how far left and how far right its ink reaches
 */

/** @type {Box} */
const NOTHING = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }

/** The boxes of the first point, of the first two, and so on.
 * @param {Stroke} stroke @returns {Box[]} */
export const growing = stroke => {
  let box = NOTHING
  return stroke.map(([x, y]) => box = union([box, { left: x, top: y, right: x, bottom: y }]))
}

/** The box around points.
 * @param {Point[]} points @returns {Box} */
export const boxOf = points => growing(points).at(-1) ?? NOTHING

/** The box around boxes.
 * @param {Box[]} boxes @returns {Box} */
export const union = boxes => ({
  left: Math.min(...boxes.map(box => box.left)),
  top: Math.min(...boxes.map(box => box.top)),
  right: Math.max(...boxes.map(box => box.right)),
  bottom: Math.max(...boxes.map(box => box.bottom)),
})

/** @param {Box} box */
export const width = box => box.right - box.left

/** @param {Box} box */
export const height = box => box.bottom - box.top

/** @param {Box} box */
export const middle = box => (box.left + box.right) / 2

/** How much of the width of all boxes together none of them covers.
 * @param {Box[]} boxes */
export const gaps = boxes => {
  let reached = Infinity
  let sum = 0
  for (const { left, right } of [...boxes].sort((a, b) => a.left - b.left)) {
    sum += Math.max(left - reached, 0)
    reached = reached === Infinity ? right : Math.max(reached, right)
  }
  return sum
}

/** The rows of a stroke, each `size` high.
 * @param {Stroke} stroke @param {number} size @returns {Rows} */
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

/** The rows of several inks together.
 * @param {Rows[]} inks @returns {Rows} */
export const joined = inks => {
  /** @type {Rows} */
  const all = new Map()
  for (const rows of inks) {
    for (const [row, reach] of rows) reach.forEach(x => spread(all, row, x))
  }
  return all
}

/** @param {Rows} rows @param {number} row @param {number} x */
const spread = (rows, row, x) => {
  const reach = rows.get(row)
  if (reach) rows.set(row, [Math.min(reach[0], x), Math.max(reach[1], x)])
  else rows.set(row, [x, x])
}

/**
 * How far apart two inks are where they come closest sideways, a row up or down included: below 0 where the left one
 * reaches over the right one's edge. Slanted writing has room between digits though their boxes overlap. Null where
 * they have no rows in common: one stands above the other.
 * @param {Rows} left @param {Rows} right
 */
export const clearance = (left, right) => {
  let least = Infinity
  for (const [row, [, end]] of left) {
    for (const near of [row - 1, row, row + 1]) {
      const begin = right.get(near)?.[0]
      if (begin !== undefined) least = Math.min(least, begin - end)
    }
  }
  return least === Infinity ? null : least
}
