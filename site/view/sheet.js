// The sheet: strokes as ink on the canvas, whatever its size and pixel ratio.

import { SHEET } from '../drawing/drawing.js'
import { curve } from '../drawing/curve.js'

const INK = SHEET / 30 // units wide

export class Sheet {
  #context
  /** @type {Drawing} */
  #strokes = []
  /** @type {Point | null} */
  #cursor = null
  #frame = 0
  #ratio = 0 // device pixels to a px, as painted

  /** @param {CanvasRenderingContext2D} context */
  constructor(context) {
    this.#context = context
    new ResizeObserver(() => this.#paint()).observe(context.canvas)
    // Not all browsers tell of another pixel ratio alone, as on another screen.
    setInterval(() => this.#ratio !== devicePixelRatio && this.#paint(), 200)
    for (const change of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
      matchMedia(change).addEventListener('change', () => this.#repaint())
    }
  }

  /** @type {(strokes: Drawing, cursor: Point | null) => void} */
  show(strokes, cursor) {
    this.#strokes = strokes
    this.#cursor = cursor
    this.#repaint()
  }

  #repaint() {
    this.#frame ||= requestAnimationFrame(() => this.#paint())
  }

  #paint() {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    const context = this.#context
    const { canvas } = context
    this.#ratio = devicePixelRatio
    const side = Math.round(canvas.clientWidth * this.#ratio)
    if (side !== canvas.width) canvas.width = canvas.height = side // which takes its ink away
    const scale = side / SHEET
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, side, side)
    context.setTransform(scale, 0, 0, scale, 0, 0)
    context.strokeStyle = context.fillStyle = getComputedStyle(canvas).color
    context.lineCap = context.lineJoin = 'round'
    context.lineWidth = INK
    for (const stroke of this.#strokes) this.#trace(stroke)
    if (this.#cursor) this.#ring(this.#cursor)
  }

  /** @param {Stroke} stroke */
  #trace(stroke) {
    const context = this.#context
    // A line without length leaves no ink, so each begins with a dot.
    context.beginPath()
    context.arc(...stroke[0], INK / 2, 0, 2 * Math.PI)
    context.fill()
    context.beginPath()
    context.moveTo(...stroke[0])
    for (const [control, end] of curve(stroke)) {
      if (control) context.quadraticCurveTo(...control, ...end)
      else context.lineTo(...end)
    }
    context.stroke()
  }

  /** @param {Point} point */
  #ring(point) {
    const context = this.#context
    context.lineWidth = INK / 6
    context.beginPath()
    context.arc(...point, INK * 0.75, 0, 2 * Math.PI)
    context.stroke()
  }
}
