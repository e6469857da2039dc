// A drawing survives its text, as it is kept and shared; and what is no drawing's text is none.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { MOST_POINTS, SHEET, decode, encode, pointCount, unit } from '../../site/drawing/drawing.js'
import { digit, drawings } from './golden.mjs'

/** The text once more, plainly. */
const textOf = bytes => Buffer.from(bytes).toString('base64url')

/** Of a number, seven bits a byte. */
const bytesOf = number => number > 127 ? [number % 128 + 128, ...bytesOf(Math.floor(number / 128))] : [number]

const zigzag = step => step < 0 ? -2 * step - 1 : 2 * step

const FULLEST = Array.from({ length: MOST_POINTS }, (_, i) => [i % 2 === 0 ? -SHEET : 2 * SHEET, 7 * i % 100])

const DRAWINGS = [
  [],
  [[[0, 0]]],
  [[[SHEET, SHEET]], [[0, 0]]],
  [[[-SHEET, 2 * SHEET], [2 * SHEET, -SHEET]]],
  [[[64, -64], [127, 0], [0, 127], [-1, 128]]],
  ...drawings.map(({ strokes }) => strokes.filter(stroke => stroke.length > 0).map(stroke => stroke.map(([x, y]) => [unit(x), unit(y)]))),
  [FULLEST],
  FULLEST.map(point => [point]), // taps, which take the longest text
]

test('a drawing becomes the text that it always became', () => {
  for (const drawing of DRAWINGS) {
    let last = [0, 0]
    const bytes = drawing.flatMap(stroke => [...bytesOf(stroke.length), ...stroke.flatMap(point => {
      const steps = point.map((coordinate, axis) => coordinate - last[axis])
      last = point
      return steps.map(zigzag).flatMap(bytesOf)
    })])
    assert.equal(encode(drawing), textOf(bytes))
  }
})

test('its text becomes the drawing again', () => {
  for (const drawing of DRAWINGS) assert.deepEqual(decode(encode(drawing)), drawing)
})

test('what is no drawing is none', () => {
  const dot = [1, 0, 0]
  const check = (what, bytes) => assert.equal(decode(textOf(bytes)), null, what)
  assert.deepEqual(decode(textOf(dot)), [[[0, 0]]])
  assert.deepEqual(decode(textOf([0x81, 0x80, 0, 0, 0])), [[[0, 0]]], 'three bytes for a number')
  check('four bytes for a number', [0x81, 0x80, 0x80, 0, 0, 0])
  check('a stroke without points', [0])
  check('a stroke without points behind another', [...dot, 0])
  check('a point that is cut off', [1, 0])
  check('a number that is cut off', [...dot, 0x81])
  check('fewer points than it says', [2, 0, 0])
  check('a point too many', [...bytesOf(MOST_POINTS + 1), ...Array(2 * MOST_POINTS + 2).fill(0)])
  check('a point too many in a stroke of its own', [...bytesOf(MOST_POINTS), ...Array(2 * MOST_POINTS).fill(0), ...dot])
  for (const [x, y] of [[-SHEET - 1, 0], [2 * SHEET + 1, 0], [0, -SHEET - 1], [0, 2 * SHEET + 1]]) {
    check(`a point at ${x}, ${y}`, [1, ...bytesOf(zigzag(x)), ...bytesOf(zigzag(y))])
  }
  for (const text of ['?', 'AQAA?', 'A', 'ü', 'A'.repeat(100_000)]) assert.equal(decode(text), null, text.slice(0, 9))
})

test('a coordinate is a whole unit, a sheet beyond the sheet at most', () => {
  for (const [coordinate, expected] of [
    [0.4, 0], [0.5, 1], [1023.7, 1024], [-5000, -SHEET], [-SHEET, -SHEET], [5000, 2 * SHEET], [2 * SHEET, 2 * SHEET],
  ]) {
    assert.equal(unit(coordinate), expected, `${coordinate}`)
  }
  assert.deepEqual([unit(-50, 10), unit(SHEET + 50, 10)], [-10, SHEET + 10])
})

test('points are counted in all strokes', () => {
  assert.equal(pointCount([]), 0)
  assert.equal(pointCount([...digit('4'), [[0, 0]]]), 17 + 9 + 1)
})
