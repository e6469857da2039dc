// The eraser: which strokes it leaves. It is loaded when a stylus is first turned round.

import { SHEET } from './drawing.js'
import { toSegment } from './raster.js'

const REACH = SHEET / 30 // units from the middle of the eraser to that of the ink

/** @type {(strokes: Drawing, from: Point, to: Point) => Drawing} those that it does not touch on its way */
export const untouched = (strokes, from, to) => {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const steps = Math.ceil(Math.hypot(dx, dy) / REACH) || 1
  const way = Array.from({ length: steps + 1 }, (_, i) =>
    /** @type {Point} */ ([from[0] + dx * i / steps, from[1] + dy * i / steps]))
  return strokes.filter(stroke => !way.some(at =>
    stroke.some((point, i) => toSegment(at, stroke[Math.max(i - 1, 0)], point) < REACH)))
}
