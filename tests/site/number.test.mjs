// A number while it is read: what is asked about and when, and which digits and signs the answers make.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { rasterize } from '../../site/drawing/raster.js'
import { read } from '../../site/number/reading.js'
import { readNumber } from '../../site/number/number.js'
import { digit } from './golden.mjs'

const bar = (x, top = 0, bottom = 100) => [[x, top], [x, bottom]]
const dot = (x, y) => [[x, y]]
const at = (label, x, y = 0, height = 100) => digit(label, height, [x, y])
const named = drawing => rasterize(drawing).join()

/** A network that knows these drawings for what they are, and nothing else for a digit. */
const networkOf = known => {
  const labels = new Map(known.map(([label, drawing]) => [named(drawing), label]))
  return image => labels.has(image.join())
    ? { estimated: Number(labels.get(image.join())), digit: true, confidence: 0.97 }
    : { estimated: 8, digit: false, confidence: 0.01 }
}

/** All that a reading asks about, request by request, and what it has read in the end; `?` is behind what is no digit. */
const finish = (reading, network) => {
  const answers = new Map()
  const answerTo = image => answers.get(image.join())
  const asked = []
  for (;;) {
    const missing = reading.missing(answerTo)
    if (missing.length === 0) {
      const digits = reading.digits(answerTo)
      return { asked, digits, text: digits.map(({ sign, answer }) => `${sign}${answer.estimated}${answer.digit ? '' : '?'}`).join('') }
    }
    assert.ok(missing.every(image => !answerTo(image)), 'nothing is asked about twice')
    asked.push(missing.map(image => image.join()))
    missing.forEach(image => answers.set(image.join(), network(image)))
    assert.ok(reading.digits(answerTo).length > 0, 'there is something to show')
  }
}

const check = (what, drawing, known, expected) => {
  const { asked, text } = finish(readNumber(drawing), networkOf(known))
  assert.equal(text, expected, what)
  return asked
}

test('one digit is one image', () => {
  const four = at('4', 0)
  const reading = readNumber(four)
  assert.deepEqual(reading.whole, rasterize(four))
  assert.deepEqual(reading.digits(() => undefined), [], 'nothing is known yet')
  const { asked, digits } = finish(reading, networkOf([['4', four]]))
  assert.deepEqual(asked, [[named(four)]])
  assert.deepEqual(digits.map(({ drawing, image, sign }) => [drawing, image, sign]), [[four, rasterize(four), '']])
})

test('the digits of a number are asked about at once, and what is equal once', () => {
  const [four, two] = [at('4', 0), at('2', 120)]
  const { asked, digits, text } = finish(readNumber([...four, ...two]), networkOf([['4', four], ['2', two]]))
  assert.deepEqual(asked, [[named(four), named(two)]])
  assert.deepEqual([text, digits.map(({ drawing }) => drawing)], ['42', [four, two]])
  assert.deepEqual(check('two upright lines', [bar(0), bar(60)], [['1', [bar(0)]]], '11'), [[named([bar(0)])]])
})

test('where one cut is no number another is asked about', () => {
  // Two upright lines of which neither is a digit, but both are.
  const both = [bar(0), bar(30)]
  const asked = check('a 4 perhaps', both, [['4', both]], '4')
  assert.deepEqual(asked, [[named([bar(0)])], [named(both)]])
  check('no digit at all', both, [], '8?')
})

test('what is known of another cut is not asked about', () => {
  const both = [bar(0), bar(30)]
  const network = networkOf([['4', both]])
  const known = image => [named([bar(0)]), named(both)].includes(image.join()) ? network(image) : undefined
  const reading = readNumber(both)
  assert.deepEqual(reading.missing(known), [], 'of the second, too')
  assert.deepEqual(reading.digits(known).map(({ answer }) => answer.estimated), [4])
})

test('what is known of all the drawing is read at once', () => {
  const five = at('5', 0)
  const network = networkOf([['5', five]])
  for (const [drawing, expected] of [[[...five, dot(40, -30)], 5], [[dot(40, -30), bar(10)], 8]]) {
    const reading = readNumber(drawing)
    assert.deepEqual(reading.missing(network), [])
    assert.deepEqual(reading.digits(network).map(({ answer }) => answer.estimated), [expected])
  }
})

test('a service that knows no confidence is believed', () => {
  const four = at('4', 0)
  const { text } = finish(readNumber([...four, ...at('2', 120)]), () => ({ estimated: 4, digit: true, confidence: null }))
  assert.equal(text, '44')
})

test('specks are left out, and marks stand before the digit that follows', () => {
  const [three, five] = [at('3', 0), at('5', 130)]
  const known = [['3', three], ['5', five]]
  check('a far speck', [...three, ...five, dot(600, 400)], known, '35')
  check('a point', [...three, dot(105, 98), ...five], known, '3.5')
  check('a minus', [[[-60, 50], [-25, 50]], ...three, ...five], known, '-35')
  check('both', [[[-60, 50], [-25, 50]], ...three, dot(105, 98), ...five], known, '-3.5')
  check('a plus', [...three, [[85, 50], [115, 50]], [[100, 35], [100, 65]], ...five], known, '3+5')
  const both = [bar(0), bar(30)]
  check('a point in one digit of both', [...both, dot(15, 98)], [['4', both]], '4')
})

test('a dot above or below is left out where a digit remains that is no letter with it', () => {
  const check = (what, digits, dot, expected, requests) => {
    const drawing = [...digits.flatMap(([, strokes]) => strokes), dot]
    const { text, asked } = finish(readNumber(drawing), networkOf(digits))
    assert.equal(text, expected, what)
    assert.equal(asked.length, requests, what)
    assert.equal(asked[0].includes(named(drawing)), false, `${what}: first without it`)
  }
  const [five, seven, one, two] = [['5', at('5', 0)], ['7', at('7', 0)], ['1', [bar(10)]], ['2', at('2', 0)]]
  check('above a 5', [five], dot(40, -30), '5', 1)
  check('below a 5', [five], dot(40, 130), '5', 1)
  check('above a 7', [seven], dot(40, -30), '7', 1)
  check('a question mark', [seven], dot(20, 130), '8?', 2)
  check('the same', [two], dot(20, 130), '8?', 2)
  check('above a 2', [two], dot(20, -30), '2', 1)
  check('an i', [one], dot(10, -30), '8?', 2)
  check('an exclamation mark', [one], dot(10, 130), '8?', 2)
  const [left, right] = [['5', at('5', 100)], ['1', [bar(10)]]]
  const drawing = [bar(10), ...at('5', 100), dot(10, -30)]
  assert.equal(finish(readNumber(drawing), networkOf([['5', at('5', 100)]])).asked.length, 2, 'of a 5 and what is no digit')
  check('above the 5 of 15', [right, left], dot(130, -30), '15', 1)
  check('above the 1 of 15', [right, left], dot(30, -30), '8?5', 2)
})

test('numbers are apart from each other', () => {
  const [four, two, seven] = [at('4', 0), at('2', 90), at('7', 500)]
  const known = [['4', four], ['2', two], ['7', seven]]
  const drawing = [...four, ...two, ...seven]
  const asked = check('two of a line', drawing, known, '42 7')
  assert.deepEqual(asked, [[four, two, seven].map(named)])
  assert.deepEqual(readNumber(drawing).whole, rasterize(drawing))
  const rows = [0, 200].map(y => ['4', '2', '7'].map((label, i) => at(label, 100 * i, y)))
  const lines = rows.flatMap(row => row.map((strokes, i) => ['427'[i], strokes]))
  check('two lines', rows.flat(2), lines, '427 427')
  check('equal ones', [bar(0), bar(700)], [['1', [bar(0)]]], '1 1')
  check('with a minus', [...four, ...two, [[430, 50], [470, 50]], ...seven], known, '42 -7')
})

test('few strokes are one digit if that is one, however they lie', () => {
  // As a 5 of three strokes, one below the other, would be.
  const strokes = [[[0, 0], [40, 0]], bar(0, 20, 70), bar(0, 80, 130), bar(0, 140, 190)]
  assert.deepEqual(check('one digit', strokes, [['5', strokes]], '5'), [[named(strokes)]])
  const two = [...strokes, ...strokes.map(stroke => stroke.map(([x, y]) => [x + 100, y]))]
  check('two digits of four', two, [['5', strokes]], '55')
  const five = [0, 60, 120, 180, 240].map(y => bar(0, y, y + 50))
  check('no digit has five', five, [['5', five], ['1', [bar(0)]]], '1 1 1 1 1')
  const first = count => {
    const strokes = [0, 200].flatMap(y => Array.from({ length: count / 2 }, (_, i) => bar(60 * i, y, y + 100)))
    return readNumber(strokes).missing(() => undefined).map(image => image.join())
  }
  assert.deepEqual(first(14), [named([bar(0)])], 'many strokes are lines')
  assert.notDeepEqual(first(12), [named([bar(0)])], 'few may be one')
})

test('a drawing is read as it is by then, and an empty one is nothing', async () => {
  const four = at('4', 0)
  const { text } = finish(await read(() => four), networkOf([['4', four]]))
  assert.equal(text, '4')
  const none = await read(() => [])
  assert.deepEqual([none.whole, none.missing(() => undefined), none.digits(() => undefined)], [null, [], []])
})
