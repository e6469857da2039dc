// Lines: which strokes of a sheet are one number, line by line.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { linesOf } from '../../site/number/lines.js'
import { digit } from './golden.mjs'

/** A stroke from a corner to the opposite one: as much of a digit as lines are found by. */
const bar = (x, y, height = 100, width = 0) => [[x, y], [x + width, y + height]]

/** What `linesOf` makes of all strokes in these lines of numbers, drawn in another order. */
const check = (what, lines, order = strokes => strokes) => {
  const drawing = order(lines.flat(2))
  const inOrder = lines.map(numbers => numbers.map(number => drawing.filter(stroke => number.includes(stroke))))
  assert.deepEqual(linesOf(drawing), inOrder, what)
}

const reversed = strokes => [...strokes].reverse()

test('digits in a row are one number', () => {
  check('a dot', [[[[[5, 5]]]]])
  check('two dots far from each other', [[[[[5, 5]], [[905, 5]]]]])
  check('a digit of two strokes', [[digit('4', 100)]])
  check('even spaces', [[[0, 60, 120, 180].map(x => bar(x, 0))]])
  check('two digits at two heights', [[[bar(0, 0), bar(60, 150)]]])
  check('two digits above each other', [[[bar(0, 0), bar(0, 150)]]])
})

test('a gap much wider than the others parts two numbers', () => {
  const after = (gap, between = [0, 40, 80]) => [between.map(x => bar(x, 0)), [bar(80 + gap, 0), bar(120 + gap, 0)]]
  check('wider', [after(101)])
  check('from right to left', [after(101)], reversed)
  check('no more than 2.5 times as wide', [[after(100).flat()]])
  check('slightly above the line', [[[bar(0, 0), bar(40, 0)], [bar(180, -20), bar(220, -20)]]])
  check('0.8 heights are none where digits stand close', [[[0, 10, 20, 100, 110].map(x => bar(x, 0))]])
  check('more are one', [[[0, 10, 20].map(x => bar(x, 0)), [101, 111].map(x => bar(x, 0))]])
  check('two numbers', [[[bar(0, 0), bar(20, 0)], [bar(120, 0), bar(140, 0)], [bar(260, 0)]]])
  check('the usual gap is neither the first nor the one in the middle', [[[0, 10, 50, 60].map(x => bar(x, 0)), [bar(150, 0)]]])
  check('a gap of 0.8 heights tells nothing of the others', [[[bar(0, 0), bar(80, 0), bar(290, 0)]]])
  check('one gap alone may be wide', [[[bar(0, 0), bar(275, 0)]]])
  check('but not wider than digits ever are apart', [[[bar(0, 0)], [bar(276, 0)]]])
  check('heights are those of the tallest stroke', [[[0, 40, 80].map(x => bar(x, 40, 60)), [bar(190, 0), bar(230, 0)]]])
  check('what overlaps leaves no gap', [[[bar(0, 0, 100, 50), bar(10, 0, 100, 10), bar(60, 0), bar(70, 0), bar(130, 0)]]])
})

test('lines are read from above, and each from the left', () => {
  const three = y => [0, 50, 100].map(x => bar(x, y))
  check('two', [[three(0)], [three(120)]])
  check('the lower drawn first', [[three(0)], [three(120)]], reversed)
  check('two numbers in each', [0, 150, 300].map(y => [three(y), [bar(250, y), bar(300, y)]]))
  check('of three digits', [0, 150, 300].map(y => [[bar(0, y)]]))
  check('of two digits each, one a little to the right', [[[bar(0, 0), bar(50, 0)]], [[bar(120, 120), bar(170, 120)]]])
  check('that a tail reaches into', [[[...three(0), bar(150, 0, 145)]], [three(120)]])
  check('that hardly meet are one', [[[bar(0, 0), bar(50, 70), bar(100, 0)]]])
  check('of small digits beside tall ones are one', [[[bar(0, 0), bar(50, 10, 50), bar(100, 60, 60)]]])
  check('whose digits go up and down', [[[bar(0, 0), bar(50, 30), bar(100, 55), bar(150, 10)]], [[bar(0, 180), bar(50, 200)]]])
  check('one digit of many strokes', [[[bar(0, 0), bar(0, 40, 50), bar(20, 0)]]])
})

test('a small stroke is of the line that it is nearest to', () => {
  const lines = above => [[[bar(0, 0), bar(60, 0), ...above]], [[bar(0, 200), bar(60, 200)]]]
  check('a bar on top of the first', lines([bar(60, -20, 0, 40)]))
  check('a point below its feet', lines([bar(30, 110, 2)]))
  check('a point in its middle', lines([bar(30, 50, 2)]))
  check('drawn at last', lines([bar(30, 125, 2)]), strokes => [...strokes].sort(([[, a]], [[, b]]) => Number(a === 125) - Number(b === 125)))
  const [first, [second]] = lines([])
  check('above the second', [first, [[...second, bar(30, 175, 2)]]])
  check('below the second', [first, [[...second, bar(30, 320, 2)]]])
})

test('lines may be drawn aslant', () => {
  const turned = (strokes, slope) => strokes.map(stroke => stroke.map(([x, y]) => [x - slope * y, y + slope * x]))
  const aslant = slope => [0, 130, 260].map(y =>
    [[0, 30, 60, 90, 120], [220, 250, 280]].map(number => turned(number.map(x => bar(x, y)), slope)))
  for (const slope of [-0.24, -0.2, -0.1, 0, 0.05, 0.1, 0.2, 0.24]) check(`${slope}`, aslant(slope))
  // As far as writing ever is; what goes farther are no lines.
  const across = linesOf(aslant(0.7).flat(2))
  assert.notDeepEqual(across, aslant(0.7))
})

test('digits that fall one by one are one number', () => {
  for (const step of [90, -90]) {
    check('one by one', [[[0, 1, 2, 3].map(i => bar(60 * i, step * i, 80, 30))]])
  }
  check('though the first two stand above each other', [[[bar(0, 0, 80, 30), bar(10, 90, 80, 30), bar(80, 180, 80, 30)]]])
  check('those that stand above each other are lines', [0, 1, 2, 3].map(i => [[bar(14 * i, 90 * i, 80, 30)]]))
  check('a wide one above a narrow one', [[[bar(0, 0, 80, 90)]], [[bar(30, 90, 80, 10)]], [[bar(0, 180, 80, 90)]]])
  check('two of them that hardly share a column', [[[bar(0, 0, 80, 30), bar(16, 90, 80, 30), bar(32, 180, 80, 30)]]])
  check('with as many on each line as two, they are lines', [
    [[bar(0, 0), bar(50, 0)]], [[bar(300, 150), bar(350, 150)]], [[bar(600, 300), bar(650, 300)]],
  ])
})

test('what is far too large is no part of a number, and comes last', () => {
  const number = [0, 40, 80].map(x => bar(x, 100))
  check('the edge of a sheet', [[number], [[bar(-50, 0, 250)]]])
  check('drawn first', [[number], [[bar(-50, 0, 250)]]], reversed)
  const long = [0, 40, 80, 120, 160, 200].map(x => bar(x, 100))
  check('two of them', [[long], [[bar(-50, 0, 260)]], [[bar(500, 0, 260)]]])
  check('a long stroke', [[[bar(-30, 0, 249), ...number]]])
  check('most of the ink says what is usual, not most of the strokes', [[[
    ...[0, 40].map(x => bar(x, 0)), ...[5, 20, 30, 50, 60, 70].map(x => bar(x, 30, 20)),
  ]]])
})
