// The digits: the number in large, below it each digit to be looked at, and below the ink of each a mark on the sheet.

import { SHEET } from '../drawing/drawing.js'
import { boundingBox } from '../drawing/raster.js'
import { find, make, percent, write } from './document.js'

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
  listen(choose) {
    this.#list.addEventListener('click', ({ target }) => {
      const row = target instanceof Element ? target.closest('li') : null
      if (row) choose([...this.#list.children].indexOf(row))
    })
    this.#list.addEventListener('keydown', event => {
      const buttons = this.#list.querySelectorAll('button')
      const place = KEYS[event.key]?.([...buttons].findIndex(button => button.tabIndex === 0), buttons.length - 1)
      if (place === undefined || !buttons[place]) return
      event.preventDefault()
      buttons[place].focus()
      choose(place)
    })
  }

  /** @type {(state: State, rejected: boolean[]) => void} */
  write({ digits, chosen }, rejected) {
    const number = digits.map(({ answer }, i) => rejected[i] && digits.length > 1 ? '?' : String(answer.estimated))
    write(find('digit'), number.join(''))
    const rows = digits.length > 1 ? digits : [] // a digit alone needs no list
    find('result').classList.toggle('number', rows.length > 0)
    if (rows.length > 0) find('result').style.setProperty('--digits', String(digits.length))
    fill(this.#list, rows.length, () => {
      const row = make('li')
      const button = document.createElement('button')
      button.type = 'button'
      button.append(make('span'), make('span'))
      row.append(button)
      return row
    })
    fill(this.#marks, rows.length, () => make('span'))
    rows.forEach(({ drawing, answer }, i) => {
      const button = this.#list.querySelectorAll('button')[i]
      const share = rejected[i] ? 1 - (answer.confidence ?? 1) : answer.probabilities[answer.estimated]
      write(button.children[0], number[i])
      write(button.children[1], percent(share))
      button.ariaPressed = String(i === chosen)
      button.tabIndex = i === chosen ? 0 : -1
      const mark = this.#marks.children[i]
      if (mark instanceof HTMLElement) place(mark, boundingBox(drawing))
      mark.classList.toggle('chosen', i === chosen)
    })
  }
}

/** @type {(parent: Element, count: number, make: () => Element) => void} so that those which stay keep the focus */
const fill = (parent, count, make) => {
  while (parent.children.length > count) parent.lastElementChild?.remove()
  while (parent.children.length < count) parent.append(make())
}

/** @type {(mark: HTMLElement, box: Box) => void} */
const place = (mark, { min, max }) => {
  const share = /** @param {number} units */ units => `${Math.min(Math.max(100 * units / SHEET, 0), 100)}%`
  mark.style.insetInlineStart = share(min[0])
  mark.style.inlineSize = share(max[0] - min[0])
  mark.style.insetBlockStart = share(max[1])
}
