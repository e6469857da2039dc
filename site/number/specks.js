// Far specks: tiny strokes that lie apart from all others, as a palm leaves them. They stay on the sheet, and out of what is
// read. The dot of an i, of a question mark, or between digits is none: it is what tells these from a digit.

import { boundingBox } from '../drawing/raster.js'
import { heightOf, union, widthOf } from './geometry.js'

// In lengths of the longest stroke; where they lie in letters and digits says how far is far: docs/numbers.md.
const TINY = 0.2
const BESIDE = 0.15 // how far on the left or right of all other ink, where it is not as far above or below it
const FAR_BESIDE = 0.4 // the same, whether it is or not
const BEYOND = 2 // how far above or below it
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

/** @param {Box} box */
const lengthOf = box => Math.max(widthOf(box), heightOf(box))
