// The segmentation: of all ways to cut a drawing into candidates the one that is likeliest a number, or the whole drawing
// as one digit. Over-segmentation and dynamic programming, after LeCun et al. 1998, section VII.

import { candidatesOf, isWhole, neighbourCost } from './candidates.js'

const LEAST = Math.exp(-9) // a lower confidence counts as this: one blot does not void a number
const MOST_WHOLE_COST = 14 // of a whole drawing that may be a digit beside others
const LEAST_WHOLE = Math.exp(-1.7) // the same for the whole drawing, which may be no number whatever it is

/**
 * The candidates that have to be read to tell what a drawing is: the whole of it alone where nothing that the network can
 * say makes it a number, and the others alone where it is far too wide for a digit.
 * @type {(drawing: Drawing) => Candidate[]}
 */
export const contenders = drawing => {
  const candidates = candidatesOf(drawing)
  const number = segment(candidates, candidates.map(candidate => Number(!isWhole(candidate))))
  if (number.length === 1) return candidates.filter(isWhole)
  return candidates.filter(candidate => !isWhole(candidate) || candidate.cost < MOST_WHOLE_COST)
}

/** @type {(candidates: Candidate[], confidences: number[]) => number[]} the digits' places among them, left to right */
export const segment = (candidates, confidences) => {
  const ways = /** @type {{ score: number, digits: number[] }[]} */ ([]) // the best up to each candidate
  candidates.forEach((candidate, i) => {
    const confidence = Math.max(confidences[i], isWhole(candidate) ? LEAST_WHOLE : LEAST)
    const worth = Math.log(confidence) - candidate.cost
    ways[i] = { score: candidate.from === 0 ? worth : -Infinity, digits: [i] }
    candidates.slice(0, i).forEach((before, j) => {
      if (before.to !== candidate.from) return
      const score = ways[j].score + worth - neighbourCost(before, candidate)
      if (score > ways[i].score) ways[i] = { score, digits: [...ways[j].digits, i] }
    })
  })
  return ways.filter((_, i) => candidates[i].last).reduce((a, b) => b.score > a.score ? b : a).digits
}
