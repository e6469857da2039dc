// The segmentation: of all ways to cut a drawing into candidates the one that is likeliest a number, or the whole drawing
// as one digit. Over-segmentation and dynamic programming, after LeCun et al. 1998, section VII.

import { candidatesOf, neighbourCost } from './candidates.js'

const MOST_CANDIDATES = 64 // of a drawing that may be a number: what one request can hold
const DIGIT = 0.07 // what each further digit is worth
const LEAST = Math.exp(-9) // a lower confidence counts as this: one blot does not void a number
const LEAST_WHOLE = Math.exp(-1.7) // the same for the whole drawing, which may be no number whatever it is

/**
 * The candidates that have to be read to tell what a drawing is: the whole alone where nothing that the network can say
 * makes it a number.
 * @type {(drawing: Drawing) => Candidate[]}
 */
export const contenders = drawing => {
  const candidates = candidatesOf(drawing)
  const whole = candidates.filter(candidate => candidate.whole)
  if (candidates.length > MOST_CANDIDATES) return whole
  const atBest = segment(candidates, candidate => candidate.whole ? 0 : 1)
  return atBest.length > 1 ? candidates : whole
}

/** @type {(candidates: Candidate[], confidence: (candidate: Candidate) => number) => Candidate[]} from left to right */
export const segment = (candidates, confidence) => {
  /** @type {Map<Candidate, { score: number, digits: Candidate[] }>} the best way up to each candidate */
  const best = new Map()
  for (const candidate of candidates) {
    const sure = Math.max(confidence(candidate), candidate.whole ? LEAST_WHOLE : LEAST)
    const worth = DIGIT + Math.log(sure) - candidate.cost
    let way = { score: candidate.from === 0 ? worth : -Infinity, digits: [candidate] }
    for (const [before, { score, digits }] of best) {
      if (before.to !== candidate.from) continue
      const reached = score + worth - neighbourCost(before, candidate)
      if (reached > way.score) way = { score: reached, digits: [...digits, candidate] }
    }
    best.set(candidate, way)
  }
  return [...best].filter(([{ last }]) => last).map(([, way]) => way).reduce((a, b) => b.score > a.score ? b : a).digits
}
