// The segmentation: of all ways to cut a drawing into candidates the one that is likeliest a number, or the whole drawing
// as one digit. Over-segmentation and dynamic programming, after LeCun et al. 1998, section VII.

import { isWhole, neighbourCost } from './candidates.js'

const LEAST = Math.exp(-9) // a lower confidence counts as this: one blot does not void a number
const LEAST_WHOLE = Math.exp(-1.7) // the same for the whole drawing, which may be no number whatever it is

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
