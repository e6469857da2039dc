// The verdict: probabilities as one would say them, and which digit of a number there is most to say about.

// The least sureness of the best digit for each way to say it.
const CERTAIN = 0.98
const LIKELY = 0.85
const PERHAPS = 0.5
const CLOSE = 0.12 // a second digit with at least this probability is worth a word

/** @type {(answer: Answer) => Verdict} */
export const verdict = answer => {
  const { estimated, probabilities } = answer
  const sure = sureness(answer)
  const [second] = [...probabilities.keys()]
    .filter(digit => digit !== estimated)
    .sort((a, b) => probabilities[b] - probabilities[a])
  return {
    sure: sure >= CERTAIN ? 'certain' : sure >= LIKELY ? 'likely' : sure >= PERHAPS ? 'perhaps' : 'torn',
    digit: estimated,
    runnerUp: probabilities[second] >= CLOSE ? second : null,
  }
}

/** @type {(answer: Answer) => number} the probability, 0..1, that it is what it seems to be */
export const sureness = ({ estimated, probabilities, confidence }) => probabilities[estimated] * (confidence ?? 1)

/** @type {(digits: Digit[]) => number} the place of the least sure one; one that is rejected is less sure than any other */
export const doubtfulOf = digits => {
  const worths = digits.map(({ answer }) => sureness(answer) + Number(answer.digit))
  return worths.indexOf(Math.min(...worths))
}
