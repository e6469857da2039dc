// The keyboard: a pen that the arrow keys move, for those who draw without a pointer, and the shortcuts.

import { SHEET, unit } from './drawing.js'

const STEP = SHEET / 32 // units an arrow key moves the pen; a quarter of it with Shift
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/** A pen point that lives on the canvas while the canvas has the keyboard's focus. */
export class KeyPen {
  #held = new Set()
  #pen
  #on
  #at = [SHEET / 2, SHEET / 4] // where most digits begin
  #used = false

  /** `on.moved()` when the pen point is elsewhere, `on.taken()` and `on.left()` as the keyboard's focus comes and goes. */
  constructor(canvas, pen, on) {
    this.#pen = pen
    this.#on = on
    canvas.addEventListener('keydown', event => this.#press(event))
    canvas.addEventListener('keyup', event => this.#held.delete(event.key))
    canvas.addEventListener('focus', () => {
      if (!canvas.matches(':focus-visible')) return
      this.#use(true)
      on.taken()
    })
    canvas.addEventListener('blur', () => this.#leave())
    canvas.addEventListener('pointerdown', () => this.#use(false))
  }

  /** Where the pen point is, or null while nobody uses the keyboard to draw. */
  get cursor() {
    return this.#used ? this.#at : null
  }

  #use(used) {
    this.#used = used
    this.#on.moved()
  }

  #leave() {
    this.#held.clear()
    if (this.#used) this.#pen.up()
    this.#use(false)
    this.#on.left()
  }

  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key in ARROWS) {
      this.#held.add(event.key)
      this.#step(event.shiftKey ? STEP / 4 : STEP)
    } else if (event.key === ' ' || event.key === 'Enter') {
      if (!event.repeat) this.#toggle()
    } else return
    event.preventDefault()
  }

  /** Two arrows held together move the pen aslant. */
  #step(step) {
    for (const key of this.#held) {
      this.#at = this.#at.map((coordinate, axis) =>
        unit(Math.min(Math.max(coordinate + ARROWS[key][axis] * step, 0), SHEET)))
    }
    this.#pen.move(...this.#at)
    this.#use(true)
  }

  #toggle() {
    this.#use(true)
    if (this.#pen.stroke) this.#pen.up()
    else this.#pen.down(...this.#at)
  }
}

/** Calls `act.undo`, `act.redo` or `act.clear` at their keys, wherever the focus is. */
export const listenForShortcuts = act => {
  document.addEventListener('keydown', event => {
    const named = shortcut(event)
    if (!named) return
    event.preventDefault()
    act[named]()
  })
}

const shortcut = ({ key, ctrlKey, metaKey, altKey, shiftKey }) => {
  if (altKey) return null
  if (!ctrlKey && !metaKey) return key === 'Escape' || key === 'Delete' ? 'clear' : null
  if (key.toLowerCase() === 'z') return shiftKey ? 'redo' : 'undo'
  return key.toLowerCase() === 'y' && ctrlKey ? 'redo' : null
}
