// The number: a drawing as several digits, or as several numbers. What the network has not read yet counts as a sure digit,
// so that only what may be one is ever asked about: mostly the digits themselves. It is loaded when first drawn on.

import { boundingBox, rasterize } from '../drawing/raster.js'
import { candidatesOf, segment } from './segmentation.js'
import { dotOf, withoutFarSpecks } from './specks.js'
import { linesOf } from './lines.js'
import { marksOf } from './marks.js'
import { middleOf } from './geometry.js'

const FEW = 12 // strokes, which may be one number however they lie
const MOST_STROKES = 4 // of a digit
const DOTTED = { above: [1], below: [1, 2, 7] } // digits that with a dot are letters and signs: i, j and !, ?

/** @type {(drawing: Drawing) => Reading} */
export const readNumber = drawing => {
  const inked = withoutFarSpecks(drawing)
  const lines = linesOf(inked)
  const apart = () => several(lines.flat().map(readAlone))
  const reading = lines.length === 1 || inked.length > FEW ? apart()
    : firstThat(digits => MOST_STROKES * digits.length >= inked.length, readAlone(inked), apart)
  return { ...reading, whole: rasterize(inked) }
}

/** @type {(readings: PartReading[]) => PartReading} */
const several = readings => ({
  missing: answerTo => distinct(readings.flatMap(reading => reading.missing(answerTo))),
  digits: answerTo => readings.flatMap((reading, number) => reading.digits(answerTo).map((digit, i) =>
    number > 0 && i === 0 ? { ...digit, sign: ` ${digit.sign}` } : digit)),
})

/**
 * The first if all of it are digits and it fits; else, and not before that is known, the second.
 * @type {(fits: (digits: Digit[]) => boolean, first: PartReading, second: () => PartReading) => PartReading}
 */
const firstThat = (fits, first, second) => {
  /** @type {PartReading | null} */
  let other = null
  /** @type {(answerTo: AnswerTo) => PartReading} */
  const chosen = answerTo => {
    if (first.missing(answerTo).length > 0) return first
    const digits = first.digits(answerTo)
    return digits.every(({ answer }) => answer.digit) && fits(digits) ? first : other ??= second()
  }
  return {
    missing: answerTo => chosen(answerTo).missing(answerTo),
    digits: answerTo => {
      const digits = chosen(answerTo).digits(answerTo)
      return digits.length > 0 ? digits : first.digits(answerTo) // until the second is asked about
    },
  }
}

/** @type {(drawing: Drawing) => PartReading} of one number at most; without the dot above or below it, if a palm left that */
const readAlone = drawing => {
  const dot = dotOf(drawing)
  if (!dot) return readMarked(drawing)
  return firstThat(digits => {
    const away = digits.map(({ drawing }) => Math.abs(middleOf(boundingBox(drawing)) - dot.x))
    return !DOTTED[dot.side].includes(digits[away.indexOf(Math.min(...away))].answer.estimated)
  }, readMarked(dot.rest), () => readMarked(drawing))
}

/** @type {(drawing: Drawing) => PartReading} */
const readMarked = drawing => {
  const { rest, marks } = marksOf(drawing)
  const candidates = candidatesOf(rest)
  /** @type {Image[]} of each candidate that was ever in the best cut */
  const images = []
  const imageOf = (/** @type {number} */ i) => images[i] ??= /** @type {Image} */ (rasterize(candidates[i].drawing))
  const bestCut = (/** @type {AnswerTo} */ answerTo) =>
    segment(candidates, candidates.map((_, i) => images[i] ? confidence(answerTo(images[i])) : 1))
  return {
    missing: answerTo => {
      let best = bestCut(answerTo)
      while (best.some(i => !images[i])) {
        best.forEach(imageOf)
        best = bestCut(answerTo) // what is in it may be known
      }
      return distinct(best.map(imageOf).filter(image => !answerTo(image)))
    },
    digits: answerTo => {
      const read = candidates.flatMap((candidate, i) => {
        const image = images[i]
        const answer = image && answerTo(image)
        return answer ? [{ ...candidate, image, answer, sign: '' }] : []
      })
      const digits = segment(read, read.map(({ answer }) => confidence(answer))).map(i => read[i])
      for (const { sign, x } of marks) {
        const next = digits.find(({ drawing }) => middleOf(boundingBox(drawing)) > x)
        if (next) next.sign += sign
      }
      return digits
    },
  }
}

/** @param {Image[]} images of which some may be equal: two upright lines are the same 1 */
const distinct = images => [...new Map(images.map(image => [image.join(), image])).values()]

/** @param {Answer | undefined} answer */
const confidence = answer => answer?.confidence ?? 1
