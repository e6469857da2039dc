// The view: the only writer of the document, but for the sheet's ink and the review's part. It holds what is to be seen
// and writes all of it again after each change, so that no state of the page is reached by two ways.

import { WORDS, otherLanguage } from './words.js'
import { verdict } from './verdict.js'

const SIDE = 28 // px of the network's image
const NO_DIGIT_BAR = 10 // its number, after those of the ten digits

export class View {
  #state = {
    language: null, // set first of all
    drawn: false, // whether there is ink
    drawing: false, // whether a stroke is under way
    canUndo: false,
    canRedo: false,
    busy: false, // whether an answer is still to come
    slow: false,
    image: null, // 784 brightnesses, the newest that was read off the sheet
    answer: null, // the newest, as the client gives it
    fault: null, // why there is none
    faint: false, // whether there is too little ink for one
    notice: null, // one of the words' notices
  }
  #review = null

  /** Merges `changes` into what is to be seen. */
  show(changes) {
    const changed = Object.keys(changes).filter(name => changes[name] !== this.#state[name])
    if (changed.length === 0) return
    this.#state = { ...this.#state, ...changes }
    if (changed.includes('language')) this.#writeWords()
    this.#writeTools()
    if (changed.includes('image')) paint(greys(this.#state.image))
    this.#writeResult()
    this.#review?.show(this.#state)
  }

  /** Lets the review write its part of the document after each change too. */
  join(review) {
    this.#review = review
    review.show(this.#state)
  }

  /** Calls `act`'s functions at the clicks on their buttons. */
  listen(act) {
    const buttons = { undo: 'undo', redo: 'redo', delete_button: 'clear', share: 'share', language: 'switchLanguage' }
    for (const [id, name] of Object.entries(buttons)) this.#find(id).addEventListener('click', act[name])
    this.#find('corrections').addEventListener('toggle', act.review)
  }

  /** Shows what came of the drawing, an `answer`, a `fault` or that it is `faint`, in the place of what stood. */
  conclude(outcome) {
    this.show({ answer: null, fault: null, faint: false, slow: false, ...outcome })
  }

  /** Forgets what came of it: there is no ink. */
  empty() {
    this.conclude({ image: null })
    this.#write('status', this.#words.emptied)
  }

  /** Ends what `announce` said, so that the same is said again where it stands again. */
  hush() {
    this.#write('status', '')
  }

  /** Lets assistive technology say what stands: the answer or why there is none. */
  announce() {
    const { answer, fault, faint } = this.#state
    this.#write('status', fault || faint || answer ? `${this.#finding()} ${this.#review?.remark ?? ''}`.trim() : '')
  }

  get #words() {
    return WORDS[this.#state.language]
  }

  #find(id) {
    return document.getElementById(id)
  }

  #write(id, text) {
    write(this.#find(id), text)
  }

  #writeWords() {
    const { language } = this.#state
    document.documentElement.lang = language
    document.title = this.#words.title
    for (const element of document.querySelectorAll('[data-word]')) {
      element.textContent = this.#words[element.dataset.word]
    }
    for (const element of document.querySelectorAll('[data-label]')) {
      element.setAttribute('aria-label', this.#words[element.dataset.label])
    }
    this.#find('language').lang = otherLanguage(language)
    this.#find('keys').replaceChildren(...this.#words.keyList.flatMap(([key, meaning]) => [
      make('dt', key), make('dd', meaning),
    ]))
  }

  #writeTools() {
    const { drawn, canUndo, canRedo, notice } = this.#state
    this.#find('invitation').hidden = drawn
    // Disabled in name only: a button that really is disabled loses the keyboard's focus.
    this.#find('undo').ariaDisabled = String(!canUndo)
    this.#find('redo').ariaDisabled = String(!canRedo)
    this.#find('delete_button').ariaDisabled = String(!drawn)
    this.#find('share').ariaDisabled = String(!drawn)
    this.#write('notice', notice ? this.#words.notices[notice] : '')
  }

  #writeResult() {
    const { answer, fault, busy } = this.#state
    const result = this.#find('result')
    result.ariaBusy = String(busy)
    result.dataset.fault = fault?.name ?? ''
    result.classList.toggle('refused', this.#refused)
    this.#write('digit', answer ? String(answer.estimated) : '')
    this.#write('estimated', answer ? `Estimated = ${answer.estimated}` : '')
    this.#write('took', answer ? this.#words.took(Math.max(1, Math.round(answer.ms))) : '')
    this.#write('finding', this.#finding())
    this.#writeBars()
  }

  /** Whether an answer may still change, since the drawing does or it is asked again. */
  get #unsettled() {
    return this.#state.drawing || this.#state.busy
  }

  /** Half a digit is often none, so only a drawing that stands is refused. */
  get #refused() {
    const { answer } = this.#state
    return answer !== null && !answer.digit && !this.#unsettled
  }

  /** What the page says in words about the drawing, as it stands. */
  #finding() {
    const { answer, fault, faint, slow } = this.#state
    if (fault) return this.#words.faults[fault.name](fault.detail)
    if (slow) return this.#words.slow
    if (this.#refused) return this.#words.refused(answer.estimated)
    if (answer) return this.#words.verdict(verdict(answer))
    if (this.#unsettled) return this.#words.reading
    return faint ? this.#words.faint : this.#words.waiting
  }

  /** A bar for each digit, and for none; an older service says nothing of that. */
  #writeBars() {
    const { answer } = this.#state
    const shares = answer ? [...answer.probabilities, answer.confidence === null ? null : 1 - answer.confidence] : []
    document.querySelectorAll('#bars li').forEach((row, i) => {
      row.classList.toggle('best', i === (this.#refused ? NO_DIGIT_BAR : answer?.estimated))
      row.style.setProperty('--filled', shares[i] ?? 0)
      write(row.querySelector('.value'), percent(shares[i] ?? null))
    })
  }
}

/** An element with a text. */
export const make = (name, text = '') => {
  const element = document.createElement(name)
  element.textContent = text
  return element
}

/** Text that stands already is left alone: writing it again would cost a layout. */
export const write = (element, text) => {
  if (element.textContent !== text) element.textContent = text
}

/** Paints a colour `[red, green, blue]`, 0..255 each, for each pixel of the network's image. */
export const paint = colours => {
  const pixels = new ImageData(SIDE, SIDE)
  colours.forEach((colour, i) => pixels.data.set([...colour, 255], 4 * i))
  document.getElementById('preview').getContext('2d').putImageData(pixels, 0, 0)
}

/** The colours of an image, or of none. */
export const greys = image => (image ?? []).map(brightness => [brightness, brightness, brightness])

/** To a tenth of a percent, but never a 0 or a 100 that isn't quite one; nothing for null. */
const percent = share => {
  if (share === null) return ''
  if (share > 0 && share < 0.0005) return '< 0.1%'
  if (share < 1 && share >= 0.9995) return '> 99.9%'
  return `${(100 * share).toFixed(1)}%`
}
