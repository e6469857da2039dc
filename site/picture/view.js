// The picture's view: the picture over the sheet, and on it what was read and the frame of what is to be read.

import { PICTURE_WORDS } from './words.js'
import { boundingBox } from '../drawing/raster.js'
import { addStyle, find, make, write } from '../view/document.js'

const STEP = 1 / 20 // of the picture, by which a key moves the frame
const LEAST = 0.02 // of the picture, the least side of a frame: less is a tap
const NEAR = 24 // px from a digit that is tapped

/** @type {Part} */
const MIDDLE = { left: 0.3, top: 0.3, right: 0.7, bottom: 0.7 }

export class PictureView {
  #act
  #panel = make('div')
  #stage = make('div')
  #canvas = document.createElement('canvas')
  #outlines = make('div')
  #mark = make('div')
  #close = document.createElement('button')
  #keys = make('p')
  /** @type {Frame} */
  #frame = { scale: 1, move: [0, 0] }
  /** @type {Part | null} */
  #part = null

  /** @param {PictureViewActions} act */
  constructor(act) {
    this.#act = act
    addStyle(new URL('style.css', import.meta.url)).catch(() => {}) // plainly, it shows as much
    this.#panel.id = 'shown'
    this.#panel.hidden = true
    this.#stage.className = 'stage'
    this.#stage.tabIndex = 0
    this.#stage.role = 'application'
    this.#keys.id = 'frame_keys'
    this.#stage.setAttribute('aria-describedby', this.#keys.id)
    this.#outlines.setAttribute('aria-hidden', 'true') // the list of digits says it
    this.#mark.className = 'frame'
    this.#close.type = 'button'
    this.#close.id = 'draw_on'
    this.#stage.append(this.#canvas, this.#outlines, this.#mark)
    this.#panel.append(this.#stage, this.#keys, this.#close)
    find('canvas').after(this.#panel)
    this.#listen()
  }

  /** Shows another picture, of which a part was read. @type {(image: ImageBitmap, frame: Frame, part: Part | null) => void} */
  put(image, frame, part) {
    const { width, height } = image
    this.#canvas.width = width
    this.#canvas.height = height
    this.#canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(image)
    this.#stage.style.setProperty('--shape', String(width / height))
    this.#frame = frame
    this.#setPart(part)
    this.#panel.hidden = false
  }

  hide() {
    this.#panel.hidden = true
  }

  /** @param {State} state */
  write({ digits, chosen, language }) {
    const words = PICTURE_WORDS[language]
    this.#stage.setAttribute('aria-label', words.picture)
    write(this.#close, words.close)
    write(this.#keys, words.keys)
    const { width, height } = this.#canvas
    const { scale, move } = this.#frame
    this.#outlines.replaceChildren(...digits.map(({ drawing, answer }, place) => {
      const { min, max } = boundingBox(drawing)
      const [left, top, right, bottom] = [min, max].flatMap(corner => corner.map((units, axis) =>
        (units - move[axis]) / scale / (axis === 0 ? width : height)))
      const outline = make('span')
      outline.dataset.read = answer.digit ? String(answer.estimated) : '?'
      outline.className = answer.digit ? '' : 'none'
      outline.classList.toggle('chosen', place === chosen && digits.length > 1)
      const room = 0.09 * Math.max(bottom - top, right - left) // for the pen's width
      lay(outline, { left: left - room, top: top - room, right: right + room, bottom: bottom + room })
      return outline
    }))
  }

  #listen() {
    /** @type {[x: number, y: number] | null} */
    let start = null
    this.#stage.addEventListener('pointerdown', event => {
      if (!event.isPrimary || event.button !== 0) return
      start = this.#at(event)
      this.#stage.setPointerCapture(event.pointerId)
    })
    this.#stage.addEventListener('pointermove', event => start && this.#setPart(between(start, this.#at(event))))
    this.#stage.addEventListener('pointerup', event => {
      if (!start) return
      const part = between(start, this.#at(event))
      start = null
      if (Math.max(part.right - part.left, part.bottom - part.top) >= LEAST) return this.#read(part)
      this.#setPart(null)
      this.#tap(event)
    })
    this.#stage.addEventListener('pointercancel', () => {
      start = null
      this.#setPart(null)
    })
    this.#stage.addEventListener('keydown', event => this.#press(event))
    this.#close.addEventListener('click', () => {
      this.hide()
      find('canvas').focus()
    })
  }

  /** @type {(event: PointerEvent) => [x: number, y: number]} in shares of the picture */
  #at({ clientX, clientY }) {
    const { left, top, width, height } = this.#stage.getBoundingClientRect()
    return [within((clientX - left) / width), within((clientY - top) / height)]
  }

  /** Chooses the digit that was tapped. @param {PointerEvent} event */
  #tap({ clientX: x, clientY: y }) {
    const away = [...this.#outlines.children].map(outline => {
      const { left, top, right, bottom } = outline.getBoundingClientRect()
      return Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0))
    })
    const nearest = Math.min(...away)
    if (nearest < NEAR) this.#act.choose(away.indexOf(nearest))
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const { key, shiftKey } = event
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const [x, y] = ({ ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] })[key] ?? [0, 0]
    if (x !== 0 || y !== 0) this.#setPart(this.#part ? moved(this.#part, x, y, shiftKey) : MIDDLE)
    else if (key === 'Enter') this.#read(this.#part)
    else if (key === 'Escape' && this.#part) this.#setPart(null)
    else return
    event.preventDefault()
    event.stopPropagation() // nothing is cleared
  }

  /** @param {Part | null} part */
  #read(part) {
    this.#setPart(part)
    this.#act.read(part)
  }

  /** @param {Part | null} part */
  #setPart(part) {
    this.#part = part
    this.#mark.hidden = !part
    if (part) lay(this.#mark, part)
  }
}

/** @param {number} share */
const within = share => Math.min(Math.max(share, 0), 1)

/** @type {(a: [number, number], b: [number, number]) => Part} */
const between = (a, b) => ({
  left: Math.min(a[0], b[0]), top: Math.min(a[1], b[1]), right: Math.max(a[0], b[0]), bottom: Math.max(a[1], b[1]),
})

/** @type {(part: Part, x: number, y: number, sized: boolean) => Part} or sized, at its lower right corner */
const moved = ({ left, top, right, bottom }, x, y, sized) => {
  if (sized) return { left, top, right: within(Math.max(right + x, left + STEP)), bottom: within(Math.max(bottom + y, top + STEP)) }
  const [across, down] = [Math.min(Math.max(x, -left), 1 - right), Math.min(Math.max(y, -top), 1 - bottom)]
  return { left: left + across, top: top + down, right: right + across, bottom: bottom + down }
}

/** @type {(element: HTMLElement, part: Part) => void} */
const lay = (element, { left, top, right, bottom }) => {
  element.style.left = `${100 * left}%`
  element.style.top = `${100 * top}%`
  element.style.width = `${100 * (right - left)}%`
  element.style.height = `${100 * (bottom - top)}%`
}
