// The review: what a person can ask and say about an answer, why it is that and what was really drawn. It is loaded when
// the first answer stands.

import { ReviewView } from './review_view.js'
import { colours, weigh } from './evidence.js'
import { correct, count, deleteAll, exported, labelOf } from './corrections.js'

export class Review {
  #page
  #conversation
  #text
  #view = new ReviewView()
  /** The state of the page's view, and what is to be seen of the review beside it. */
  #shown = {
    page: null,
    standing: false, // whether an answer stands that nothing will change
    asksWhy: false,
    explanation: null, // of the answer: {colours, share, strongest}
    label: null, // of the drawing
    outcome: 'forgotten', // what came of correcting it, as corrections.js says
    count: count(),
    confirming: false, // whether the next click deletes all
  }

  /** `page` is the page's view, and `text()` the drawing as text, empty where there is none. */
  constructor(page, conversation, text) {
    this.#page = page
    this.#conversation = conversation
    this.#text = text
    this.#view.listen({
      askWhy: () => this.#askWhy(),
      correct: label => this.#correct(label),
      open: () => this.#show({ count: count(), confirming: false }),
      export: () => this.#shown.count?.kept && save(exported()),
      delete: () => this.#delete(),
      spare: () => this.#show({ confirming: false }),
    })
    addEventListener('storage', () => this.#show({ ...this.#kept(), count: count() })) // another tab's
  }

  /** Follows the state of the page's view. */
  show(page) {
    const standing = Boolean(page.answer) && !page.busy && !page.drawing
    const changes = { page, standing }
    if (standing && !this.#shown.standing) Object.assign(changes, this.#kept())
    if (page.answer !== this.#shown.page?.answer) {
      const { evidence } = page.answer ?? {}
      changes.explanation = evidence ? { colours: colours(page.image, evidence), ...weigh(evidence) } : null
    }
    this.#show(changes)
  }

  /** What is to be said beside the page's finding. */
  get remark() {
    return this.#shown.asksWhy ? this.#view.why : ''
  }

  #show(changes) {
    this.#shown = { ...this.#shown, ...changes }
    this.#view.write(this.#shown)
  }

  /** What is kept of the drawing as it stands. */
  #kept() {
    const label = labelOf(this.#text())
    return { label, outcome: label === null ? 'forgotten' : 'kept' }
  }

  #askWhy() {
    const asksWhy = !this.#shown.asksWhy
    this.#show({ asksWhy })
    this.#conversation.explain = asksWhy
    if (!asksWhy || this.#text() === '') return
    this.#conversation.conclude()
    this.#page.show({ busy: this.#conversation.busy })
  }

  #correct(label) {
    if (!this.#shown.standing) return
    const outcome = correct(this.#text(), label === this.#shown.label ? null : label)
    this.#show({ label: labelOf(this.#text()), outcome, count: count(), confirming: false })
    this.#view.announce('kept')
  }

  #delete() {
    if (!this.#shown.count || this.#shown.count.kept + this.#shown.count.unreadable === 0) return
    if (this.#shown.confirming) {
      deleteAll()
      this.#show({ ...this.#kept(), count: count(), confirming: false })
      this.#view.announce('count')
    } else {
      this.#show({ confirming: true })
      this.#view.announce('delete_all')
    }
  }
}

/** Has the browser save the text as a file. */
const save = text => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/x-ndjson' }))
  link.download = 'drawings.ndjson'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000) // by then the browser has read it
}
