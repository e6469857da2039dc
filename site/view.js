// The view: with its bars, the only writer of the document (the sheet's ink apart). It holds what is to be seen and writes all of it
// again after each change, so that no state of the page is reached by two ways.

import { Bars, make, write } from './bars.js'
import { WORDS, otherLanguage } from './words.js'
import { verdict } from './verdict.js'

const SIDE = 28 // px of the network's image

export class View {
  #state = {
    language: null, // set first of all
    drawn: false, // whether there is ink
    drawing: false, // whether a stroke is under way
    canUndo: false,
    canRedo: false,
    busy: false, // whether an answer is still to come
    slow: false,
    answer: null, // the newest, as the client gives it
    fault: null, // why there is none
    faint: false, // whether there is too little ink for one
    notice: null, // one of the words' notices
  }
  #bars = new Bars(this.#find('bars'))

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
    this.show({ answer: null, fault: null, faint: false, slow: false })
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
    const { answer, fault, faint } = this.#state
    this.#write('status', fault || faint || answer ? this.#finding() : '')
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
    this.#bars.speak(language)
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
    this.#bars.show(answer)
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
}
