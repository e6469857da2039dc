// Far specks: tiny strokes that lie apart from all others, as a palm leaves them. They stay on the sheet, and out of what is
// read. The dot of an i, of a question mark, or between digits is none: it is what tells these from a digit.

import { boxesOf, gapOf, lengthOf, middleOf, union } from './geometry.js'

// In lengths of the longest stroke; where they lie in letters and digits says how far is far: docs/numbers.md.
const TINY = 0.2
const BESIDE = 0.15 // how far on the left or right of all other ink, where it is not as far above or below it
const FAR_BESIDE = 0.4 // the same, whether it is or not
const BEYOND = 2 // how far above or below it
const NEAR = 0.15 // how far a dot that a palm may have left; nearer ones are parts of digits and letters
const MOST_APART = 8 // the whole drawing's length at most: else what is longest is itself a dot among dots

/** @type {(strokes: Drawing) => { boxes: Box[], unit: number, large: Box }} with the box of all that is no speck */
const measured = strokes => {
  const boxes = boxesOf(strokes)
  const unit = Math.max(...boxes.map(lengthOf))
  return { boxes, unit, large: union(boxes.filter(box => lengthOf(box) >= TINY * unit)) }
}

/** @type {(strokes: Drawing) => Drawing} */
export const withoutFarSpecks = strokes => {
  const { boxes, unit, large } = measured(strokes)
  if (lengthOf(union(boxes)) > MOST_APART * unit) return strokes
  return strokes.filter((_, i) => {
    const [beside, beyond] = [gapOf(boxes[i], large), gapOf(boxes[i], large, 1)]
    return beside <= Math.min(Math.max(BESIDE * unit, beyond), FAR_BESIDE * unit) && beyond <= BEYOND * unit
  })
}

/**
 * The one speck straight above or below all else, and the rest without it: dirt, or the dot of an i or a question mark.
 * @type {(strokes: Drawing) => { side: 'above' | 'below', x: number, rest: Drawing } | null}
 */
export const dotOf = strokes => {
  const { boxes, unit, large } = measured(strokes)
  const [dot, ...others] = boxes.filter(box => gapOf(box, large, 1) > NEAR * unit)
  if (!dot || others.length > 0) return null
  const side = dot.max[1] < large.min[1] ? 'above' : 'below'
  return { side, x: middleOf(dot), rest: strokes.filter((_, i) => boxes[i] !== dot) }
}
