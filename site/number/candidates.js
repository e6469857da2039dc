// The candidates: runs of neighbouring pieces, each of which may be a digit, and what their geometry speaks against
// them. A cost weighs as much as the logarithm of a confidence; lengths are in heights of the drawing's tallest stroke.

import { clearance, gapsBetween, heightOf, joined, middleOf, union, widthOf } from './geometry.js'
import { drawingOf, piecesOf } from './pieces.js'

const MOST_STROKES = 4 // of a digit, besides specks
const SPECK = 0.2 // what is smaller both ways
const MOST_PIECES = 7 // of a digit, with specks
const MOST_COST = 9 // of a candidate that is worth reading, unless it is a piece
const MOST_CANDIDATES = 64 // of a drawing that may be a number

// All below are chosen by real numbers: docs/numbers.md. Of a candidate:
const GAP = 2.5 // for a height of width that has no ink
const SMALL = 11 // for no height at all, less the nearer it comes to TALL
const TALL = 0.48
const WIDE = 8 // for a height of width beyond SLIM
const SLIM = 0.69

// Of two neighbours:
const TOUCH = 40 // for a height that one reaches over the other's edge, with ROOM in between
const MOST_TOUCH = 8
const ROOM = 0.01
const STEM = 2.5 // for one narrower than NARROW, as a letter's stem is, so close to the other
const NARROW = 0.25
const CLOSE = 0.135
const NOT_CLOSE = 0.175
const STACK = 18 // for one above the other, and for each share of the lower one's height that lacks to LINE in common
const LINE = 0.92
const CROWD = 3.8 // for a height that their middles are nearer than ADVANCE
const ADVANCE = 0.48
const UNLIKE = 1.8 // for one that has no height beside the other
const JOINT = 3 // for a stroke that goes from one to the other
const LONE_JOINT = 6 // of a stroke that is all there is, as a letter's

/**
 * Each after those that may be left of it; `isAll` if nothing else is drawn.
 * @type {(drawing: Drawing, isAll: boolean) => Candidate[]}
 */
export const candidatesOf = (drawing, isAll) => {
  const joint = isAll && drawing.length === 1 ? LONE_JOINT : JOINT
  const pieces = piecesOf(drawing)
  const whole = candidateOf(pieces, 0, pieces.length, drawing, joint)
  const parts = []
  for (let from = 0; from < pieces.length; from++) {
    let large = 0
    for (let to = from + 1; to <= Math.min(from + MOST_PIECES, pieces.length); to++) {
      if (!isSpeck(pieces[to - 1].box)) large++
      if (large > MOST_STROKES || to - from === pieces.length) break
      const candidate = candidateOf(pieces, from, to, drawing, joint)
      if (to === from + 1 || candidate.cost <= MOST_COST) parts.push(candidate)
      if (parts.length === MOST_CANDIDATES) return [whole]
    }
  }
  return [whole, ...parts]
}

/** @param {Candidate} candidate */
export const isWhole = ({ from, last }) => from === 0 && last

/** @type {(pieces: Piece[], from: number, to: number, drawing: Drawing, joint: number) => Candidate} */
const candidateOf = (pieces, from, to, drawing, joint) => {
  const run = pieces.slice(from, to)
  const boxes = run.map(({ box }) => box)
  return {
    from, to, last: to === pieces.length, cost: costOf(boxes), box: union(boxes),
    rows: joined(run.map(({ rows }) => rows)), strokes: new Set(run.map(({ stroke }) => stroke)),
    joint, drawing: drawingOf(run, drawing),
  }
}

/** @param {Box} box */
const isSpeck = box => Math.max(widthOf(box), heightOf(box)) < SPECK

/** @param {Box[]} boxes of a candidate's pieces */
const costOf = boxes => {
  const box = union(boxes)
  return GAP * gapsBetween(boxes) +
    SMALL * Math.max(1 - heightOf(box) / TALL, 0) +
    WIDE * Math.max(widthOf(box) - SLIM, 0)
}

/** @type {(left: Candidate, right: Candidate) => number} what it costs to take both for digits beside each other */
export const neighbourCost = (left, right) => {
  const boxes = [left.box, right.box]
  const [lower, higher] = boxes.map(heightOf).sort((a, b) => a - b)
  const common = Math.min(...boxes.map(({ max }) => max[1])) - Math.max(...boxes.map(({ min }) => min[1]))
  return closeness(clearance(left.rows, right.rows), Math.min(...boxes.map(widthOf))) +
    STACK * Math.max(LINE - common / (lower || 1), 0) +
    CROWD * Math.max(ADVANCE - (middleOf(right.box) - middleOf(left.box)), 0) +
    UNLIKE * (1 - lower / (higher || 1)) +
    ([...left.strokes].some(stroke => right.strokes.has(stroke)) ? left.joint : 0)
}

/** @type {(clear: number | null, narrower: number) => number} */
const closeness = (clear, narrower) => {
  if (clear === null) return STACK
  const touch = Math.min(TOUCH * Math.max(ROOM - clear, 0), MOST_TOUCH)
  const stem = narrower < NARROW ? STEM * Math.min(Math.max((NOT_CLOSE - clear) / (NOT_CLOSE - CLOSE), 0), 1) : 0
  return touch + stem
}
