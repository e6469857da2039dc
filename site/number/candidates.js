// The candidates: runs of neighbouring pieces, each of which may be a digit, and what their geometry speaks against
// them: a cost each, and a cost for two as neighbours. Costs weigh against the logarithms of confidences.

import { clearance, gaps, height, joined, middle, union, width } from './geometry.js'
import { piecesOf, strokesOf } from './pieces.js'

/** @import { Box, Rows, Stroke } from './geometry.js' */
/** @import { Piece } from './pieces.js' */

/**
 * The pieces from `from` up to `to`, which is left out; `last` where they are the drawing's last. Box and rows are a
 * piece's.
 * @typedef {{from: number, to: number, last: boolean, strokes: Stroke[], pieces: Piece[], box: Box, rows: Rows, cost: number}} Candidate
 */

const MOST_STROKES = 4 // that a digit is made of, besides specks
const SPECK = 0.2 // heights of the tallest stroke; what is smaller both ways is a speck
const MOST_PIECES = 7 // that a digit is made of with them
const MOST_COST = 6 // of a candidate that is worth to be read, unless it is a single piece

/** What each fault costs. All lengths are in heights of the tallest stroke. */
export const COST = {
  gap: 3.5, // for each height of width without ink inside a candidate
  small: 11, // for no height at all, and less the nearer it comes to `tall`
  tall: 0.63,
  wide: 8, // for each height of width beyond `slim`
  slim: 0.6,
  touch: 50, // for each height that the room between neighbours is less than `room`
  room: 0.02,
  mostTouch: 10,
  stem: 6, // for one narrower than `narrow`, as a letter's stem is, with no `stemRoom` beside it
  narrow: 0.3,
  stemRoom: 0.07,
  stack: 13, // for one above the other, or for each share of the lower one's height that both lack in common to `line`
  line: 0.9,
  crowd: 2.7, // for each height that the middles are closer than `advance`
  advance: 0.4,
  unlike: 1.4, // for heights of which one is nothing of the other
  joint: 6, // for a cut through a stroke
}

/** The candidates of a drawing, by where they begin; the last of those that begin it is the whole drawing.
 * @param {Stroke[]} strokes @returns {Candidate[]} */
export const candidatesOf = strokes => {
  const pieces = piecesOf(strokes)
  /** @type {Candidate[]} */
  const candidates = []
  for (let from = 0; from < pieces.length; from++) {
    for (let to = from + 1; to <= pieces.length; to++) {
      const run = pieces.slice(from, to)
      const whole = run.length === pieces.length
      const large = run.filter(({ box }) => Math.max(width(box), height(box)) >= SPECK).length
      if (!whole && (large > MOST_STROKES || run.length > MOST_PIECES)) continue
      const candidate = { from, to, last: to === pieces.length, strokes: strokesOf(run, strokes), ...geometryOf(run) }
      if (whole || run.length === 1 || candidate.cost <= MOST_COST) candidates.push(candidate)
    }
  }
  return candidates
}

/** Whether a candidate is the whole drawing.
 * @param {Candidate} candidate */
export const isWhole = ({ from, last }) => from === 0 && last

/** @param {Piece[]} pieces */
const geometryOf = pieces => {
  const boxes = pieces.map(piece => piece.box)
  const box = union(boxes)
  const cost = COST.gap * gaps(boxes) +
    COST.small * Math.max(1 - height(box) / COST.tall, 0) +
    COST.wide * Math.max(width(box) - COST.slim, 0)
  return { pieces, box, rows: joined(pieces.map(piece => piece.rows)), cost }
}

/** What it costs to take two candidates, the one right of the other, for two digits.
 * @param {Candidate} left @param {Candidate} right */
export const neighbourCost = (left, right) => {
  const room = clearance(left.rows, right.rows)
  const heights = [height(left.box), height(right.box)].sort((a, b) => a - b)
  const common = (Math.min(left.box.bottom, right.box.bottom) - Math.max(left.box.top, right.box.top)) / (heights[0] || 1)
  const narrow = Math.min(width(left.box), width(right.box)) < COST.narrow
  return (room === null ? COST.stack : Math.min(COST.touch * Math.max(COST.room - room, 0), COST.mostTouch)) +
    (room !== null && narrow ? COST.stem * Math.min(Math.max((COST.stemRoom - room) / 0.04, 0), 1) : 0) +
    COST.stack * Math.max(COST.line - common, 0) +
    COST.crowd * Math.max(COST.advance - middle(right.box) + middle(left.box), 0) +
    COST.unlike * (1 - heights[0] / (heights[1] || 1)) +
    (isJoint(left, right) ? COST.joint : 0)
}

/** Whether a stroke goes from one to the other.
 * @param {Candidate} left @param {Candidate} right */
const isJoint = (left, right) =>
  left.pieces.some(piece => right.pieces.some(({ stroke }) => stroke === piece.stroke))
