// The view: the only writer of the document (the sheet's ink apart). It holds what is to be seen and writes all of it
// again after each change, so that no state of the page is reached by two ways.

import { WORDS, otherLanguage } from './words.js'
import { verdict } from './verdict.js'

const SIDE = 28 // px of the network's image

export class View {
  #state = {
    language: null, // set first of all
    drawn: false, // whether there is ink
    canUndo: false,
    canRedo: false,
    busy: false, // whether an answer is still to come
    slow: false,
    answer: null, // the newest {estimated, probabilities, ms}
    fault: null, // why there is none
    notice: null, // one of the words' notices
  }
  #bars
  #percents

  constructor() {
    this.#bars = Array.from({ length: 10 }, (_, digit) => this.#makeBar(digit))
    this.#find('bars').append(...this.#bars.map(bar => bar.row))
  }

  /** Merges `changes` into what is to be seen. */
  show(changes) {
    const changed = Object.keys(changes).filter(name => changes[name] !== this.#state[name])
    if (changed.length === 0) return
    this.#state = { ...this.#state, ...changes }
    if (changed.includes('language')) this.#writeWords()
    this.#writeTools()
    this.#writeResult()
  }

  /** Calls `act`'s functions at the clicks on their buttons. */
  listen(act) {
    const buttons = { undo: 'undo', redo: 'redo', delete_button: 'clear', share: 'share', language: 'switchLanguage' }
    for (const [id, name] of Object.entries(buttons)) this.#find(id).addEventListener('click', act[name])
  }

  /** Forgets answer and fault: there is no ink. */
  empty() {
    this.show({ answer: null, fault: null, slow: false })
    this.showImage(null)
    this.#write('status', this.#words.emptied)
  }

  /** Shows the image that is sent: 784 brightnesses, or nothing where it is null. */
  showImage(image) {
    const context = this.#find('preview').getContext('2d')
    const pixels = new ImageData(SIDE, SIDE)
    image?.forEach((brightness, i) => pixels.data.set([brightness, brightness, brightness, 255], 4 * i))
    context.putImageData(pixels, 0, 0)
  }

  /** Ends what `announce` said, so that the same is said again where it stands again. */
  hush() {
    this.#write('status', '')
  }

  /** Lets assistive technology say what stands: the answer or why there is none. */
  announce() {
    const { answer, fault } = this.#state
    this.#write('status', fault || answer ? this.#finding() : '')
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
    this.#percents = new Intl.NumberFormat(language, {
      style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1,
    })
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
      this.#make('dt', key), this.#make('dd', meaning),
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
    this.#write('digit', answer ? String(answer.estimated) : '')
    this.#write('estimated', answer ? `Estimated = ${answer.estimated}` : '')
    this.#write('took', answer ? this.#words.took(Math.max(1, Math.round(answer.ms))) : '')
    this.#write('finding', this.#finding())
    this.#bars.forEach((bar, digit) => this.#writeBar(bar, answer?.probabilities[digit], digit === answer?.estimated))
  }

  /** What the page says in words about the drawing, as it stands. */
  #finding() {
    const { answer, fault, slow, busy } = this.#state
    if (fault) return this.#words.faults[fault.name](fault.detail)
    if (slow) return this.#words.slow
    if (answer) return this.#words.verdict(verdict(answer))
    return busy ? this.#words.reading : this.#words.waiting
  }

  #makeBar(digit) {
    const row = this.#make('li')
    const bar = this.#make('span')
    const value = this.#make('span')
    bar.className = 'bar'
    value.className = 'value'
    row.append(this.#make('span', String(digit)), bar, value)
    return { row, bar, value }
  }

  #writeBar({ row, bar, value }, probability, best) {
    row.classList.toggle('best', best)
    bar.style.setProperty('--filled', probability ?? 0)
    write(value, probability === undefined ? '' : this.#percent(probability))
  }

  /** To a tenth of a percent, but never a 0 or a 100 that isn't quite one. */
  #percent(probability) {
    if (probability > 0 && probability < 0.0005) return `< ${this.#percents.format(0.001)}`
    if (probability < 1 && probability >= 0.9995) return `> ${this.#percents.format(0.999)}`
    return this.#percents.format(probability)
  }

  #make(name, text = '') {
    const element = document.createElement(name)
    element.textContent = text
    return element
  }
}

/** Text that stands already is left alone: writing it again would cost a layout. */
const write = (element, text) => {
  if (element.textContent !== text) element.textContent = text
}
