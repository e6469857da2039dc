// The pad: what mouse, finger and stylus do on the canvas, as movements of the pen. One pointer draws at a time.

import { SHEET } from './drawing.js'

const FIRST_BUTTON = 1 // in an event's `buttons`: the left one, or a touch
const PALM = 1000 // ms; a touch so soon after a stylus was near is the hand that holds it

/** Lets pointers on `canvas` move `pen`. */
export const drawWithPointers = (canvas, pen) => {
  let pointer = null // the event that began the stroke under way
  let stylusSeen = -Infinity // when, in ms

  const position = ({ clientX, clientY }) => {
    const { left, top, width } = canvas.getBoundingClientRect()
    return [(clientX - left) / width * SHEET, (clientY - top) / width * SHEET]
  }

  const seeStylus = event => {
    if (event.pointerType === 'pen') stylusSeen = event.timeStamp
  }

  const begin = event => {
    seeStylus(event)
    if (event.button !== 0) return
    const palm = event.pointerType === 'touch' && event.timeStamp - stylusSeen < PALM
    const takesOver = pointer?.pointerType === 'touch' && event.pointerType === 'pen'
    // The first of its kind to touch: another one is up, though nothing told so.
    const first = event.isPrimary && event.pointerType === pointer?.pointerType
    if (palm || pointer && !takesOver && !first) return
    if (takesOver) pen.drop()
    pointer = event
    pen.down(...position(event))
    canvas.setPointerCapture(event.pointerId)
  }

  const move = event => {
    seeStylus(event)
    if (event.pointerId !== pointer?.pointerId) return
    if (!(event.buttons & FIRST_BUTTON)) return end(event) // it came up with another one down, or unseen
    const steps = event.getCoalescedEvents?.() ?? []
    for (const step of steps.length > 0 ? steps : [event]) pen.move(...position(step))
  }

  const end = event => {
    if (event.pointerId !== pointer?.pointerId) return
    pointer = null
    pen.up()
  }

  /** The browser or the system took the pointer for something else: it was not drawing. */
  const cancel = event => {
    if (event.pointerId !== pointer?.pointerId) return
    pointer = null
    pen.drop()
  }

  canvas.addEventListener('pointerdown', begin)
  canvas.addEventListener('pointermove', move)
  canvas.addEventListener('pointerup', end)
  canvas.addEventListener('lostpointercapture', end)
  canvas.addEventListener('pointercancel', cancel)
  canvas.addEventListener('contextmenu', event => event.preventDefault()) // a long press is a stroke
}
