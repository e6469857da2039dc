// The number: a drawing as several digits, or as several numbers. What the network has not read yet counts as a sure digit,
// so that only what may be one is ever asked about: mostly the digits themselves. It is loaded when first drawn on.

import { MOST_STROKES, candidatesOf } from './candidates.js'
import { numbersOf } from './lines.js'
import { rasterize } from '../drawing/raster.js'
import { segment } from './segmentation.js'

/** @type {(drawing: Drawing) => Reading} */
export const readNumber = drawing => {
  const numbers = numbersOf(drawing)
  return numbers.length > 1 ? several(drawing, numbers.map(readAlone)) : readAlone(drawing)
}

/** @type {(drawing: Drawing, readings: Reading[]) => Reading} unless all of it is one digit of which a line is broken */
const several = (drawing, readings) => {
  const whole = rasterize(drawing)
  const mayBeOne = drawing.length <= MOST_STROKES
  const one = (/** @type {AnswerTo} */ answerTo) => mayBeOne && whole ? answerTo(whole) : undefined
  return {
    whole,
    missing: answerTo => {
      const answer = one(answerTo)
      if (answer?.digit) return []
      const parts = readings.flatMap(reading => reading.missing(answerTo))
      return distinct(mayBeOne && whole && !answer ? [whole, ...parts] : parts)
    },
    digits: answerTo => {
      const answer = one(answerTo)
      if (whole && answer?.digit) return [{ drawing, image: whole, answer, number: 0 }]
      return readings.flatMap((reading, number) => reading.digits(answerTo).map(digit => ({ ...digit, number })))
    },
  }
}

/** @type {(drawing: Drawing) => Reading} of one number at most */
const readAlone = drawing => {
  const parts = candidatesOf(drawing).flatMap(candidate => {
    const image = rasterize(candidate.drawing)
    return image ? [{ ...candidate, image, number: 0 }] : []
  })
  return {
    whole: parts[0]?.image ?? null,
    missing: answerTo => distinct(segment(parts, parts.map(({ image }) => confidence(answerTo(image))))
      .map(i => parts[i].image).filter(image => !answerTo(image))),
    digits: answerTo => {
      const known = parts.flatMap(part => {
        const answer = answerTo(part.image)
        return answer ? [{ ...part, answer }] : []
      })
      return known.length === 0 ? [] : segment(known, known.map(({ answer }) => confidence(answer))).map(i => known[i])
    },
  }
}

/** @param {Image[]} images of which some may be equal: two upright lines are the same 1 */
const distinct = images => [...new Map(images.map(image => [image.join(), image])).values()]

/** @param {Answer | undefined} answer */
const confidence = answer => answer?.confidence ?? 1
