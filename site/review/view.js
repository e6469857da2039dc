// The review's view: the part of the document that is the review's, written by it alone.

import { REVIEW_WORDS } from './words.js'
import { addStyle, chosenOf, find, say, write } from '../view/document.js'

export class ReviewView {
  #preview
  #for = document.createElement('span')
  #against = document.createElement('span')
  #count = document.createElement('p')
  #export = document.createElement('button')
  #delete = document.createElement('button')
  #typed = document.createElement('form')
  #number = document.createElement('input')
  #keep = document.createElement('button')

  /**
   * @param {Preview} preview
   * @param {ReviewActions} act
   */
  constructor(preview, act) {
    this.#preview = preview
    addStyle(new URL('style.css', import.meta.url)).catch(() => {}) // it works as well in plain
    this.#against.className = 'against'
    find('legend').append(this.#for, this.#against)
    find('corrections').append(this.#count, this.#export, this.#delete)
    this.#export.type = this.#delete.type = 'button'
    this.#export.id = 'export'
    this.#delete.id = 'delete_all'
    this.#count.id = 'count'
    this.#typed.id = 'typed'
    this.#number.autocomplete = 'off'
    this.#typed.append(this.#number, this.#keep)
    find('kept').after(this.#typed)
    this.#listen(act)
  }

  /** @param {ReviewActions} act */
  #listen(act) {
    find('why').addEventListener('click', act.askWhy)
    for (const button of bars()) button.addEventListener('click', () => act.correct(button.value))
    this.#typed.addEventListener('submit', event => {
      event.preventDefault()
      const typed = this.#number.value.normalize('NFKC').trim() // figures of full width are figures too
      if (act.correctAll(typed)) this.#number.value = ''
    })
    this.#number.addEventListener('keydown', event => event.stopPropagation()) // no shortcuts while one types
    find('corrections').addEventListener('toggle', act.open)
    this.#export.addEventListener('click', act.export)
    // The second half of a double click confirms nothing.
    this.#delete.addEventListener('click', ({ detail }) => detail > 1 || act.delete())
    this.#delete.addEventListener('blur', act.spare)
  }

  /** @param {ReviewState} state */
  write(state) {
    this.#writeWhy(state)
    this.#writeLabels(state)
    this.#writeCorrections(state)
  }

  /** @param {string} id of an element that assistive technology is to read out */
  announce(id) {
    say(find(id).textContent)
  }

  /** @param {ReviewState} state */
  #writeWhy(state) {
    const { asksWhy, why, page } = state
    find('why').setAttribute('aria-pressed', String(asksWhy))
    find('legend').hidden = !asksWhy
    find('result').classList.toggle('explained', asksWhy)
    this.#preview.explain(asksWhy && why ? { colours: why.colours, label: told(state) } : null)
    for (const line of [this.#for, this.#against]) line.classList.toggle('swatch', why !== null)
    const percent = Math.round(100 * (why?.share ?? 0))
    const { speaksFor } = REVIEW_WORDS[page.language]
    write(this.#for, why ? speaksFor(why.digit, percent) : told(state))
    write(this.#against, why ? speaksFor(why.runnerUp, 100 - percent) : '')
  }

  /** @param {ReviewState} state */
  #writeLabels({ standing, label, named, outcome, page }) {
    const words = REVIEW_WORDS[page.language]
    for (const button of bars()) {
      button.setAttribute('aria-pressed', String(standing && button.value === label))
      button.setAttribute('aria-disabled', String(!standing))
      button.tabIndex = standing ? 0 : -1
    }
    this.#typed.hidden = !standing || page.digits.length < 2
    this.#number.placeholder = words.typed
    this.#number.setAttribute('aria-label', words.typed)
    write(this.#keep, words.keep)
    write(find('kept'), standing ? words.outcomes[outcome](named) : '')
  }

  /** @param {ReviewState} state */
  #writeCorrections({ count, confirming, page }) {
    const words = REVIEW_WORDS[page.language]
    const more = count?.unreadable ? ` ${words.unreadable(count.unreadable)}` : ''
    write(this.#count, count ? words.count(count.kept) + more : words.nothingKept)
    write(this.#export, words.export)
    write(this.#delete, confirming ? words.reallyDelete : words.deleteAll)
    this.#export.setAttribute('aria-disabled', String(!count?.kept))
    this.#delete.setAttribute('aria-disabled', String(!count || count.kept + count.unreadable === 0))
  }
}

/** @param {ReviewState} state */
export const told = ({ why, page }) => {
  const words = REVIEW_WORDS[page.language]
  if (why) return words.weighs(why.digit, why.runnerUp, words.places[why.placeFor], words.places[why.placeAgainst])
  return chosenOf(page)?.answer.explanation === null ? words.unexplained : ''
}

const bars = () => find('bars').querySelectorAll('button')
