// A stroke under the pen, its curve, and what the eraser and the history make of strokes.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { curve } from '../../site/drawing/curve.js'
import { MOST_POINTS, SHEET } from '../../site/drawing/drawing.js'
import { untouched } from '../../site/drawing/eraser.js'
import { History } from '../../site/drawing/history.js'
import { Pen } from '../../site/drawing/pen.js'

test('a curve goes by the middles between points, from the first to the last', () => {
  for (const [points, expected] of [
    [[[5, 5]], []],
    [[[0, 0], [4, 2]], [[null, [4, 2]]]],
    [[[0, 0], [4, 2], [4, 10]], [[null, [2, 1]], [[4, 2], [4, 6]], [null, [4, 10]]]],
    [
      [[0, 0], [4, 2], [4, 10], [-4, 10]],
      [[null, [2, 1]], [[4, 2], [4, 6]], [[4, 10], [0, 10]], [null, [-4, 10]]],
    ],
  ]) {
    assert.deepEqual([...curve(points)], expected)
  }
})

/** A pen over a drawing, and all that it told. */
const penOver = drawing => {
  const told = []
  const tell = Object.fromEntries(['moved', 'lifted', 'dropped', 'full'].map(what => [what, stroke => told.push(stroke ? [what, stroke] : what)]))
  return { pen: new Pen(() => drawing, tell), told }
}

test('the pen leaves a stroke of whole units', () => {
  const { pen, told } = penOver([])
  pen.move([3, 3])
  pen.up()
  pen.drop()
  assert.deepEqual(told, [], 'nothing while it is up')
  pen.down([100.4, 100.6])
  assert.deepEqual([pen.stroke, told], [[[100, 101]], ['moved']])
  pen.move([200, 100])
  pen.move([300.5, -3000])
  pen.up()
  assert.deepEqual(told, ['moved', 'moved', 'moved', ['lifted', [[100, 101], [200, 100], [301, -SHEET]]]])
  assert.equal(pen.stroke, null)
  pen.up()
  assert.equal(told.length, 4, 'it is lifted once')
})

test('of two points that are near each other the newer is kept', () => {
  const { pen } = penOver([])
  pen.down([0, 0])
  for (const x of [5, 10, 15, 23, 24]) pen.move([x, 0])
  assert.deepEqual(pen.stroke, [[0, 0], [10, 0], [23, 0], [24, 0]], '5 was near 0, 15 near 10; 24 is the newest')
  const upright = penOver([])
  upright.pen.down([0, 0])
  for (const y of [7, 14, 22, 40]) upright.pen.move([0, y])
  assert.deepEqual(upright.pen.stroke, [[0, 0], [0, 14], [0, 22], [0, 40]], 'a step of 8 is far enough')
  const below = penOver([])
  below.pen.down([1500, 1500])
  for (const y of [1503, 1520]) below.pen.move([1500, y])
  assert.deepEqual(below.pen.stroke, [[1500, 1500], [1500, 1520]], 'wherever it is')
})

test('what hardly moves is a tap', () => {
  for (const [points, expected] of [
    [[[500, 500]], [[500, 500]]],
    [[[500, 500], [500, 531], [469, 500]], [[500, 500]]],
    [[[500, 500], [532, 500]], [[500, 500], [532, 500]]],
    [[[500, 500], [500, 468], [500, 500]], [[500, 500], [500, 468], [500, 500]]],
    [[[500, 500], [523, 523]], [[500, 500], [523, 523]]],
  ]) {
    const { pen, told } = penOver([])
    pen.down(points[0])
    for (const point of points.slice(1)) pen.move(point)
    pen.up()
    assert.deepEqual(told.at(-1), ['lifted', expected])
  }
})

test('a stroke that is dropped was never there, and another begins where one is under way', () => {
  const { pen, told } = penOver([])
  pen.down([0, 0])
  pen.drop()
  assert.deepEqual([pen.stroke, told], [null, ['moved', 'dropped']])
  pen.down([0, 0])
  pen.move([900, 900])
  pen.down([50, 50])
  assert.deepEqual([pen.stroke, told.slice(2)], [[[50, 50]], ['moved', 'moved', ['lifted', [[0, 0], [900, 900]]], 'moved']])
})

test('a full drawing takes no more points', () => {
  const strokes = Array.from({ length: 10 }, (_, i) => Array(MOST_POINTS / 10 - Number(i === 0) * 2).fill([i, i]))
  const { pen, told } = penOver(strokes)
  pen.down([0, 0])
  pen.move([100, 0])
  assert.deepEqual([pen.stroke, told], [[[0, 0], [100, 0]], ['moved', 'moved']], 'two are left')
  pen.move([200, 0])
  assert.deepEqual([pen.stroke.length, told.at(-1)], [2, 'full'])
  pen.move([100, 3])
  assert.equal(pen.stroke.length, 2, 'what is near is no more than one')
  const last = penOver([...strokes, [[1, 1]]])
  last.pen.down([0, 0])
  assert.deepEqual([last.pen.stroke, last.told], [[[0, 0]], ['moved']], 'a dot is one')
  const full = penOver([...strokes, [[1, 1], [2, 2]]])
  full.pen.down([0, 0])
  full.pen.move([100, 0])
  assert.deepEqual([full.pen.stroke, full.told], [null, ['full']])
})

test('the eraser takes what it touches on its way', () => {
  const reach = SHEET / 30
  const line = [[500, 500], [500, 1500]]
  const dot = [[1200, 1000]]
  const check = (what, from, to, left) => assert.deepEqual(untouched([line, dot], from, to), left, what)
  check('far from both', [800, 800], [900, 900], [line, dot])
  check('between two points of the line', [505, 1000], [505, 1000], [dot])
  check('at its first point', [500, 480], [500, 480], [dot])
  check('a little beyond its reach', [501 + reach, 1000], [501 + reach, 1000], [line, dot])
  check('a little nearer', [499 + reach, 1000], [499 + reach, 1000], [dot])
  check('above its end', [500, 1501 + reach], [500, 1501 + reach], [line, dot])
  check('the dot', [1210, 1010], [1210, 1010], [line])
  check('across the line, from far to far', [100, 700], [900, 900], [dot])
  check('to the line, and no farther', [100, 1000], [490, 1000], [dot])
  check('from the line', [490, 1000], [100, 1000], [dot])
  check('downwards to the dot', [1200, 0], [1200, 990], [line])
  check('across both', [0, 1000], [SHEET, 1000], [])
})

test('what is done is undone and done again', () => {
  const [one, two, three] = [1, 2, 3].map(count => Array(count).fill([[0, 0]]))
  const history = new History()
  const check = (drawing, canUndo, canRedo) =>
    assert.deepEqual([history.drawing, history.canUndo, history.canRedo], [drawing, canUndo, canRedo])
  check([], false, false)
  history.undo()
  history.redo()
  check([], false, false)
  history.put(one)
  history.put(two)
  check(two, true, false)
  history.undo()
  check(one, true, true)
  history.undo()
  check([], false, true)
  history.redo()
  history.redo()
  check(two, true, false)
  history.undo()
  history.put(three)
  check(three, true, false)
  history.undo()
  check(one, true, true)
})
