// The number: a drawing as several digits, or as several numbers. What the network has not read yet counts as a sure digit,
// so that only what may be one is ever asked about: mostly the digits themselves. It is loaded when first drawn on.

import { candidatesOf } from './candidates.js'
import { boundingBox, rasterize } from '../drawing/raster.js'
import { dotOf, withoutFarSpecks } from './specks.js'
import { linesOf } from './lines.js'
import { marksOf } from './marks.js'
import { middleOf } from './geometry.js'
import { segment } from './segmentation.js'

const FEW = 12 // strokes, which may be one number however they lie
const MOST_STROKES = 4 // of a digit
const DOTTED = { above: [1], below: [1, 2, 7] } // digits that with a dot are letters and signs: i, j and !, ?

/** @type {(drawing: Drawing) => Reading} */
export const readNumber = drawing => {
  const inked = withoutFarSpecks(drawing)
  const lines = linesOf(inked)
  const numbers = lines.flat()
  if (numbers.length === 1) return readAlone(inked, true)
  const apart = several(rasterize(inked), numbers.map(number => readAlone(number, false)))
  if (lines.length === 1 || inked.length > FEW) return apart
  const isOne = (/** @type {Digit[]} */ digits) =>
    digits.every(({ answer }) => answer.digit) && MOST_STROKES * digits.length >= inked.length
  return firstThat(isOne, readAlone(inked, true), apart)
}

/** @type {(whole: Image | null, readings: Reading[]) => Reading} */
const several = (whole, readings) => ({
  whole,
  missing: answerTo => distinct(readings.flatMap(reading => reading.missing(answerTo))),
  digits: answerTo => readings.flatMap((reading, number) => reading.digits(answerTo).map((digit, i) =>
    number > 0 && i === 0 ? { ...digit, sign: ` ${digit.sign ?? ''}` } : digit)),
})

/** @type {(fits: (digits: Digit[]) => boolean, first: Reading, second: Reading) => Reading} the first if it fits */
const firstThat = (fits, first, second) => {
  const chosen = (/** @type {AnswerTo} */ answerTo) => fits(first.digits(answerTo)) ? first : second
  return {
    whole: first.whole,
    missing: answerTo => {
      const missing = first.missing(answerTo)
      return missing.length > 0 || chosen(answerTo) === first ? missing : second.missing(answerTo)
    },
    digits: answerTo => {
      const digits = chosen(answerTo).digits(answerTo)
      return digits.length > 0 ? digits : first.digits(answerTo) // until the second is asked about
    },
  }
}

/**
 * Of one number at most, `isAll` if nothing else is drawn; without the dot above or below it, if a palm left that.
 * @type {(drawing: Drawing, isAll: boolean) => Reading}
 */
const readAlone = (drawing, isAll) => {
  const dot = dotOf(drawing)
  if (!dot) return readMarked(drawing, isAll)
  const isLetter = (/** @type {Digit[]} */ digits) => {
    const away = digits.map(({ drawing }) => Math.abs(middleOf(boundingBox(drawing)) - dot.x))
    return DOTTED[dot.side].includes(digits[away.indexOf(Math.min(...away))].answer.estimated)
  }
  const isNumber = (/** @type {Digit[]} */ digits) =>
    digits.length > 0 && digits.every(({ answer }) => answer.digit) && !isLetter(digits)
  return firstThat(isNumber, readMarked(dot.rest, isAll), readMarked(drawing, isAll))
}

/** @type {(drawing: Drawing, isAll: boolean) => Reading} */
const readMarked = (drawing, isAll) => {
  const { rest, marks } = marksOf(drawing)
  const reading = readDigits(rest, isAll)
  if (marks.length === 0) return reading
  return {
    ...reading,
    digits: answerTo => {
      const digits = reading.digits(answerTo)
      const signs = digits.map(() => '')
      for (const { sign, x } of marks) {
        const place = digits.findIndex(({ drawing }) => middleOf(boundingBox(drawing)) > x)
        if (place >= 0) signs[place] += sign
      }
      return digits.map((digit, i) => ({ ...digit, sign: signs[i] }))
    },
  }
}

/** @type {(drawing: Drawing, isAll: boolean) => Reading} */
const readDigits = (drawing, isAll) => {
  const candidates = candidatesOf(drawing, isAll)
  /** @type {(Image | null)[]} of each candidate that was ever in the best cut */
  const images = []
  const known = (/** @type {AnswerTo} */ answerTo) => candidates.flatMap((candidate, i) => {
    const image = images[i]
    const answer = image && answerTo(image)
    return answer ? [{ ...candidate, image, answer }] : []
  })
  const cut = (/** @type {AnswerTo} */ answerTo) => segment(candidates, candidates.map((_, i) => {
    const image = images[i]
    return image ? confidence(answerTo(image)) : 1
  }))
  const imageOf = (/** @type {number} */ i) => images[i] ??= rasterize(candidates[i].drawing)
  return {
    whole: imageOf(0),
    missing: answerTo => {
      for (;;) {
        const best = cut(answerTo)
        const isSeen = best.every(i => images[i])
        const unknown = best.map(imageOf).filter(image => image !== null).filter(image => !answerTo(image))
        if (isSeen || unknown.length > 0) return distinct(unknown)
      }
    },
    digits: answerTo => {
      const read = known(answerTo)
      return read.length === 0 ? [] : segment(read, read.map(({ answer }) => confidence(answer))).map(i => read[i])
    },
  }
}

/** @param {Image[]} images of which some may be equal: two upright lines are the same 1 */
const distinct = images => [...new Map(images.map(image => [image.join(), image])).values()]

/** @param {Answer | undefined} answer */
const confidence = answer => answer?.confidence ?? 1
