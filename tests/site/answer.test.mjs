// What the page says of an answer: how sure it is, which digit is doubtful, and what speaks for it.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { SIDE } from '../../site/drawing/raster.js'
import { colours, weigh } from '../../site/review/attribution.js'
import { doubtfulOf, sureness, verdict } from '../../site/view/verdict.js'

/** An answer of 3 with a probability, of 8 with another, and the rest for 5. */
const answer = (three, eight = 0, confidence = null, digit = true) => {
  const probabilities = Array(10).fill(0)
  probabilities[3] = three
  probabilities[8] = eight
  probabilities[5] = 1 - three - eight
  return { estimated: 3, probabilities, digit, confidence }
}

test('the surer, the surer the words', () => {
  for (const [probability, confidence, sure] of [
    [1, null, 'certain'], [0.98, null, 'certain'], [0.979, null, 'likely'], [0.85, null, 'likely'], [0.849, null, 'perhaps'],
    [0.5, null, 'perhaps'], [0.499, null, 'torn'], [1, 0.98, 'certain'], [1, 0.9, 'likely'], [0.9, 0.9, 'perhaps'], [1, 0.1, 'torn'],
  ]) {
    const found = verdict(answer(probability, 0, confidence))
    assert.deepEqual([found.sure, found.digit], [sure, 3], `${probability}, ${confidence}`)
  }
  assert.equal(sureness(answer(0.8, 0, 0.5)), 0.4)
})

test('a digit that comes close is named', () => {
  for (const [three, eight, runnerUp] of [[0.88, 0.12, 8], [0.88, 0.119, null], [0.45, 0.4, 8], [0.6, 0.1, 5], [0.3, 0.7, 8]]) {
    assert.equal(verdict(answer(three, eight)).runnerUp, runnerUp, `${three}, ${eight}`)
  }
})

test('the least sure digit is doubtful, and first what is none', () => {
  for (const [answers, expected] of [
    [[answer(0.9), answer(0.8), answer(0.95)], 1],
    [[answer(0.6), answer(0.99, 0, 0.99, false), answer(0.95)], 1],
    [[answer(0.9, 0, 0.5, false), answer(0.9, 0, 0.4, false)], 1],
    [[answer(0.9), answer(0.9)], 0],
  ]) {
    assert.equal(doubtfulOf(answers.map(answer => ({ answer }))), expected)
  }
})

test('a pixel is the more coloured the more it says', () => {
  assert.deepEqual(colours([100, 200, 50], [4, -1, 0]), [[86, 180, 233], [115 + 30, 79.5 + 30, 30], [15, 15, 15]])
  assert.deepEqual(colours([100, 0], [0, 0]), [[30, 30, 30], [0, 0, 0]], 'where nothing says anything all is grey')
})

test('places are the ninths of the box that digits are fitted into', () => {
  const third = at => at < 11 ? 0 : at < 18 ? 1 : 2
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    const ninth = 3 * third(Math.floor(pixel / SIDE)) + third(pixel % SIDE)
    const of = weight => weigh(Array.from({ length: SIDE * SIDE }, (_, i) => i === pixel ? weight : 0))
    assert.deepEqual(of(0.5), { share: 1, placeFor: ninth, placeAgainst: 0 })
    assert.deepEqual(of(-0.5), { share: 0, placeFor: 0, placeAgainst: ninth })
  }
})

test('what speaks for either is summed', () => {
  const attribution = Array(SIDE * SIDE).fill(0)
  attribution[0] = 3
  attribution[SIDE - 1] = 2
  attribution[SIDE - 2] = 2
  attribution[SIDE * SIDE - 1] = -1
  attribution[SIDE * SIDE - 2] = -2
  assert.deepEqual(weigh(attribution), { share: 0.7, placeFor: 2, placeAgainst: 8 })
  assert.equal(weigh(Array(SIDE * SIDE).fill(0)).share, 0)
})
