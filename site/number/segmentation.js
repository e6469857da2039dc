// The segmentation: of all the ways to cut a drawing into candidates the one that is likeliest a number, or the whole
// drawing as one digit. Dynamic programming over the candidates, from left to right (LeCun et al. 1998, section VII).

import { candidatesOf, isWhole, neighbourCost } from './candidates.js'

/** @import { Candidate } from './candidates.js' */
/** @import { Stroke } from './geometry.js' */

const DIGIT = 0.1 // what each digit is worth: without it, few doubtful ones would win over many sure ones
const LEAST = Math.exp(-9) // a confidence below it counts as this: one blot must not void a number
const LEAST_WHOLE = Math.exp(-2.7) // the same for the whole drawing: how likely it is no number, whatever it is
const MOST_CANDIDATES = 64 // of a drawing that may be a number

/**
 * The candidates that have to be read to tell what a drawing is: the whole of it alone where nothing that the network
 * could say would make it a number.
 * @param {Stroke[]} strokes @returns {Candidate[]}
 */
export const contenders = strokes => {
  const candidates = candidatesOf(strokes)
  const whole = candidates.filter(isWhole)
  if (candidates.length > MOST_CANDIDATES) return whole
  return segment(candidates, candidate => isWhole(candidate) ? 0 : 1).length > 1 ? candidates : whole
}

/**
 * The digits of the number that the candidates most likely are, from left to right.
 * @param {Candidate[]} candidates @param {(candidate: Candidate) => number} confidence that it is a digit, 0 to 1
 * @returns {Candidate[]}
 */
export const segment = (candidates, confidence) => {
  /** @type {Map<Candidate, {score: number, digits: Candidate[]}>} the best way to each candidate, itself included */
  const best = new Map()
  for (const candidate of candidates) {
    const least = isWhole(candidate) ? LEAST_WHOLE : LEAST
    const worth = DIGIT - candidate.cost + Math.log(Math.max(confidence(candidate), least))
    let way = candidate.from === 0 ? { score: worth, digits: [candidate] } : null
    for (const [before, { score, digits }] of best) {
      if (before.to !== candidate.from) continue
      const reached = score - neighbourCost(before, candidate) + worth
      if (!way || reached > way.score) way = { score: reached, digits: [...digits, candidate] }
    }
    if (way) best.set(candidate, way)
  }
  const ways = [...best].filter(([{ last }]) => last).map(([, way]) => way)
  return ways.reduce((a, b) => b.score > a.score ? b : a).digits
}
