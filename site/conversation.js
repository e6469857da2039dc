// The conversation: when the service is asked, and which answers still count. One request is under way at a time and
// the newest image goes next; a fault is tried again after a growing pause. An image with too little ink is not asked.

import { isNearlyBlank } from './raster.js'

const SPACING = 200 // ms between the starts of two requests: at most five a second
const SLOW = 3000 // ms after which one is told that it takes long
const FIRST_PAUSE = 1000 // ms after a first fault; twice as long after each further one
const LONGEST_PAUSE = 60_000 // ms

export class Conversation {
  #image
  #estimate
  #tell
  #unread = false // whether the drawing changed since its image was last read
  #underWay = null // the round that the request under way belongs to
  #answered = null // the image, as text, of the answer that stands
  #explained = false // whether that answer has its evidence
  #round = 0 // answers of an earlier round no longer count
  #began = -Infinity // when the last request began, in ms
  #earliest = -Infinity // when the next may begin
  #faults = 0 // in a row
  #timer
  /** Whether answers are asked for with their evidence. */
  explain = false

  /**
   * `image()` reads the newest image, `estimate(image, explain)` asks the service. `tell` has the functions `sent(image)`,
   * `faint(image)` in its place where the ink is too little, `answered(answer)`, `slow()`, `failed(fault)`, and
   * `settled()`: nothing is to come any more.
   */
  constructor(image, estimate, tell) {
    this.#image = image
    this.#estimate = estimate
    this.#tell = tell
    addEventListener('online', () => this.#hurry())
  }

  /** Whether an answer is still to come. */
  get busy() {
    return this.#unread || this.#underWay === this.#round
  }

  /** The drawing grew: its answer follows, after a pause where there is one. */
  follow() {
    this.#unread = true
    this.#go()
  }

  /** A stroke was done: its answer must stand soon, so a pause after faults is cut short. */
  conclude() {
    this.#unread = true
    this.#hurry()
  }

  /** The drawing became another: answers under way are for what is no more. */
  restart() {
    this.#round++
    this.#answered = null
    this.#unread = false
    clearTimeout(this.#timer)
  }

  #hurry() {
    this.#earliest = this.#began + SPACING
    this.#go()
  }

  #go() {
    clearTimeout(this.#timer)
    if (this.#underWay !== null || !this.#unread) return
    const wait = this.#earliest - performance.now()
    if (wait > 0) this.#timer = setTimeout(() => this.#go(), wait)
    else this.#ask()
  }

  async #ask() {
    const image = this.#image()
    this.#unread = false
    const { explain } = this
    if (image.join() === this.#answered && (this.#explained || !explain)) return this.#tell.settled()
    if (isNearlyBlank(image)) {
      this.#answered = null
      this.#tell.faint(image)
      return this.#tell.settled()
    }

    const round = this.#round
    this.#began = performance.now()
    this.#earliest = this.#began + SPACING
    this.#underWay = round
    this.#tell.sent(image)
    const slow = setTimeout(() => this.busy && this.#tell.slow(), SLOW)
    const outcome = await this.#estimate(image, explain).then(answer => ({ answer }), fault => ({ fault }))
    clearTimeout(slow)
    this.#underWay = null
    if (outcome.fault) this.#stumble()
    else this.#faults = 0
    if (round === this.#round) this.#pass(outcome, image, explain)
    this.#go()
  }

  #stumble() {
    this.#earliest = performance.now() + Math.min(FIRST_PAUSE * 2 ** this.#faults, LONGEST_PAUSE)
    this.#faults++
  }

  #pass({ answer, fault }, image, explain) {
    this.#answered = fault ? null : image.join()
    this.#explained = explain
    this.#unread ||= Boolean(fault)
    if (fault) this.#tell.failed(fault)
    else this.#tell.answered(answer)
    if (!this.busy) this.#tell.settled()
  }
}
