// The digits of a number: each to be looked at, with a mark on the sheet below its ink. They are loaded with the first
// drawing.

import { SHEET } from '../drawing/drawing.js'
import { boundingBox } from '../drawing/raster.js'
import { find, make, percent, spaced, write } from './document.js'
import { sureness } from './verdict.js'

const KEYS = /** @type {Record<string, (place: number, last: number) => number>} */ ({
  ArrowLeft: place => place - 1,
  ArrowRight: place => place + 1,
  Home: () => 0,
  End: (_, last) => last,
})

export class Digits {
  #list = find('digits')
  #marks = find('marks')

  /** @param {(place: number) => void} choose */
  constructor(choose) {
    this.#list.addEventListener('click', ({ target }) => {
      const row = target instanceof Element ? target.closest('li') : null
      if (row) choose([...this.#list.children].indexOf(row))
    })
    this.#list.addEventListener('keydown', event => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const buttons = this.#list.querySelectorAll('button')
      const now = [...buttons].findIndex(button => button.tabIndex === 0)
      const place = KEYS[event.key]?.(now, buttons.length - 1)
      if (place === undefined || !buttons[place]) return
      event.preventDefault()
      buttons[place].focus()
      choose(place)
    })
  }

  /** @type {(state: State, figures: string[]) => void} */
  write({ digits, chosen }, figures) {
    const isNumber = digits.length > 1
    const result = find('result')
    result.classList.toggle('number', isNumber)
    if (isNumber) result.style.setProperty('--digits', String(spaced(digits, figures).length))
    this.#list.hidden = !isNumber
    const rows = isNumber ? digits : [] // a digit alone needs no list
    fill(this.#list, rows.length, makeRow)
    fill(this.#marks, rows.length, () => make('span'))
    rows.forEach(({ drawing, answer }, i) => {
      const button = this.#list.querySelectorAll('button')[i]
      write(button.children[0], figures[i])
      const share = figures[i] === '?' ? 1 - (answer.confidence ?? 1) : sureness(answer)
      write(button.children[1], percent(share))
      button.setAttribute('aria-pressed', String(i === chosen))
      button.tabIndex = i === chosen ? 0 : -1
      this.#marks.children[i].classList.toggle('chosen', i === chosen)
      lay(this.#marks.children[i], boundingBox(drawing))
    })
  }
}

const makeRow = () => {
  const button = document.createElement('button')
  button.type = 'button'
  button.append(make('span'), ' ', make('span'))
  const row = make('li')
  row.append(button)
  return row
}

/** @type {(parent: Element, count: number, make: () => Element) => void} so that those which stay keep the focus */
const fill = (parent, count, make) => {
  while (parent.children.length > count) parent.lastElementChild?.remove()
  while (parent.children.length < count) parent.append(make())
}

/** @type {(mark: Element, box: Box) => void} below the box, as far as the sheet goes */
const lay = (mark, { min, max }) => {
  if (!(mark instanceof HTMLElement)) return
  const [left, right, bottom] = [min[0], max[0], max[1]].map(units => Math.min(Math.max(100 * units / SHEET, 1.5), 97))
  mark.style.insetInlineStart = `${left}%`
  mark.style.inlineSize = `${right - left}%`
  mark.style.insetBlockStart = `${bottom}%`
}
