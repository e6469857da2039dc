// The pen: the stroke that is being drawn, from where the pen was put down to where it is now. A mouse, a finger, a
// stylus and the arrow keys all move this one pen.

import { MOST_POINTS, SHEET, pointCount, unit } from './drawing.js'

const CLOSE = SHEET / 256 // units; of points closer than this the newest stands for both

export class Pen {
  #drawing
  #on
  #room = 0 // points that the stroke under way can have
  /** The stroke under way, a list of points, or null while the pen is up. */
  stroke = null

  /**
   * `drawing()` is the drawing that a stroke joins. `on.moved()` after the stroke began or grew,
   * `on.lifted(stroke)` when it is done, `on.dropped()` when it was taken back, `on.full()` when there is no room.
   */
  constructor(drawing, on) {
    this.#drawing = drawing
    this.#on = on
  }

  /** Puts the pen down at a point of the sheet; a stroke that is still under way is done. */
  down(x, y) {
    this.up()
    this.#room = MOST_POINTS - pointCount(this.#drawing())
    if (this.#room < 1) return this.#on.full()
    this.stroke = [[unit(x), unit(y)]]
    this.#on.moved()
  }

  move(x, y) {
    if (!this.stroke) return
    const point = [unit(x), unit(y)]
    const [before, last] = this.stroke.slice(-2)
    if (last && Math.hypot(last[0] - before[0], last[1] - before[1]) < CLOSE) this.stroke.splice(-1, 1, point)
    else if (this.stroke.length < this.#room) this.stroke.push(point)
    else return this.#on.full()
    this.#on.moved()
  }

  /** Ends the stroke and hands it on. */
  up() {
    const { stroke } = this
    if (!stroke) return
    this.stroke = null
    this.#on.lifted(stroke)
  }

  /** Takes the stroke back, as if it had not been drawn. */
  drop() {
    if (!this.stroke) return
    this.stroke = null
    this.#on.dropped()
  }
}
