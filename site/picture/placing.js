// The placing: strokes in a picture's px as a drawing in the sheet's units.

import { SHEET } from '../drawing/drawing.js'
import { boundingBox } from '../drawing/raster.js'

const FILLED = 0.82 // of the sheet, by the writing's longest side

/** @type {(strokes: Drawing) => Frame} where the writing goes: units = scale × px + move */
export const frameOf = strokes => {
  const { min, max } = boundingBox(strokes)
  const scale = FILLED * SHEET / (Math.max(max[0] - min[0], max[1] - min[1]) || 1)
  const [x, y] = [0, 1].map(axis => SHEET / 2 - scale * (min[axis] + max[axis]) / 2)
  return { scale, move: [x, y] }
}

/** @type {(strokes: Drawing, frame: Frame) => Drawing} */
export const placed = (strokes, { scale, move }) => strokes.map(stroke => {
  /** @type {Stroke} */
  const points = []
  for (const point of stroke) {
    const [x, y] = [0, 1].map(axis => Math.round(scale * point[axis] + move[axis]))
    const last = points[points.length - 1]
    // Where the pen turns it stops for a unit, so that the curve goes all the way there.
    points.push(last && last[0] === x && last[1] === y ? [x + 1, y] : [x, y])
  }
  return points
})
