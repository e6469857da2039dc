// The conversation: when the service is asked, and which answers still count. One request is under way at a time, with
// what is missing to read the newest drawing, and a fault is tried again after a growing pause.

import { isNearlyBlank } from '../drawing/raster.js'
import { Fault, estimate } from './client.js'

const SPACING = 200 // ms between the starts of requests about two drawings
const FIVE = 1000 // ms in which five start at most
const UNHURRIED = 500 // ms from a change to a request that may wait
const SLOW = 3000 // ms until one is told so
const FIRST_PAUSE = 1000 // ms after a first fault, doubled after each further one
const LONGEST_PAUSE = 60_000 // ms
const MOST_ASKED = 64 // images of a request, as many as the service takes
/** @type {Answer} */
const NO_DIGIT = { estimated: 0, probabilities: [], digit: false, confidence: 0, ms: 0 }

export class Conversation {
  #read
  #chosen
  #tell
  #unread = false // whether there is more to ask
  /** @type {Reading | null} */
  #reading = null // about the same drawing, where it didn't change
  /** @type {number | null} */
  #underWay = null // the round of the request under way
  /** @type {Map<string, Answer>} */
  #known = new Map() // by image, as text, of this drawing: its points bound how many there are
  #round = 0 // answers of an earlier one no longer count
  #starts = Array(5).fill(-Infinity) // of the last, in ms
  #earliest = -Infinity // when the next may
  #faults = 0 // in a row
  #timer = 0
  /** @type {AnswerTo} */
  #answerTo = image => this.#known.get(image.join())
  explain = false // whether answers are to say why

  /**
   * @param {() => Promise<Reading>} read the newest drawing
   * @param {() => Image | null} chosen what is to be explained, of what was answered
   * @param {ConversationListener} tell
   */
  constructor(read, chosen, tell) {
    this.#read = read
    this.#chosen = chosen
    this.#tell = tell
    addEventListener('online', () => this.#hurry())
  }

  /** The drawing grew: its answer follows, later where `unhurried`, for fewer requests. */
  follow(unhurried = false) {
    if (unhurried && !this.#unread) this.#earliest = Math.max(this.#earliest, performance.now() + UNHURRIED)
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
    this.#reading = null
    this.#tellBusy()
  }

  #forget() {
    this.#round++
    this.#reading = null
    this.#known.clear()
  }

  #tellBusy() {
    this.#tell.busy(this.#busy)
  }

  #hurry() {
    this.#rest(SPACING)
    this.#go()
  }

  /** @param {number} spacing */
  #rest(spacing) {
    this.#earliest = Math.max(this.#starts[4] + spacing, this.#starts[0] + FIVE)
  }

  #go() {
    clearTimeout(this.#timer)
    if (this.#underWay !== null || !this.#unread) return
    // Never at once: showing a drawing is a task of its own, and reading it.
    this.#timer = setTimeout(() => this.#ask(), Math.ceil(this.#earliest - performance.now()))
  }

  async #ask() {
    const round = this.#round
    this.#underWay = round
    this.#unread = false
    const again = this.#reading
    this.#reading = null
    const reading = again ?? await this.#read()
    this.#underWay = null
    if (round === this.#round) await this.#advance(reading, again !== null)
    if (round === this.#round && !this.#busy) {
      this.#tellBusy()
      this.#tell.settled()
    }
    this.#go()
  }

  /** @type {(reading: Reading, again: boolean) => Promise<void>} */
  async #advance(reading, again) {
    const { whole } = reading
    if (!whole) return
    if (isNearlyBlank(whole)) return this.#tell.faint(whole)
    const missing = (again ? this.#ahead(reading) : reading.missing(this.#answerTo)).slice(0, MOST_ASKED)
    if (missing.length > 0) return this.#request(missing, this.explain && missing.length === 1, reading)
    this.#tell.answered(reading.digits(this.#answerTo))
    if (this.#unexplained.length > 0) await this.#request(this.#unexplained, true, reading)
  }

  /** @type {(reading: Reading) => Image[]} what is missing, and what would be if that were no digit */
  #ahead(reading) {
    /** @type {Map<string, Image>} */
    const images = new Map()
    for (let more = reading.missing(this.#answerTo); more.length > 0 && images.size < MOST_ASKED;) {
      for (const image of more) images.set(image.join(), image)
      more = reading.missing(image => this.#answerTo(image) ?? (images.has(image.join()) ? NO_DIGIT : undefined))
    }
    return [...images.values()]
  }

  /** @type {(images: Image[], explain: boolean, reading: Reading) => Promise<void>} */
  async #request(images, explain, reading) {
    const round = this.#round
    this.#starts = [...this.#starts.slice(1), performance.now()]
    this.#rest(SPACING)
    this.#underWay = round
    this.#tell.sent(images)
    const slow = setTimeout(() => this.#busy && this.#tell.slow(), SLOW)
    const outcome = await estimate(images, explain)
    clearTimeout(slow)
    this.#underWay = null
    if (outcome instanceof Fault) this.#stumble()
    else this.#faults = 0
    if (round === this.#round) this.#pass(outcome, images, reading)
  }

  /** @returns {Image[]} the image that is still to be explained */
  get #unexplained() {
    const image = this.explain ? this.#chosen() : null
    return image && this.#answerTo(image)?.explanation === undefined ? [image] : []
  }

  #stumble() {
    this.#earliest = performance.now() + Math.min(FIRST_PAUSE * 2 ** this.#faults, LONGEST_PAUSE)
    this.#faults++
  }

  /** @type {(outcome: Answer[] | Fault, images: Image[], reading: Reading) => void} */
  #pass(outcome, images, reading) {
    if (outcome instanceof Fault) {
      this.#unread = true
      return this.#tell.failed(outcome)
    }
    outcome.forEach((answer, i) => this.#known.set(images[i].join(), answer))
    this.#tell.answered(reading.digits(this.#answerTo))
    if (reading.missing(this.#answerTo).length === 0 && this.#unexplained.length === 0) return
    if (!this.#unread) this.#reading = reading
    this.#unread = true
    this.#rest(0)
  }
}
