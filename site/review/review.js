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
      correctAll: labels => this.#correctAll([...labels]),
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

  /**
   * Follows what is to be seen of the page.
   * @param {State} page
   */
  show(page) {
    const before = this.#state
    const standing = isStanding(page)
    const digit = chosenOf(page)
    const another = digit !== chosenOf(before.page)
    const kept = standing && (another || !before.standing) ? keptOf(page) : {}
    this.#show({ page, standing, why: another ? whyOf(page) : before.why, ...kept })
  }

  /** What is to be said beside the page's finding. */
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
    const text = encode(digit.drawing)
    const outcome = correct(text, label === this.#state.label ? null : label)
    this.#show({ label: labelOf(text), outcome, count: count(), confirming: false })
    this.#view.announce('kept')
  }

  /** @param {string[]} labels of all digits, as they were typed */
  #correctAll(labels) {
    const { page, standing } = this.#state
    if (!standing) return
    if (labels.length !== page.digits.length || labels.some(label => !LABELS.includes(label))) {
      this.#show({ outcome: 'otherNumber' })
    } else {
      const outcomes = page.digits.map(({ drawing }, i) => correct(encode(drawing), labels[i]))
      const outcome = outcomes.find(outcome => outcome !== 'kept') ?? 'kept'
      this.#show({ ...keptOf(page), outcome, count: count(), confirming: false })
    }
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

/** @type {(page: State) => { label: string | null, outcome: Outcome }} what is kept of the chosen digit */
const keptOf = page => {
  const label = labelOf(encode(chosenOf(page)?.drawing ?? []))
  return { label, outcome: label === null ? 'forgotten' : 'kept' }
}

/**
 * Has the browser save the text as a file.
 * @param {string} text
 */
const save = text => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/x-ndjson' }))
  link.download = 'drawings.ndjson'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000) // by then the browser has read it
}
