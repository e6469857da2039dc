// The marks: what stands among digits and by its shape and place is none: a decimal point or comma, a colon, a minus or
// dash, a plus. The network is not asked about them. Lengths are in heights of the tallest stroke.

import { boundingBox } from '../drawing/raster.js'
import { ROW, gapOf, heightOf, inkOf, lengthOf, middleOf, tallestOf, widthOf } from './geometry.js'

const TALL = 0.5 // a digit's tallest stroke, at least
const CLEAR = 0.05 // of other ink, sideways
const SMALL = 0.35 // a point or comma at most, and half of that wide
const LOW = 0.3 // above the digits' feet, where it may begin
const DOT = 0.12 // a point at most
const TAIL = 0.06 // below the feet, where a comma ends at least
const LEAN = 0.04 // a comma's width, at least: what is upright is a part of a 1
const SHORT = 0.2 // a dash, from here
const LONG = 0.9 // to here
const FLAT = 0.35 // of its width, its height at most
const MIDDLE = 0.25 // of the next digit's height that is above a dash, and below it, at least; so for a plus's strokes
const PLUS = 0.75 // the height of a plus at most: a 4's stem is taller

/** @type {(strokes: Drawing) => { rest: Drawing, marks: NumberMark[] }} marks, and what is left without them */
export const marksOf = strokes => {
  const tallest = tallestOf(strokes)
  const inks = strokes.map(stroke => inkOf([stroke], tallest))
  const stems = inks.map(dash => inks.find(stem => isCross(dash.box, stem.box)))
  const signs = inks.map((ink, i) => signOf(ink, inks.filter(other => other !== ink && other !== stems[i])))
  stems.forEach((stem, i) => {
    if (stem && signs[i] === '-') [signs[i], signs[inks.indexOf(stem)]] = ['+', ' ']
  })
  return {
    rest: strokes.filter((_, i) => signs[i] === ''),
    marks: signs.flatMap((sign, i) => sign.trim() === '' ? [] : [{ sign, x: tallest * middleOf(inks[i].box) }]),
  }
}

/** @type {(ink: Ink, others: Ink[]) => string} empty for what is no mark, a space for the upper half of one */
const signOf = ({ box }, others) => {
  const middle = middleOf(box)
  const tall = others.map(({ box }) => box).filter(box => heightOf(box) >= TALL).sort((a, b) => middleOf(a) - middleOf(b))
  const place = tall.findIndex(box => middleOf(box) > middle)
  const [last, next] = [tall[place - 1], tall[place]]
  if (next && isDash(box, next)) return others.every(other => gapOf(box, other.box) >= CLEAR) ? '-' : ''
  if (!next || !last || heightOf(box) > SMALL || widthOf(box) > SMALL / 2) return ''
  const feet = (last.max[1] + next.max[1]) / 2
  const twin = isDot(box) && others.find(other => isDot(other.box) && gapOf(box, other.box) < CLEAR)
  const isClear = others.every(other => other === twin ||
    gapOf(box, heightOf(other.box) < TALL ? other.box : lowerOf(other)) >= CLEAR)
  if (!isClear) return ''
  if (twin) return twin.box.max[1] > box.max[1] ? ' ' : ':'
  if (box.min[1] < feet - LOW) return ''
  return isDot(box) ? '.' : isComma(box, feet) ? ',' : ''
}

/** @type {(ink: Ink) => Box} of its lower half, beside which a point may stand below what reaches over it, as in 7.5 */
const lowerOf = ({ box, rows }) => boundingBox([...rows].filter(([row]) => row * ROW >= (box.min[1] + box.max[1]) / 2)
  .map(([row, reach]) => reach.map(x => [x, row])))

/** @param {Box} box */
const isDot = box => lengthOf(box) <= DOT

/** @type {(box: Box, feet: number) => boolean} */
const isComma = (box, feet) => widthOf(box) >= LEAN && box.max[1] > feet + TAIL

/** @type {(box: Box, next: Box) => boolean} */
const isDash = (box, next) => widthOf(box) >= SHORT && widthOf(box) <= LONG && heightOf(box) <= FLAT * widthOf(box) &&
  isMidway(next, box, 1)

/** @type {(dash: Box, stem: Box) => boolean} whether the stem makes a plus of the dash */
const isCross = (dash, stem) => heightOf(stem) <= PLUS && widthOf(stem) <= FLAT * heightOf(stem) &&
  isMidway(dash, stem, 0) && isMidway(stem, dash, 1)

/** @type {(along: Box, box: Box, axis: 0 | 1) => boolean} whether the box's middle is in the middle of the other */
const isMidway = (along, box, axis) => {
  const at = ((box.min[axis] + box.max[axis]) / 2 - along.min[axis]) / (along.max[axis] - along.min[axis])
  return at >= MIDDLE && at <= 1 - MIDDLE
}
