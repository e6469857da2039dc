// The view: what is to be seen, written anew after each change.

import { WORDS, otherLanguage } from './words.js'
import { addStyle, chosenOf, find, make, percent, say, spaced, write } from './document.js'
import { doubtfulOf, verdict } from './verdict.js'

const NO_DIGIT_BAR = 10 // its number, after those of the ten digits

export class View {
  /** @type {State} */
  #state
  #preview
  #follow
  /** @type {import('./digits.js').Digits | null} */
  #digits = null
  /** @type {Promise<void> | null} */
  #loading = null

  /** @param {Language} language @param {Preview} preview @param {(state: State) => void} follow called after each change */
  constructor(language, preview, follow) {
    this.#state = {
      language, drawn: false, drawing: false, canUndo: false, canRedo: false, opening: false, busy: false, slow: false,
      image: null, digits: [], chosen: 0, fault: null, faint: false, notice: null,
    }
    this.#preview = preview
    this.#follow = follow
    this.#writeWords()
    this.#write()
  }

  get state() {
    return this.#state
  }

  get chosen() {
    return chosenOf(this.#state)
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
    const input = /** @type {HTMLInputElement} */ (find('picture'))
    find('choose').addEventListener('click', () => input.click())
    input.addEventListener('change', () => {
      act.open(input.files)
      input.value = '' // so that the same one can be chosen again
    })
    addEventListener('paste', ({ clipboardData }) => act.open(clipboardData?.files))
    for (const type of ['dragover', 'drop']) {
      addEventListener(type, event => {
        const { dataTransfer } = /** @type {DragEvent} */ (event)
        if (!dataTransfer?.types.includes('Files')) return
        event.preventDefault()
        act.open(dataTransfer.files) // none while they are dragged
      })
    }
  }

  /** Resolves once numbers can be shown in full, or what that takes is out of reach. @param {Actions['choose']} choose */
  prepare(choose) {
    return this.#loading ??= Promise.all([import('./digits.js'), addStyle(new URL('digits.css', import.meta.url))]).then(
      ([{ Digits }]) => { this.#digits = new Digits(choose) },
      () => { this.#loading = null },
    )
  }

  /** @param {Partial<State>} outcome of the drawing, in place of the last */
  conclude(outcome) {
    this.show({ digits: [], chosen: 0, fault: null, faint: false, slow: false, ...outcome })
  }

  empty() {
    this.conclude({ image: null })
    say(this.#words.emptied)
  }

  /** Has the answer said, or why there is none. */
  announce(remark = '') {
    const { digits, fault, faint } = this.#state
    say(fault || faint || digits.length > 0 ? `${this.#finding} ${remark}`.trim() : '')
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
      for (const element of document.querySelectorAll(`[data-label=${name}]`)) element.setAttribute('aria-label', word)
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
    for (const [id, can] of Object.entries(enabled)) find(id).setAttribute('aria-disabled', String(!can))
    write(find('notice'), typeof notice === 'string' ? this.#words.notices[notice] : notice?.[this.#state.language] ?? '')
  }

  #writeResult() {
    const { digits, fault, opening, busy } = this.#state
    const { chosen } = this
    const result = find('result')
    result.setAttribute('aria-busy', String(opening || busy))
    result.dataset.fault = fault?.name ?? ''
    result.classList.toggle('refused', digits.some(digit => this.#isRejected(digit)))
    write(find('digit'), spaced(digits, this.#figures))
    this.#digits?.write(this.#state, this.#figures)
    const number = spaced(digits, digits.map(({ answer }) => String(answer.estimated)))
    write(find('estimated'), chosen ? `Estimated = ${number}` : '')
    write(find('took'), chosen ? this.#words.took(Math.max(1, Math.round(chosen.answer.ms))) : '')
    write(find('finding'), this.#finding)
    this.#writeBars()
  }

  /** Whether what was read may still change. */
  get #unsettled() {
    return this.#state.drawing || this.#state.busy
  }

  /** Half a digit often is none, so only a drawing that is done is rejected. @param {Digit | null} digit */
  #isRejected(digit) {
    return digit !== null && !digit.answer.digit && !this.#unsettled
  }

  /** For each digit; a part of a number that is none has a question mark. */
  get #figures() {
    const { digits } = this.#state
    return digits.map(digit => digits.length > 1 && this.#isRejected(digit) ? '?' : String(digit.answer.estimated))
  }

  get #finding() {
    const { digits, fault, faint, slow, opening } = this.#state
    if (opening) return this.#words.reading
    if (fault) return this.#words.faults[fault.name](fault.detail)
    if (slow) return this.#words.slow
    if (digits.length > 0) return this.#verdict(digits, doubtfulOf(digits))
    if (this.#unsettled) return this.#words.reading
    return faint ? this.#words.faint : this.#words.waiting
  }

  /** @type {(digits: Digit[], place: number) => string} speaks of the digit at the place, which is least sure */
  #verdict(digits, place) {
    const { answer } = digits[place]
    const rejected = this.#isRejected(digits[place])
    if (digits.length === 1 && !digits[0].sign) {
      return rejected ? this.#words.rejected(answer.estimated) : this.#words.verdict(verdict(answer))
    }
    const number = spaced(digits, this.#figures)
    return rejected ? this.#words.numberRejected(number, place, answer.estimated)
      : this.#words.numberVerdict(number, place, verdict(answer))
  }

  /** A bar for each digit, and for none. */
  #writeBars() {
    const { chosen } = this
    const shares = chosen ? sharesOf(chosen.answer) : []
    const best = chosen && (this.#isRejected(chosen) ? NO_DIGIT_BAR : chosen.answer.estimated)
    find('bars').querySelectorAll('li').forEach((row, i) => {
      const share = shares[i] ?? null
      row.classList.toggle('best', i === best)
      row.style.setProperty('--filled', String(share ?? 0))
      write(row.querySelector('.value'), percent(share))
    })
  }
}

/** @type {(answer: Answer) => (number | null)[]} */
const sharesOf = ({ probabilities, confidence }) => [...probabilities, confidence === null ? null : 1 - confidence]
