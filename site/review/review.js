// The review: what a person can ask and say about an answer, why it is that and what was really drawn. It is loaded
// when the first answer stands.

import { ReviewView, told } from './view.js'
import { colours, weigh } from './attribution.js'
import { correct, count, deleteAll, exported, labelOf } from './corrections.js'

export class Review {
  #page
  #view
  /** @type {ReviewState} */
  #state

  /**
   * @param {State} state what is to be seen of the page
   * @param {Preview} preview
   * @param {Page} page
   */
  constructor(state, preview, page) {
    this.#page = page
    this.#view = new ReviewView(preview, {
      askWhy: () => this.#askWhy(),
      correct: label => this.#correct(label),
      open: () => this.#show({ count: count(), confirming: false }),
      export: () => this.#state.count?.kept && save(exported()),
      delete: () => this.#delete(),
      spare: () => this.#show({ confirming: false }),
    })
    this.#state = {
      page: state, standing: isStanding(state), asksWhy: false, why: whyOf(state), ...this.#kept(), count: count(),
      confirming: false,
    }
    this.#view.write(this.#state)
    addEventListener('storage', () => this.#show({ ...this.#kept(), count: count() })) // another tab's
  }

  /**
   * Follows what is to be seen of the page.
   * @param {State} page
   */
  show(page) {
    const before = this.#state
    const standing = isStanding(page)
    const kept = standing && !before.standing ? this.#kept() : {}
    // The image may be a newer one than the answer's by now.
    const why = page.answer === before.page.answer ? before.why : whyOf(page)
    this.#show({ page, standing, why, ...kept })
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

  /**
   * What is kept of the drawing as it stands.
   * @returns {{ label: string | null, outcome: Outcome }}
   */
  #kept() {
    const label = labelOf(this.#page.text())
    return { label, outcome: label === null ? 'forgotten' : 'kept' }
  }

  #askWhy() {
    const asksWhy = !this.#state.asksWhy
    this.#show({ asksWhy })
    this.#page.explain(asksWhy)
  }

  /** @param {string} label */
  #correct(label) {
    if (!this.#state.standing) return
    const text = this.#page.text()
    const outcome = correct(text, label === this.#state.label ? null : label)
    this.#show({ label: labelOf(text), outcome, count: count(), confirming: false })
    this.#view.announce('kept')
  }

  #delete() {
    if (!this.#state.count || this.#state.count.kept + this.#state.count.unreadable === 0) return
    if (this.#state.confirming) {
      deleteAll()
      this.#show({ ...this.#kept(), count: count(), confirming: false })
      this.#view.announce('count')
    } else {
      this.#show({ confirming: true })
      this.#view.announce('delete_all')
    }
  }
}

/** @param {State} page */
const isStanding = ({ answer, busy, drawing }) => answer !== null && !busy && !drawing

/** @type {(page: State) => Why | null} */
const whyOf = ({ image, answer }) => {
  if (!image || !answer?.explanation) return null
  const { attribution, runnerUp } = answer.explanation
  return { ...weigh(attribution), digit: answer.estimated, runnerUp, colours: colours(image, attribution) }
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
