// The verdict: probabilities as one would say them.

// The least probability of the best digit for each way to say it.
const CERTAIN = 0.98
const LIKELY = 0.85
const PERHAPS = 0.5
const CLOSE = 0.12 // a second digit with at least this probability is worth a word

/** @type {(answer: Answer) => Verdict} */
export const verdict = ({ estimated, probabilities }) => {
  const top = probabilities[estimated]
  const [second] = [...probabilities.keys()]
    .filter(digit => digit !== estimated)
    .sort((a, b) => probabilities[b] - probabilities[a])
  return {
    sure: top >= CERTAIN ? 'certain' : top >= LIKELY ? 'likely' : top >= PERHAPS ? 'perhaps' : 'torn',
    digit: estimated,
    runnerUp: probabilities[second] >= CLOSE ? second : null,
  }
}
