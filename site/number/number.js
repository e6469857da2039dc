// The number: what a drawing is read as, digit by digit.

import { contenders, segment } from './segmentation.js'
import { rasterize } from '../drawing/raster.js'

/** @type {(drawing: Drawing) => Contender[]} */
export const contendersOf = drawing => contenders(drawing).flatMap(candidate => {
  const image = rasterize(candidate.drawing)
  return image ? [{ ...candidate, image }] : []
})

/** @type {(contenders: Contender[], answers: Answer[]) => Digit[]} the likeliest, from left to right */
export const digitsOf = (contenders, answers) =>
  segment(contenders, answers.map(({ confidence }) => confidence ?? 1)).map(i => {
    const { drawing, image } = contenders[i]
    return { drawing, image, answer: answers[i] }
  })

/** @type {(answer: Answer) => number} the probability, 0..1, that it is what it seems to be */
const sureness = ({ estimated, probabilities, confidence }) => probabilities[estimated] * (confidence ?? 1)

/** @type {(digits: Digit[]) => number} the place of the least sure one; one that is rejected is less sure than any other */
export const doubtfulOf = digits => {
  const worths = digits.map(({ answer }) => sureness(answer) + Number(answer.digit))
  return worths.indexOf(Math.min(...worths))
}
