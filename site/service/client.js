// The client: the only request that the page makes. All that can go wrong with it has a name.

const TIMEOUT = 10_000 // ms
const LONGEST_DETAIL = 200 // characters of the service's words
const LARGEST = Number.MAX_VALUE

const ENDPOINT = document.querySelector('meta[name="estimate-url"]')?.getAttribute('content') || 'estimate'

export class Fault {
  /** @param {FaultName} name @param {string} detail what the service said */
  constructor(name, detail = '') {
    this.name = name
    this.detail = detail
  }
}

/** @type {(images: Image[], explain: boolean) => Promise<Answer[] | Fault>} `explain` goes with a single image */
export const estimate = async (images, explain) => {
  const start = performance.now()
  const alone = images.length === 1
  const reply = await post(JSON.stringify(alone ? { input: images[0], ...explain && { explain } } : { inputs: images }))
  const ms = performance.now() - start
  if (reply instanceof Fault) return reply
  const fields = parse(reply.text)
  if (reply.status !== 200) return new Fault(faultOf(reply.status), detailOf(fields))
  const estimates = alone ? [fields] : fields.estimates
  if (!Array.isArray(estimates) || estimates.length !== images.length) return new Fault('garbled')
  const answers = estimates.map(estimate => answerOf({ ...estimate }, explain, ms)).filter(answer => answer !== null)
  return answers.length === images.length ? answers : new Fault('garbled')
}

/** @param {string} body plain text, which needs no preflight where the service is on another origin */
const post = async body => {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), TIMEOUT)
  try {
    const response = await fetch(ENDPOINT, {
      method: 'POST', body, credentials: 'omit', cache: 'no-store', signal: late.signal,
    })
    return { status: response.status, text: await response.text() }
  } catch {
    if (late.signal.aborted) return new Fault('late')
    return new Fault(navigator.onLine ? 'unreachable' : 'offline')
  } finally {
    clearTimeout(timer)
  }
}

const ABSENT = [403, 404, 405, 501] // what hosts of files alone say to a POST, and the service never

/** @type {(status: number) => FaultName} */
const faultOf = status => {
  if (status === 429) return 'throttled'
  if (ABSENT.includes(status)) return 'absent'
  return status >= 500 ? 'broken' : status >= 400 ? 'refused' : 'garbled'
}

/** @type {(text: string) => Fields} */
const parse = text => {
  try {
    return { ...JSON.parse(text) }
  } catch {
    return {}
  }
}

/** @param {Fields} fields */
const detailOf = ({ error }) => typeof error === 'string' ? error.slice(0, LONGEST_DETAIL) : ''

/** @type {(fields: Fields, explain: boolean, ms: number) => Answer | null} */
const answerOf = ({ estimated, probabilities, digit, confidence, runner_up, evidence }, explain, ms) => {
  if (!isDigit(estimated) || !areWithin(probabilities, 10, 0, 1)) return null
  const answer = { estimated, probabilities, ms }
  if (digit === undefined && confidence === undefined) {
    return { ...answer, digit: true, confidence: null, explanation: null } // an older service says no more
  }
  if (typeof digit !== 'boolean' || !isWithin(confidence, 0, 1)) return null
  if (!explain) return { ...answer, digit, confidence }
  if (!isDigit(runner_up) || runner_up === estimated || !areWithin(evidence, 784, -LARGEST, LARGEST)) return null
  return { ...answer, digit, confidence, explanation: { attribution: evidence, runnerUp: runner_up } }
}

/** @param {unknown} value @param {number} least @param {number} most @returns {value is number} */
const isWithin = (value, least, most) => typeof value === 'number' && value >= least && value <= most

/** @param {unknown} value @returns {value is number} */
const isDigit = value => isWithin(value, 0, 9) && Number.isInteger(value)

/** @param {unknown} value @param {number} length @param {number} least @param {number} most @returns {value is number[]} */
const areWithin = (value, length, least, most) =>
  Array.isArray(value) && value.length === length && value.every(item => isWithin(item, least, most))
