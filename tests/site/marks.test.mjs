// Marks among digits, and the specks that are left out: told by their shape and place alone.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { dotOf, withoutFarSpecks } from '../../site/number/specks.js'
import { marksOf } from '../../site/number/marks.js'
import { digit } from './golden.mjs'

// Digits 100 high, whose feet are at 100.
const bar = (x, top = 0, bottom = 100) => [[x, top], [x, bottom]]
const two = [bar(0), bar(60)]
const dot = (x, y) => [[x, y]]
/** A stroke between opposite corners. */
const from = (left, top, right, bottom) => [[left, top], [right, bottom]]

/** Which signs there are, and where, when `strokes` stand among `digits`, which are left. */
const check = (what, strokes, expected, digits = two) => {
  for (const size of [1, 8]) {
    const placed = drawing => drawing.map(stroke => stroke.map(([x, y]) => [size * x, size * y]))
    const { rest, marks } = marksOf(placed([...strokes, ...digits]))
    assert.deepEqual(marks.map(({ sign, x }) => [sign, Math.round(1000 * x / size) / 1000]), expected, what)
    const left = expected.length > 0 ? digits : [...strokes, ...digits]
    assert.deepEqual(rest, placed(left), what)
  }
}

test('a point stands on the line between two digits', () => {
  check('a point', [dot(30, 98)], [['.', 30]])
  check('drawn as a blot', [from(26, 88, 38, 100)], [['.', 32]])
  check('too wide', [from(24, 88, 37, 100)], [])
  check('too high', [from(30, 87, 32, 100)], [])
  check('as high above the feet as may be', [dot(30, 70)], [['.', 30]])
  check('higher', [dot(30, 69)], [])
  check('below the feet', [dot(30, 130)], [['.', 30]])
  check('before the first digit', [dot(-30, 98)], [])
  check('after the last', [dot(90, 98)], [])
  check('as near to a digit as may be', [dot(5, 98)], [['.', 5]])
  check('nearer to the first', [dot(4, 98)], [])
  check('nearer to the second', [dot(56, 98)], [])
  check('as of a taller digit', [dot(50, 98)], [['.', 50]], [bar(20), bar(80)])
  check('between digits at two heights', [dot(30, 115)], [['.', 30]], [bar(0), bar(60, 40, 140)])
  check('too high for these', [dot(30, 89)], [], [bar(0), bar(60, 40, 140)])
  check('the feet are those beside it', [dot(90, 69)], [], [bar(60), bar(0, -50, 50), bar(120), bar(180, 0, 50)])
  check('alone', [dot(30, 98)], [], [])
  check('before a low stroke', [dot(30, 98)], [], [bar(0), bar(60, 60, 100)])
  check('after a low stroke', [dot(30, 98)], [], [bar(0, 51, 100), bar(60)])
  check('between digits of half the height', [dot(30, 98)], [['.', 30]], [bar(0), bar(60, 50, 100)])
  check('several', [dot(30, 98), dot(90, 98)], [['.', 30], ['.', 90]], [bar(0), bar(60), bar(120)])
})

test('a point may stand below what reaches over it', () => {
  const seven = [[0, 0], [50, 0], [10, 100]]
  check('of a 7', [dot(40, 98)], [['.', 40]], [seven, bar(60)])
  check('within its lower half', [dot(18, 98)], [], [[[0, 0], [50, 0], [40, 100]], bar(60)])
  check('of a 7 half as tall as the tallest digit', [dot(40, 98)], [['.', 40]], [bar(-30), [[0, 50], [50, 50], [10, 100]], bar(60)])
  check('below an arm at half the height', [dot(40, 98)], [], [[[0, 0], [0, 50], [50, 50], [0, 51], [0, 100]], bar(60)])
  check('of a bar at the top', [dot(40, 98)], [], [[[0, 0], [50, 0], [10, 100]], from(30, 40, 48, 45), bar(60)])
})

test('a comma has a tail below the feet', () => {
  check('a comma', [from(34, 90, 28, 112)], [[',', 31]])
  check('upright is a part of a 1', [from(32, 90, 30, 112)], [])
  check('hardly leaning', [from(4, 90, 0, 112)], [[',', 2]], [bar(-60), bar(60)])
  check('that ends on the line', [from(34, 86, 28, 106)], [])
  check('a little lower', [from(34, 86, 28, 107)], [[',', 31]])
  check('too tall', [from(34, 82, 28, 118)], [])
  check('as tall as may be', [from(34, 83, 28, 118)], [[',', 31]])
  check('too wide', [from(38, 90, 20, 112)], [])
  check('as wide as may be', [from(36.5, 90, 19, 112)], [[',', 27.75]])
  check('that begins too high', [from(34, 69, 28, 104)], [])
})

test('two points above each other are a colon', () => {
  check('a colon', [dot(30, 40), dot(30, 80)], [[':', 30]])
  check('the lower drawn first', [dot(30, 80), dot(32, 40)], [[':', 30]])
  check('one beside the other', [dot(30, 40), dot(36, 60)], [])
  check('as far apart sideways as may not be', [dot(8, 40), dot(13, 60)], [], [bar(-60), bar(60)])
  check('the upper one a dash', [from(24, 40, 37, 40), dot(30, 80)], [])
  check('beside a digit', [dot(4, 40), dot(4, 80)], [])
})

test('a dash or a minus stands before a digit, in the middle', () => {
  check('a dash', [from(20, 50, 40, 50)], [['-', 30]])
  check('a minus', [from(-60, 50, -20, 52)], [['-', -40]])
  check('after all digits', [from(80, 50, 120, 50)], [])
  check('too short', [from(21, 50, 40, 50)], [])
  check('as long as may be', [from(-100, 50, -10, 50)], [['-', -55]])
  check('longer', [from(-101, 50, -10, 50)], [])
  check('as steep as may be', [from(-90, 30, -10, 58)], [['-', -50]])
  check('steeper', [from(-90, 29, -10, 58)], [])
  check('as high as may be', [from(-60, 25, -20, 25)], [['-', -40]])
  check('higher', [from(-60, 24, -20, 24)], [])
  check('as low as may be', [from(-60, 75, -20, 75)], [['-', -40]])
  check('lower', [from(-60, 76, -20, 76)], [])
  check('before a digit that is lower', [from(-60, 76, -20, 76)], [['-', -40]], [bar(0, 40, 100), bar(60)])
  check('that touches the digit', [from(-40, 50, -4, 50)], [])
  check('that is near it', [from(-40, 50, -5, 50)], [['-', -22.5]])
  check('the bar of a 4', [[[30, 0], [0, 60], [50, 60]]], [], [bar(35), bar(90)])
  check('two, one above the other, are none', [from(-60, 40, -20, 40), from(-60, 60, -20, 60)], [])
})

test('a dash and a stem across its middle are a plus', () => {
  const wide = [bar(0), bar(100)]
  const plus = (what, strokes, expected, digits = wide) => check(what, strokes, expected, digits)
  plus('a plus', [from(30, 50, 70, 50), from(50, 30, 50, 70)], [['+', 50]])
  plus('the stem first', [from(50, 30, 51, 70), from(30, 48, 70, 52)], [['+', 50]])
  plus('before the first digit', [from(-70, 50, -30, 50), bar(-50, 30, 70)], [['+', -50]])
  plus('after the last', [from(130, 50, 170, 50), bar(150, 30, 70)], [])
  plus('as tall as may be', [from(30, 50, 70, 50), bar(50, 25, 100)], [['+', 50]])
  plus('as a 4 has it', [from(30, 50, 70, 50), bar(50, 24, 100)], [])
  plus('leaning', [from(30, 50, 70, 50), from(57, 28, 43, 68)], [['+', 50]])
  plus('leaning too far', [from(30, 50, 70, 50), from(58, 28, 42, 68)], [])
  plus('across the left of it', [from(30, 50, 70, 50), bar(40, 30, 70)], [['+', 50]])
  plus('too far left', [from(30, 50, 70, 50), bar(39, 30, 70)], [])
  plus('too far right', [from(30, 50, 70, 50), bar(61, 30, 70)], [])
  plus('across its lower part', [from(30, 60, 70, 60), bar(50, 30, 70)], [['+', 50]])
  plus('a T', [from(30, 31, 70, 31), bar(50, 30, 70)], [])
  plus('close to a digit', [from(4, 50, 44, 50), bar(24, 30, 70)], [])
  plus('with a third stroke', [from(30, 50, 70, 50), bar(50, 30, 70), dot(50, 20)], [])
  plus('and a point', [from(30, 50, 70, 50), bar(50, 30, 70), dot(120, 98)], [['+', 50], ['.', 120]], [...wide, bar(140)])
})

test('digits have no marks', () => {
  for (const label of '0123456789') check(label, [], [], [...digit(label, 100), ...digit('1', 100, [150, 0])])
})

test('what lies far from all ink is a speck', () => {
  const left = (what, specks, isLeft, digits = [bar(0)]) =>
    assert.deepEqual(withoutFarSpecks([...specks, ...digits]), isLeft ? [...specks, ...digits] : digits, what)
  left('beside, as near as may be', [dot(15, 50)], true)
  left('on the other side', [dot(-15, 50)], true)
  left('farther', [dot(16, 50)], false)
  left('farther on the left', [dot(-16, 50)], false)
  left('below, farther than beside', [dot(30, 130)], true)
  left('beside, farther than below', [dot(31, 130)], false)
  left('far below', [dot(40, 160)], true)
  left('far beside', [dot(41, 160)], false)
  left('as far below as may be', [dot(0, 300)], true)
  left('farther', [dot(0, 301)], false)
  left('far above', [dot(0, -201)], false)
  left('a smear', [from(30, 50, 45, 60)], false)
  left('a short stroke', [from(30, 50, 50, 55)], true)
  left('two', [dot(-30, 50), dot(30, 120)], false)
  left('a speck beside a speck', [dot(30, 50), dot(32, 50)], false)
  left('a speck is judged by what is none', [dot(14, 50), dot(28, 50)].slice(1), false)
  left('among taps alone', [dot(5, 5), dot(900, 5)], true, [])
  left('a single tap', [dot(5, 5)], true, [])
  left('among dots, of which one is a smear', [dot(-400, 0), dot(401, 0)], true, [from(0, 0, 100, 0)])
  left('beside a digit as far as these', [dot(-400, 0), dot(400, 0)], false, [from(0, 0, 100, 0)])
})

test('a dot above or below all else is found', () => {
  const digits = [bar(0), bar(60)]
  const found = (what, dots, expected, drawing = [...dots, ...digits]) => assert.deepEqual(dotOf(drawing), expected, what)
  found('above', [dot(30, -16)], { side: 'above', x: 30, rest: digits })
  found('a smear', [from(30, -30, 40, -20)], { side: 'above', x: 35, rest: digits })
  found('below', [dot(30, 116)], { side: 'below', x: 30, rest: digits })
  found('as near as that it may be a part', [dot(30, -15)], null)
  found('near below', [dot(30, 115)], null)
  found('beside', [dot(30, 50)], null)
  found('two', [dot(30, -30), dot(40, -30)], null)
  found('one above, one below', [dot(30, -30), dot(40, 130)], null)
  found('no speck', [from(30, -40, 30, -20)], null)
  found('nothing', [], null)
})
