// The keyboard: a pen that the arrow keys move, and the shortcuts.

import { SHEET, unit } from '../drawing/drawing.js'

const STEP = SHEET / 32 // units an arrow key moves the pen; with Shift a quarter
/** @type {Record<string, Point>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

export class KeyPen {
  /** @type {Set<string>} */
  #held = new Set()
  #pen
  #tell
  /** @type {Point} */
  #at = [SHEET / 2, SHEET / 4] // where most digits begin
  #used = false

  /** @param {HTMLCanvasElement} canvas @param {Pen} pen @param {KeyPenListener} tell */
  constructor(canvas, pen, tell) {
    this.#pen = pen
    this.#tell = tell
    canvas.addEventListener('keydown', event => this.#press(event))
    canvas.addEventListener('keyup', event => this.#held.delete(event.key))
    canvas.addEventListener('focus', () => {
      if (!canvas.matches(':is(:focus-visible)')) return // by itself it is an error where it is unknown
      this.#use(true)
      tell.taken()
    })
    canvas.addEventListener('blur', () => this.#leave())
    canvas.addEventListener('pointerdown', () => this.#use(false))
  }

  /** Where the pen point is; null while nobody draws by keyboard. */
  get cursor() {
    return this.#used ? this.#at : null
  }

  /** @param {boolean} used */
  #use(used) {
    this.#used = used
    this.#tell.moved()
  }

  #leave() {
    this.#held.clear()
    if (this.#used) this.#pen.up()
    this.#use(false)
    this.#tell.left()
  }

  /** @param {KeyboardEvent} event */
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

  /** @param {number} step along each arrow that is held: two move the pen aslant */
  #step(step) {
    for (const key of this.#held) {
      const [[x, y], [dx, dy]] = [this.#at, ARROWS[key]]
      this.#at = [unit(x + dx * step, 0), unit(y + dy * step, 0)]
    }
    this.#pen.move(this.#at)
    this.#use(true)
  }

  #toggle() {
    this.#use(true)
    if (this.#pen.stroke) this.#pen.up()
    else this.#pen.down(this.#at)
  }
}

/** @param {Shortcuts} act */
export const listenForShortcuts = act => {
  document.addEventListener('keydown', event => {
    const named = shortcut(event)
    if (!named) return
    event.preventDefault()
    act[named]()
  })
}

/** @param {KeyboardEvent} event */
const shortcut = ({ key, code, ctrlKey, metaKey, altKey, shiftKey }) => {
  if (altKey) return null
  if (!ctrlKey && !metaKey) return key === 'Escape' || key === 'Delete' ? 'clear' : null
  // On a keyboard of another script, such as Cyrillic, it is the key in the letter's place.
  const letter = /^[!-~\p{Script=Latin}]$/u.test(key) ? key.toLowerCase() : { KeyY: 'y', KeyZ: 'z' }[code]
  if (letter === 'z') return shiftKey ? 'redo' : 'undo'
  return letter === 'y' && ctrlKey ? 'redo' : null
}
