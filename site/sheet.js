// The sheet: strokes as ink on the canvas, redrawn from the strokes whatever the canvas's size and pixel ratio.

import { SHEET } from './drawing.js'
import { curve } from './curve.js'

const PEN = SHEET / 30 // units

export class Sheet {
  #canvas
  #context
  #strokes = []
  #cursor = null
  #frame = 0

  constructor(canvas) {
    this.#canvas = canvas
    this.#context = canvas.getContext('2d')
    new ResizeObserver(() => this.#fit()).observe(canvas)
    addEventListener('resize', () => this.#fit()) // the pixel ratio changes without the canvas's size
    for (const change of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
      matchMedia(change).addEventListener('change', () => this.#repaint())
    }
  }

  /** Shows the strokes, and the arrow-key pen at `cursor`, where it is not null, in the next frame. */
  show(strokes, cursor) {
    this.#strokes = strokes
    this.#cursor = cursor
    this.#repaint()
  }

  /** A canvas loses its ink when it gets another size, so it is painted at once, before anybody sees it empty. */
  #fit() {
    const side = Math.round(this.#canvas.clientWidth * devicePixelRatio)
    if (side === this.#canvas.width) return
    this.#canvas.width = this.#canvas.height = side
    this.#paint()
  }

  #repaint() {
    this.#frame ||= requestAnimationFrame(() => this.#paint())
  }

  #paint() {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    const context = this.#context
    const scale = this.#canvas.width / SHEET
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height)
    context.setTransform(scale, 0, 0, scale, 0, 0)
    context.strokeStyle = getComputedStyle(this.#canvas).color
    context.lineCap = context.lineJoin = 'round'
    context.lineWidth = PEN
    for (const stroke of this.#strokes) trace(context, stroke)
    if (this.#cursor) ring(context, this.#cursor)
  }
}

const trace = (context, stroke) => {
  context.beginPath()
  context.moveTo(...stroke[0])
  if (stroke.length === 1) context.lineTo(...stroke[0])
  for (const [control, end] of curve(stroke)) {
    if (control) context.quadraticCurveTo(...control, ...end)
    else context.lineTo(...end)
  }
  context.stroke()
}

const ring = (context, [x, y]) => {
  context.lineWidth = PEN / 6
  context.beginPath()
  context.arc(x, y, PEN * 0.75, 0, 2 * Math.PI)
  context.stroke()
}
