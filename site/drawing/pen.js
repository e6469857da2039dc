// The pen: the stroke that is being drawn. Mouse, finger, stylus and arrow keys all move this one pen.

import { MOST_POINTS, SHEET, pointCount, unit } from './drawing.js'

const NEAR = SHEET / 256 // units: of two points nearer than this only the newer is kept
const TREMBLE = SHEET / 64 // units: what gets no farther is a tap, and leaves a dot

export class Pen {
  #drawing
  #tell
  #room = 0 // points that the stroke under way can have
  /** @type {Stroke | null} null while the pen is up */
  stroke = null

  /**
   * @param {() => Drawing} drawing what a stroke joins
   * @param {PenListener} tell
   */
  constructor(drawing, tell) {
    this.#drawing = drawing
    this.#tell = tell
  }

  /** @param {Point} point */
  down([x, y]) {
    this.up()
    this.#room = MOST_POINTS - pointCount(this.#drawing())
    if (this.#room < 1) return this.#tell.full()
    this.stroke = [[unit(x), unit(y)]]
    this.#tell.moved()
  }

  /** @param {Point} point */
  move([x, y]) {
    if (!this.stroke) return
    /** @type {Point} */
    const point = [unit(x), unit(y)]
    const [before, last] = this.stroke.slice(-2)
    if (last && Math.hypot(last[0] - before[0], last[1] - before[1]) < NEAR) this.stroke.splice(-1, 1, point)
    else if (this.stroke.length < this.#room) this.stroke.push(point)
    else return this.#tell.full()
    this.#tell.moved()
  }

  up() {
    const { stroke } = this
    if (!stroke) return
    this.stroke = null
    const [start] = stroke
    const isTap = stroke.every(([x, y]) => Math.hypot(x - start[0], y - start[1]) < TREMBLE)
    this.#tell.lifted(isTap ? [start] : stroke)
  }

  /** Takes the stroke back, as if it had not been drawn. */
  drop() {
    if (!this.stroke) return
    this.stroke = null
    this.#tell.dropped()
  }
}
