// The client: the only request that the page makes. It asks the service for the digit in an image, and turns all
// that can go wrong into a Fault with a name.

const PATIENCE = 10_000 // ms until a request is given up
const LONGEST_DETAIL = 200 // characters of the service's own words that are shown

const ENDPOINT = document.querySelector('meta[name="estimate-url"]')?.content || 'estimate'

/** Why there is no answer. `name` is one of words.js's `faults`; `detail` is what the service said, if anything. */
export class Fault extends Error {
  constructor(name, detail = '') {
    super(detail)
    this.name = name
    this.detail = detail
  }
}

/**
 * The service's answer to 784 brightnesses, checked: `{estimated, probabilities, digit, confidence, ms}`, with how long
 * it took; with `explain` also `{evidence, runnerUp}`. An older service leaves null what it doesn't know. Throws a Fault.
 */
export const estimate = async (image, explain) => {
  const start = performance.now()
  const { status, text } = await post(JSON.stringify(explain ? { input: image, explain } : { input: image }))
  const ms = performance.now() - start
  const answer = parse(text)
  if (status !== 200) throw new Fault(faultOf(status), detailOf(answer))
  if (!isAnswer(answer) || explain && !isExplained(answer)) throw new Fault('garbled')
  const { estimated, probabilities, digit = true, confidence = null } = answer
  const { evidence = null, runner_up: runnerUp = null } = answer
  return { estimated, probabilities, digit, confidence, ms, ...explain && { evidence, runnerUp } }
}

/** Text sent as plain text needs no preflight where the service is on another origin. */
const post = async body => {
  try {
    const response = await fetch(ENDPOINT, {
      method: 'POST', body, credentials: 'omit', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE),
    })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    if (error.name === 'TimeoutError') throw new Fault('late')
    throw new Fault(navigator.onLine ? 'unreachable' : 'offline')
  }
}

const ABSENT = [403, 404, 405, 501] // what hosts of files alone say to a POST, and the service never

const faultOf = status => {
  if (status === 429) return 'throttled'
  if (ABSENT.includes(status)) return 'absent'
  return status >= 500 ? 'broken' : status >= 400 ? 'refused' : 'garbled'
}

/** What the service says that was wrong, or nothing. */
const detailOf = answer => typeof answer?.error === 'string' ? answer.error.slice(0, LONGEST_DETAIL) : ''

const parse = text => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const isAnswer = answer =>
  isDigit(answer?.estimated) &&
  Array.isArray(answer.probabilities) && answer.probabilities.length === 10 &&
  answer.probabilities.every(isProbability) &&
  (isOlder(answer) || typeof answer.digit === 'boolean' && isProbability(answer.confidence))

/** A service of an older version says neither: to it, everything is a digit. Nor does it say why. */
const isOlder = ({ digit, confidence }) => digit === undefined && confidence === undefined

const isExplained = answer => isOlder(answer) ||
  isDigit(answer.runner_up) && answer.runner_up !== answer.estimated &&
  Array.isArray(answer.evidence) && answer.evidence.length === 784 && answer.evidence.every(Number.isFinite)

const isDigit = value => Number.isInteger(value) && value >= 0 && value <= 9

const isProbability = value => typeof value === 'number' && value >= 0 && value <= 1
