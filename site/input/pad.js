// The pad: mouse, finger and stylus on the canvas move the pen. One pointer draws at a time.

import { SHEET } from '../drawing/drawing.js'

const FIRST_BUTTON = 1 // in `buttons`: the left one, or a touch
const ERASER = 5 // in `button`: the other end of a stylus (Pointer Events, 4.1.1.2)
const ERASES = 32 // the same in `buttons`
const PALM = 1000 // ms; a touch so soon after a stylus was near is the hand that holds it

/** @type {(canvas: HTMLCanvasElement, pen: Pen, erase: (from: Point, to: Point) => void) => void} */
export const drawWithPointers = (canvas, pen, erase) => {
  /** @type {PointerEvent | null} */
  let began = null // what began the stroke under way, or the way of an eraser
  /** @type {Point} */
  let last = [0, 0] // where the eraser was
  let stylusSeen = -Infinity // when, in ms

  /** @type {(event: PointerEvent) => Point} */
  const position = ({ clientX, clientY }) => {
    const { left, top, width } = canvas.getBoundingClientRect()
    return [(clientX - left) / width * SHEET, (clientY - top) / width * SHEET]
  }

  /** @type {(event: PointerEvent) => void} */
  const seeStylus = event => {
    if (event.pointerType === 'pen') stylusSeen = event.timeStamp
  }

  /** @type {(event: PointerEvent) => void} */
  const begin = event => {
    seeStylus(event)
    if (event.button !== 0 && event.button !== ERASER) return
    const palm = event.pointerType === 'touch' && event.timeStamp - stylusSeen < PALM
    const takesOver = began?.pointerType === 'touch' && event.pointerType === 'pen'
    // Another that is the first of its kind: the one before is up, though the browser never said so.
    const first = event.isPrimary && event.pointerType === began?.pointerType
    if (palm || began && !takesOver && !first) return
    if (takesOver) pen.drop()
    began = event
    last = position(event)
    if (event.button === ERASER) erase(last, last)
    else pen.down(last)
    canvas.setPointerCapture(event.pointerId)
  }

  /** @param {Point} to */
  const go = to => {
    if (began?.button === ERASER) erase(last, to)
    else pen.move(to)
    last = to
  }

  /** @type {(event: PointerEvent) => void} */
  const move = event => {
    seeStylus(event)
    if (event.pointerId !== began?.pointerId) return
    if (!(event.buttons & (FIRST_BUTTON | ERASES))) return end(event) // it came up while another was down, or unseen
    const steps = event.getCoalescedEvents?.() ?? []
    for (const step of steps.length > 0 ? steps : [event]) go(position(step))
  }

  /** @type {(event: PointerEvent) => void} */
  const end = event => {
    if (event.pointerId !== began?.pointerId) return
    began = null
    pen.up()
  }

  /** @type {(event: PointerEvent) => void} */
  const cancel = event => {
    if (event.pointerId !== began?.pointerId) return
    began = null
    pen.drop()
  }

  canvas.addEventListener('pointerdown', begin)
  canvas.addEventListener('pointermove', move)
  canvas.addEventListener('pointerup', end)
  canvas.addEventListener('lostpointercapture', end)
  canvas.addEventListener('pointercancel', cancel)
  canvas.addEventListener('contextmenu', event => event.preventDefault()) // a long press is a stroke
  // Else an iPad's Scribble takes strokes for itself: https://mikepk.com/2020/10/iOS-safari-scribble-bug/
  canvas.addEventListener('touchmove', event => event.preventDefault(), { passive: false })
  // On a sheet that turns, a stroke would go on where nobody draws.
  matchMedia('(orientation: portrait)').addEventListener('change', () => began && end(began))
}
