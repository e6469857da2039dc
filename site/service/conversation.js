// The conversation: when the service is asked, and which answers still count. One request is under way at a time, the
// newest image goes next, and a fault is tried again after a growing pause.

import { isNearlyBlank } from '../drawing/raster.js'
import { Fault, estimate } from './client.js'

const SPACING = 200 // ms between the starts of two requests: at most five a second
const SLOW = 3000 // ms until one is told so
const FIRST_PAUSE = 1000 // ms after a first fault, doubled after each further one
const LONGEST_PAUSE = 60_000 // ms

export class Conversation {
  #image
  #tell
  #unread = false // whether the drawing changed since its image was read
  /** @type {number | null} */
  #underWay = null // the round of the request under way
  /** @type {string | null} */
  #answered = null // the image of the answer that stands, as text
  #explained = false // whether it says why
  #round = 0 // answers of an earlier one no longer count
  #began = -Infinity // when the last request did, in ms
  #earliest = -Infinity // when the next may
  #faults = 0 // in a row
  #timer = 0
  #toldBusy = false
  explain = false // whether answers are to say why

  /**
   * @param {() => Image | null} image reads the newest
   * @param {ConversationListener} tell
   */
  constructor(image, tell) {
    this.#image = image
    this.#tell = tell
    addEventListener('online', () => this.#hurry())
  }

  /** The drawing grew: its answer follows, after a pause where there is one. */
  follow() {
    this.#want()
    this.#go()
  }

  /** The drawing is done for now: a pause after faults is cut short. */
  conclude() {
    this.#want()
    this.#hurry()
  }

  /** The drawing became another: the answer under way no longer counts. */
  restart() {
    this.#forget()
    this.conclude()
  }

  /** There is no drawing any more. */
  stop() {
    this.#forget()
    this.#unread = false
    clearTimeout(this.#timer)
    this.#tellBusy()
  }

  get #busy() {
    return this.#unread || this.#underWay === this.#round
  }

  #want() {
    this.#unread = true
    this.#tellBusy()
  }

  #forget() {
    this.#round++
    this.#answered = null
  }

  #tellBusy() {
    if (this.#busy === this.#toldBusy) return
    this.#toldBusy = this.#busy
    this.#tell.busy(this.#busy)
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
    const { explain } = this
    this.#unread = false
    if (!image || image.join() === this.#answered && (this.#explained || !explain)) return this.#settle()
    if (isNearlyBlank(image)) {
      this.#answered = null
      this.#tell.faint(image)
      return this.#settle()
    }

    const round = this.#round
    this.#began = performance.now()
    this.#earliest = this.#began + SPACING
    this.#underWay = round
    this.#tell.sent(image)
    const slow = setTimeout(() => this.#busy && this.#tell.slow(), SLOW)
    const outcome = await estimate(image, explain)
    clearTimeout(slow)
    this.#underWay = null
    if (outcome instanceof Fault) this.#stumble()
    else this.#faults = 0
    if (round === this.#round) this.#pass(outcome, image, explain)
    this.#go()
  }

  #stumble() {
    this.#earliest = performance.now() + Math.min(FIRST_PAUSE * 2 ** this.#faults, LONGEST_PAUSE)
    this.#faults++
  }

  /** @type {(outcome: Answer | Fault, image: Image, explain: boolean) => void} */
  #pass(outcome, image, explain) {
    this.#explained = explain
    if (outcome instanceof Fault) {
      this.#answered = null
      this.#unread = true
      return this.#tell.failed(outcome)
    }
    this.#answered = image.join()
    this.#tell.answered(outcome)
    if (!this.#busy) this.#settle()
  }

  #settle() {
    this.#tellBusy()
    this.#tell.settled()
  }
}
