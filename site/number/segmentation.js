// The segmentation: of all ways to cut a drawing into candidates, which are runs of neighbouring pieces, the one that is
// likeliest a number; the whole drawing as one digit is one of them. Over-segmentation and dynamic programming, after
// LeCun et al. 1998, section VII. A cost weighs as much as the logarithm of a confidence; lengths are in heights of the
// drawing's tallest stroke.

import { clearance, gapOf, gapsOf, heightOf, inkOf, tallestOf, widthOf } from './geometry.js'
import { drawingOf, piecesOf } from './pieces.js'

const MOST_PIECES = 7 // of a digit
const MOST_COST = 9 // of a candidate that is worth reading, unless it is a piece
const MOST_IN_ALL = 40 // pieces of a drawing that may be a number
const LEAST = -9 // the logarithm of a confidence; a lower one counts as this: one blot does not void a number
const LEAST_WHOLE = -1.7 // the same for the whole drawing, which may be no number whatever it is

// All below are chosen by real numbers: docs/numbers.md. Of a candidate:
const GAP = 2.5 // for a height of width that has no ink
const SMALL = 11 // for no height at all, less the nearer it comes to TALL
const TALL = 0.48
const WIDE = 8 // for a height of width beyond SLIM
const SLIM = 0.69

// Of two neighbours:
const TOUCH = 40 // for a height that one reaches over the other's edge, with ROOM in between
const ROOM = 0.01
const STEM = 2.5 // for one narrower than NARROW, as a letter's stem is, nearer than CLOSE to the other
const NARROW = 0.25
const CLOSE = 0.155
const STACK = 18 // for one above the other, and for each share of the lower one's height that lacks to LINE in common
const LINE = 0.92
const UNLIKE = 1.8 // for one that has no height beside the other
const JOINT = 3 // for a stroke that goes from one to the other
const LONE_JOINT = 6 // of a stroke that is all of it, as a letter's

/** @type {(drawing: Drawing) => Candidate[]} each after those that may be left of it */
export const candidatesOf = drawing => {
  const joint = drawing.length === 1 ? LONE_JOINT : JOINT
  const tallest = tallestOf(drawing)
  const pieces = piecesOf(drawing)
  /** @type {(from: number, to: number) => Candidate} */
  const candidateOf = (from, to) => {
    const run = pieces.slice(from, to)
    const ink = inkOf(run.flatMap(({ lines }) => lines), tallest)
    const blank = gapsOf(run.map(({ box }) => box)).reduce((sum, gap) => sum + Math.max(gap, 0), 0) / tallest
    return {
      ...ink, from, to, last: to === pieces.length, joint,
      cost: GAP * blank + SMALL * Math.max(1 - heightOf(ink.box) / TALL, 0) + WIDE * Math.max(widthOf(ink.box) - SLIM, 0),
      strokes: new Set(run.map(({ stroke }) => stroke)), drawing: drawingOf(run, drawing),
    }
  }
  const whole = candidateOf(0, pieces.length)
  if (pieces.length > MOST_IN_ALL) return [whole]
  const parts = pieces.flatMap((_, from) => pieces.slice(from, from + MOST_PIECES).map((_, i) => candidateOf(from, from + i + 1)))
  return [whole, ...parts.filter(part => !isWhole(part) && (part.to === part.from + 1 || part.cost <= MOST_COST))]
}

/** @param {Candidate} candidate */
const isWhole = ({ from, last }) => from === 0 && last

/** @type {(candidates: Candidate[], confidences: number[]) => number[]} the digits' places among them, left to right */
export const segment = (candidates, confidences) => {
  /** @type {{ score: number, digits: number[] }[]} */
  const ways = [] // the best up to each candidate
  candidates.forEach((candidate, i) => {
    const worth = Math.max(Math.log(confidences[i]), isWhole(candidate) ? LEAST_WHOLE : LEAST) - candidate.cost
    ways[i] = { score: candidate.from === 0 ? worth : -Infinity, digits: [i] }
    candidates.forEach((before, j) => {
      if (before.to !== candidate.from) return
      const score = ways[j].score + worth - neighbourCost(before, candidate)
      if (score > ways[i].score) ways[i] = { score, digits: [...ways[j].digits, i] }
    })
  })
  return ways.filter((_, i) => candidates[i].last).sort((a, b) => b.score - a.score)[0]?.digits ?? []
}

/** @type {(left: Candidate, right: Candidate) => number} what it costs to take both for digits beside each other */
export const neighbourCost = (left, right) => {
  const boxes = [left.box, right.box]
  const [lower, higher] = boxes.map(heightOf).sort((a, b) => a - b)
  return closeness(clearance(left.rows, right.rows), Math.min(...boxes.map(widthOf))) +
    STACK * Math.max(LINE + gapOf(left.box, right.box, 1) / (lower || 1), 0) +
    UNLIKE * (1 - lower / (higher || 1)) +
    ([...left.strokes].some(stroke => right.strokes.has(stroke)) ? left.joint : 0)
}

/** @type {(clear: number, narrower: number) => number} */
const closeness = (clear, narrower) => {
  if (clear === Infinity) return STACK
  return TOUCH * Math.max(ROOM - clear, 0) + (narrower < NARROW && clear < CLOSE ? STEM : 0)
}
