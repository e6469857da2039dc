// The review: what a person can ask and say about an answer, why it is that and what was really drawn. It is loaded
// when the first answer stands.

import { ReviewView, told } from './view.js'
import { chosenOf } from '../view/document.js'
import { colours, weigh } from './attribution.js'
import { LABELS, correct, count, deleteAll, exported, labelOf } from './corrections.js'
import { encode } from '../drawing/drawing.js'

export class Review {
  #explain
  #view
  /** @type {ReviewState} */
  #state

  /**
   * @param {State} state what is to be seen of the page
   * @param {Preview} preview
   * @param {(asked: boolean) => void} explain whether answers are to say why
   */
  constructor(state, preview, explain) {
    this.#explain = explain
    this.#view = new ReviewView(preview, {
      askWhy: () => this.#askWhy(),
      correct: label => this.#correct(label),
      correctAll: number => this.#correctAll(number),
      open: () => this.#show({ count: count(), confirming: false }),
      export: () => this.#state.count?.kept && save(exported()),
      delete: () => this.#delete(),
      spare: () => this.#show({ confirming: false }),
    })
    this.#state = {
      page: state, standing: isStanding(state), asksWhy: false, why: whyOf(state), ...keptOf(state), count: count(),
      confirming: false,
    }
    this.#view.write(this.#state)
    addEventListener('storage', () => this.#show({ ...keptOf(this.#state.page), count: count() })) // another tab's
  }

  /** @param {State} page */
  show(page) {
    const before = this.#state
    const standing = isStanding(page)
    const digit = chosenOf(page)
    const another = digit !== chosenOf(before.page)
    const kept = standing && (another || !before.standing) ? keptOf(page) : {}
    this.#show({ page, standing, why: another ? whyOf(page) : before.why, ...kept })
  }

  /** What is said beside the page's finding. */
  get remark() {
    return this.#state.asksWhy ? told(this.#state) : ''
  }

  /** @param {Partial<ReviewState>} changes */
  #show(changes) {
    this.#state = { ...this.#state, ...changes }
    this.#view.write(this.#state)
  }

  #askWhy() {
    const asksWhy = !this.#state.asksWhy
    this.#show({ asksWhy })
    this.#explain(asksWhy)
  }

  /** @param {string} label */
  #correct(label) {
    const digit = chosenOf(this.#state.page)
    if (!digit || !this.#state.standing) return
    const outcome = correct(encode(digit.drawing), label === this.#state.label ? null : label)
    this.#conclude({ outcome })
  }

  /** @param {string} number the labels of all digits, as they were typed */
  #correctAll(number) {
    const { page, standing } = this.#state
    if (!standing) return false
    const labels = [...number.replace(/[ .,:+-]/g, '')]
    const fits = labels.length === page.digits.length && labels.every(label => LABELS.includes(label))
    const outcome = fits ? togetherOf(page.digits.map(({ drawing }, i) => correct(encode(drawing), labels[i])))
      : 'otherNumber'
    this.#conclude({ outcome, named: number })
    return outcome === 'numberKept' || outcome === 'madeRoom'
  }

  /** @param {Partial<ReviewState>} outcome of a correction */
  #conclude(outcome) {
    this.#show({ ...keptOf(this.#state.page), count: count(), confirming: false, ...outcome })
    this.#view.announce('kept')
  }

  #delete() {
    if (!this.#state.count || this.#state.count.kept + this.#state.count.unreadable === 0) return
    if (this.#state.confirming) {
      deleteAll()
      this.#show({ ...keptOf(this.#state.page), count: count(), confirming: false })
      this.#view.announce('count')
    } else {
      this.#show({ confirming: true })
      this.#view.announce('delete_all')
    }
  }
}

/** @param {State} page */
const isStanding = ({ digits, busy, drawing }) => digits.length > 0 && !busy && !drawing

/** @type {(page: State) => Why | null} */
const whyOf = page => {
  const { image, answer } = chosenOf(page) ?? {}
  if (!image || !answer?.explanation) return null
  const { attribution, runnerUp } = answer.explanation
  return { ...weigh(attribution), digit: answer.estimated, runnerUp, colours: colours(image, attribution) }
}

/** @type {(outcomes: Outcome[]) => Outcome} a number's, of its digits' */
const togetherOf = outcomes => {
  const lost = outcomes.filter(outcome => outcome === 'full' || outcome === 'forbidden')
  if (lost.length > 0) return lost.length < outcomes.length ? 'partlyKept' : lost[0]
  return outcomes.includes('madeRoom') ? 'madeRoom' : 'numberKept'
}

/** @type {(page: State) => Pick<ReviewState, 'label' | 'named' | 'outcome'>} what is kept of the chosen digit */
const keptOf = page => {
  const label = labelOf(encode(chosenOf(page)?.drawing ?? []))
  return { label, named: label, outcome: label === null ? 'forgotten' : 'kept' }
}

/** @param {string} text becomes a file */
const save = text => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/x-ndjson' }))
  link.download = 'drawings.ndjson'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000) // by then the browser has read it
}
