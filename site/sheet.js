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
    new ResizeObserver(() => this.#paint()).observe(canvas)
    addEventListener('resize', () => this.#paint()) // comes with another pixel ratio too
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

  #repaint() {
    this.#frame ||= requestAnimationFrame(() => this.#paint())
  }

  #paint() {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    const context = this.#context
    const side = Math.round(this.#canvas.clientWidth * devicePixelRatio)
    // The canvas loses its ink when it gets another size, so it gets one only here, where it is painted.
    if (side !== this.#canvas.width) this.#canvas.width = this.#canvas.height = side
    const scale = side / SHEET
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, side, side)
    context.setTransform(scale, 0, 0, scale, 0, 0)
    context.strokeStyle = context.fillStyle = getComputedStyle(this.#canvas).color
    context.lineCap = context.lineJoin = 'round'
    context.lineWidth = PEN
    for (const stroke of this.#strokes) trace(context, stroke)
    if (this.#cursor) ring(context, this.#cursor)
  }
}

const trace = (context, stroke) => {
  // A dot where the pen was put down: a line without length leaves no ink, round caps or not.
  context.beginPath()
  context.arc(...stroke[0], PEN / 2, 0, 2 * Math.PI)
  context.fill()
  context.beginPath()
  context.moveTo(...stroke[0])
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
