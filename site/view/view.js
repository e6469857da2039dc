// The view: what is to be seen, all of it written anew after each change. Sheet, preview and review write their parts.

import { WORDS, otherLanguage } from './words.js'
import { find, say, write } from './document.js'
import { verdict } from './verdict.js'

const NO_DIGIT_BAR = 10 // its number, after those of the ten digits

export class View {
  /** @type {State} */
  #state
  #preview
  #follow

  /**
   * @param {Language} language
   * @param {Preview} preview
   * @param {(state: State) => void} follow called after each change
   */
  constructor(language, preview, follow) {
    this.#state = {
      language, drawn: false, drawing: false, canUndo: false, canRedo: false, busy: false, slow: false,
      image: null, answer: null, fault: null, faint: false, notice: null,
    }
    this.#preview = preview
    this.#follow = follow
    this.#writeWords()
    this.#write()
  }

  get state() {
    return this.#state
  }

  /** @param {Partial<State>} changes */
  show(changes) {
    const before = this.#state
    const now = { ...before, ...changes }
    const values = Object.values(before)
    if (Object.values(now).every((value, i) => value === values[i])) return
    this.#state = now
    if (now.language !== before.language) this.#writeWords()
    this.#write()
    this.#follow(now)
  }

  /** @param {Actions} act */
  listen(act) {
    const { undo, redo, clear, share, switchLanguage } = act
    for (const [id, click] of Object.entries({ undo, redo, delete_button: clear, share, language: switchLanguage })) {
      find(id).addEventListener('click', click)
    }
    find('corrections').addEventListener('toggle', act.review)
  }

  /** @param {Partial<State>} outcome of the drawing, in place of the last */
  conclude(outcome) {
    this.show({ answer: null, fault: null, faint: false, slow: false, ...outcome })
  }

  empty() {
    this.conclude({ image: null })
    say(this.#words.emptied)
  }

  /** Has the answer said, or why there is none, and a remark on it. */
  announce(remark = '') {
    const { answer, fault, faint } = this.#state
    say(fault || faint || answer ? `${this.#finding} ${remark}`.trim() : '')
  }

  get #words() {
    return WORDS[this.#state.language]
  }

  #writeWords() {
    const { language } = this.#state
    document.documentElement.lang = language
    document.title = this.#words.title
    for (const [name, word] of Object.entries(this.#words)) {
      if (typeof word !== 'string') continue
      for (const element of document.querySelectorAll(`[data-word=${name}]`)) element.textContent = word
      for (const element of document.querySelectorAll(`[data-label=${name}]`)) element.ariaLabel = word
    }
    find('language').lang = otherLanguage(language)
    find('keys').replaceChildren(...this.#words.keyList.flatMap(([key, meaning]) => [
      make('dt', key), make('dd', meaning),
    ]))
  }

  #write() {
    this.#writeTools()
    this.#writeResult()
    this.#preview.show(this.#state.image, this.#words.preview)
  }

  #writeTools() {
    const { drawn, canUndo, canRedo, notice } = this.#state
    find('invitation').hidden = drawn
    // Disabled in name only: a button that really is disabled loses the keyboard's focus.
    const enabled = { undo: canUndo, redo: canRedo, delete_button: drawn, share: drawn }
    for (const [id, can] of Object.entries(enabled)) find(id).ariaDisabled = String(!can)
    write(find('notice'), notice ? this.#words.notices[notice] : '')
  }

  #writeResult() {
    const { answer, fault, busy } = this.#state
    const result = find('result')
    result.ariaBusy = String(busy)
    result.dataset.fault = fault?.name ?? ''
    result.classList.toggle('refused', this.#rejected !== null)
    write(find('digit'), answer ? String(answer.estimated) : '')
    write(find('estimated'), answer ? `Estimated = ${answer.estimated}` : '')
    write(find('took'), answer ? this.#words.took(Math.max(1, Math.round(answer.ms))) : '')
    write(find('finding'), this.#finding)
    this.#writeBars()
  }

  /** Whether the answer may still change. */
  get #unsettled() {
    return this.#state.drawing || this.#state.busy
  }

  /** The answer "no digit". Half a digit often is none, so only a drawing that is done is rejected. */
  get #rejected() {
    const { answer } = this.#state
    return answer && !answer.digit && !this.#unsettled ? answer : null
  }

  /** What the page says of the drawing. */
  get #finding() {
    const { answer, fault, faint, slow } = this.#state
    if (fault) return this.#words.faults[fault.name](fault.detail)
    if (slow) return this.#words.slow
    if (this.#rejected) return this.#words.rejected(this.#rejected.estimated)
    if (answer) return this.#words.verdict(verdict(answer))
    if (this.#unsettled) return this.#words.reading
    return faint ? this.#words.faint : this.#words.waiting
  }

  /** A bar for each digit, and for none; an older service says nothing of that. */
  #writeBars() {
    const { answer } = this.#state
    const shares = answer ? [...answer.probabilities, answer.confidence === null ? null : 1 - answer.confidence] : []
    find('bars').querySelectorAll('li').forEach((row, i) => {
      const share = shares[i] ?? null
      row.classList.toggle('best', i === (this.#rejected ? NO_DIGIT_BAR : answer?.estimated))
      row.style.setProperty('--filled', String(share ?? 0))
      write(row.querySelector('.value'), percent(share))
    })
  }
}

/** @type {(name: 'dt' | 'dd', text: string) => HTMLElement} */
const make = (name, text) => {
  const element = document.createElement(name)
  element.textContent = text
  return element
}

/** @param {number | null} share never becomes a 0 or a 100 that isn't quite one */
const percent = share => {
  if (share === null) return ''
  if (share > 0 && share < 0.0005) return '< 0.1%'
  if (share < 1 && share >= 0.9995) return '> 99.9%'
  return `${(100 * share).toFixed(1)}%`
}
