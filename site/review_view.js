// The review's view: the part of the document that is the review's, written by it alone.

import { REVIEW_WORDS } from './review_words.js'
import { WORDS } from './words.js'
import { greys, make, paint, write } from './view.js'

export class ReviewView {
  #legend = ['for', 'against'].map(side => {
    const line = make('span')
    line.className = side
    return line
  })
  #count = make('p')
  #export = make('button')
  #delete = make('button')
  #review

  constructor() {
    const look = make('link')
    look.rel = 'stylesheet'
    look.href = new URL('review.css', import.meta.url)
    document.head.append(look)
    find('legend').append(...this.#legend)
    find('corrections').append(this.#count, this.#export, this.#delete)
    for (const button of [this.#export, this.#delete]) button.type = 'button'
    this.#export.id = 'export'
    this.#delete.id = 'delete_all'
    this.#count.id = 'count'
  }

  /** Calls `act`'s functions at what is done with the review's part of the page. */
  listen(act) {
    find('why').addEventListener('click', act.askWhy)
    find('bars').addEventListener('click', ({ target }) => {
      const button = target.closest('button')
      if (button) act.correct(button.value)
    })
    find('corrections').addEventListener('toggle', act.open)
    this.#export.addEventListener('click', act.export)
    // The second half of a double click confirms nothing.
    this.#delete.addEventListener('click', ({ detail }) => detail > 1 || act.delete())
    this.#delete.addEventListener('blur', act.spare)
  }

  /** Writes all of it, as the review and the page's state say. */
  write(review) {
    this.#review = review
    this.#writeWhy()
    this.#writeLabels()
    this.#writeCorrections()
  }

  /** Lets assistive technology say what the element with this id says now. */
  announce(id) {
    write(find('status'), find(id).textContent)
  }

  /** Why the answer is what it is, in words. */
  get why() {
    const { explanation, page } = this.#review
    if (!explanation) return page.answer?.evidence === null ? this.#words.unexplained : ''
    const { estimated, runnerUp } = page.answer
    return this.#words.weighs(estimated, runnerUp, explanation.strongest.map(ninth => this.#words.places[ninth]))
  }

  get #words() {
    return REVIEW_WORDS[this.#review.page.language]
  }

  #writeWhy() {
    const { asksWhy, explanation, page } = this.#review
    const result = find('result')
    const preview = find('preview')
    find('why').ariaPressed = String(asksWhy)
    find('legend').hidden = !asksWhy
    if (result.classList.toggle('explained', asksWhy) && explanation) {
      paint(explanation.colours)
      preview.ariaLabel = this.why
    } else {
      paint(greys(page.image))
      preview.ariaLabel = WORDS[page.language].preview
    }
    const [forIt, againstIt] = this.#legend
    for (const line of this.#legend) line.classList.toggle('swatch', explanation !== null)
    if (explanation) {
      const percent = Math.round(100 * explanation.share)
      write(forIt, this.#words.speaksFor(page.answer.estimated, percent))
      write(againstIt, this.#words.speaksFor(page.answer.runnerUp, 100 - percent))
    } else {
      write(forIt, this.why)
      write(againstIt, '')
    }
  }

  #writeLabels() {
    const { standing, label, outcome } = this.#review
    for (const button of document.querySelectorAll('#bars button')) {
      button.ariaPressed = String(standing && button.value === label)
      button.ariaDisabled = String(!standing)
      button.tabIndex = standing ? 0 : -1
    }
    const said = this.#words[outcome]
    write(find('kept'), !standing ? '' : typeof said === 'function' ? said(label) : said)
  }

  #writeCorrections() {
    const { count, confirming } = this.#review
    const words = this.#words
    const none = !count || count.kept + count.unreadable === 0
    const more = count?.unreadable > 0 ? ` ${words.unreadable(count.unreadable)}` : ''
    write(this.#count, count ? words.count(count.kept) + more : words.nothingKept)
    write(this.#export, words.export)
    write(this.#delete, confirming ? words.reallyDelete : words.deleteAll)
    this.#export.ariaDisabled = String(!count?.kept)
    this.#delete.ariaDisabled = String(none)
  }
}

const find = id => document.getElementById(id)
