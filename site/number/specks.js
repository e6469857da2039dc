// Far specks: tiny strokes that lie apart from all others, as a palm leaves them. They stay on the sheet, and out of what is
// read. The dot of an i, of a question mark, or between digits is none: it is what tells these from a digit.

import { boundingBox } from '../drawing/raster.js'
import { heightOf, middleOf, union, widthOf } from './geometry.js'

// In lengths of the longest stroke; where they lie in letters and digits says how far is far: docs/numbers.md.
const TINY = 0.2
const BESIDE = 0.15 // how far on the left or right of all other ink, where it is not as far above or below it
const FAR_BESIDE = 0.4 // the same, whether it is or not
const BEYOND = 2 // how far above or below it
const NEAR = 0.15 // how far a dot that a palm may have left; nearer ones are parts of digits and letters
const MOST_APART = 8 // the whole drawing's length at most: else what is longest is itself a dot among dots

/** @type {(strokes: Drawing) => Drawing} */
export const withoutFarSpecks = strokes => {
  const boxes = strokes.map(stroke => boundingBox([stroke]))
  const unit = Math.max(...boxes.map(lengthOf))
  const others = union(boxes.filter(box => lengthOf(box) >= TINY * unit))
  if (lengthOf(union(boxes)) > MOST_APART * unit) return strokes
  return strokes.filter((_, i) => {
    const [beside, beyond] = [0, 1].map(axis =>
      Math.max(others.min[axis] - boxes[i].max[axis], boxes[i].min[axis] - others.max[axis]) / unit)
    return lengthOf(boxes[i]) >= TINY * unit || !(beside > Math.min(Math.max(BESIDE, beyond), FAR_BESIDE) || beyond > BEYOND)
  })
}

/**
 * The one speck straight above or below all else, and the rest without it: dirt, or the dot of an i or a question mark.
 * @type {(strokes: Drawing) => { side: 'above' | 'below', x: number, rest: Drawing } | null}
 */
export const dotOf = strokes => {
  const boxes = strokes.map(stroke => boundingBox([stroke]))
  const unit = Math.max(...boxes.map(lengthOf))
  const { min: [, top], max: [, bottom] } = union(boxes.filter(box => lengthOf(box) >= TINY * unit))
  const dots = boxes.filter(({ min, max }) => Math.max(top - max[1], min[1] - bottom) > NEAR * unit)
  if (dots.length !== 1) return null
  const [dot] = dots
  return { side: dot.max[1] < top ? 'above' : 'below', x: middleOf(dot), rest: strokes.filter((_, i) => boxes[i] !== dot) }
}

/** @param {Box} box */
const lengthOf = box => Math.max(widthOf(box), heightOf(box))
