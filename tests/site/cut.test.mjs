// A number's geometry: how far apart inks are, which pieces a drawing has, and how the likeliest cut is found.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { boundingBox } from '../../site/drawing/raster.js'
import {
  ROW, boxesOf, clearance, gapOf, gapsOf, heightOf, inkOf, lengthOf, middleOf, tallestOf, union, widthOf,
} from '../../site/number/geometry.js'
import { candidatesOf, neighbourCost, segment } from '../../site/number/segmentation.js'
import { drawingOf, piecesOf } from '../../site/number/pieces.js'
import { digit } from './golden.mjs'

const box = (left, right, top = 0, bottom = 1) => ({ min: [left, top], max: [right, bottom] })
const bar = (x, top = 0, bottom = 100) => [[x, top], [x, bottom]]

test('a box has a width, a height, a length and a middle', () => {
  for (const [bounds, expected] of [[box(2, 5, -1, 6), [3, 7, 7, 3.5]], [box(-4, 5, -1, 6), [9, 7, 9, 0.5]]]) {
    assert.deepEqual([widthOf, heightOf, lengthOf, middleOf].map(of => of(bounds)), expected)
  }
  assert.deepEqual(union([box(2, 5, -1, 6), box(0, 3, 2, 9)]), box(0, 5, -1, 9))
  assert.deepEqual(boxesOf([[[0, 7], [3, 2]], [[5, 5]]]), [box(0, 3, 2, 7), box(5, 5, 5, 5)])
})

test('strokes are compared with the tallest', () => {
  assert.equal(tallestOf([bar(0, 0, 30), bar(9, -50, 20), [[0, 0], [300, 9]]]), 70)
  assert.equal(tallestOf([[[0, 4]], [[3, 5], [9, 5]]]), 1, 'dots and level lines')
})

test('gaps lie sideways or above each other', () => {
  for (const [a, b, sideways, down] of [
    [box(0, 4), box(6, 9), 2, -1],
    [box(0, 4, 0, 3), box(3, 9, 5, 6), -1, 2],
    [box(0, 9, 0, 9), box(2, 3, 1, 5), -3, -5],
  ]) {
    assert.deepEqual([gapOf(a, b), gapOf(b, a), gapOf(a, b, 1), gapOf(b, a, 1)], [sideways, sideways, down, down])
  }
})

test('a gap is from all that stands before', () => {
  for (const [boxes, expected] of [
    [[box(3, 4)], [0]],
    [[box(0, 4), box(5, 6)], [0, 1]],
    [[box(5, 6), box(0, 4), box(8, 9)], [0, 1, 2]],
    [[box(0, 9), box(1, 2), box(11, 12)], [0, -8, 2]],
    [[box(-3, 0), box(0, 2)], [0, 0]],
  ]) {
    assert.deepEqual(gapsOf(boxes), expected)
  }
})

/** The rows of lines in px of a sheet on which the rows are a px high. */
const rowsOf = lines => inkOf(lines.map(line => line.map(([x, y]) => [x * ROW, y * ROW])), 1).rows

test('ink reaches in each row as far as the lines between its points', () => {
  const rows = rowsOf([[[0, 0], [8, 4], [2, 4.5]]])
  assert.deepEqual([...rows.keys()], [0, 1, 2, 3, 4])
  for (const [row, [left, right]] of rows) {
    // A line is looked at twice a row at least.
    assert.ok(left / ROW <= 2 * row && left / ROW > 2 * row - 3 || row === 4 && left / ROW === 2, `${row}: ${left / ROW}`)
    assert.ok(right / ROW >= 2 * row && right / ROW < 2 * row + 3, `${row}: ${right / ROW}`)
  }
  const ink = (lines, unit = 1) => {
    const { box, rows } = inkOf(lines, unit)
    return [box, [...rows]]
  }
  assert.deepEqual(ink([[[3, 7]]], 2), [box(1.5, 1.5, 3.5, 3.5), [[3.5 / ROW, [1.5, 1.5]]]], 'a dot')
  assert.deepEqual(ink([[[9, 7], [3, 7]]]), [box(3, 9, 7, 7), [[7 / ROW, [3, 9]]]], 'a level line')
  assert.deepEqual(ink([[[3, 7]], [[1, 0], [2, 0]], [[0, 7]]]), [box(0, 3, 0, 7), [[7 / ROW, [0, 3]], [0, [1, 2]]]], 'several')
})

test('inks are as far apart as where they come closest sideways', () => {
  const left = new Map([[0, [0, 1]], [1, [0, 5]], [2, [0, 2]]])
  for (const [right, expected] of [
    [new Map([[0, [9, 10]]]), 4],
    [new Map([[2, [6, 7]], [3, [3, 9]]]), 1],
    [new Map([[3, [4, 9]]]), 2],
    [new Map([[-1, [4, 9]]]), 3],
    [new Map([[1, [3, 9]]]), -2],
    [new Map([[4, [9, 10]]]), Infinity],
    [new Map([[-2, [9, 10]]]), Infinity],
  ]) {
    assert.equal(clearance(left, right), expected, JSON.stringify([...right]))
  }
})

const moved = (strokes, x) => strokes.map(stroke => stroke.map(point => [point[0] + x, point[1]]))

test('strokes are pieces, from left to right', () => {
  const drawing = [...moved(digit('7', 100), 200), ...digit('4', 100, [0, 30])]
  const pieces = piecesOf(drawing)
  const expected = [1, 2, 0].map(i => ({ stroke: i, lines: [drawing[i]], parts: 1, box: boundingBox([drawing[i]]) }))
  assert.deepEqual(pieces, expected)
  assert.deepEqual(drawingOf(pieces, drawing), drawing, 'in the order in which they were drawn')
  assert.deepEqual(drawingOf(pieces.slice(0, 1), drawing), [drawing[1]])
  const dot = [[700, 400]]
  assert.deepEqual(piecesOf([dot]), [{ stroke: 0, lines: [dot], parts: 1, box: box(700, 700, 400, 400) }], 'a dot alone')
})

/** The golden digits in one stroke, each beside the last. */
const joinedDigits = labels => [labels.flatMap((label, i) => digit(label, 100, [70 * i, 0])[0])]

test('two digits in one stroke are pieces, and one stroke again together', () => {
  const drawing = joinedDigits(['2', '7'])
  const pieces = piecesOf(drawing)
  assert.equal(pieces.length, 4, 'two digits, and the halves of what joins them')
  assert.deepEqual(drawingOf(pieces, drawing), drawing)
  const [left, , , right] = pieces
  for (const [piece, label, x] of [[left, '2', 0], [right, '7', 70]]) {
    const [{ min, max }, whole] = [boundingBox(piece.lines), boundingBox(digit(label, 100, [x, 0]))]
    assert.ok([0, 1].every(axis => Math.abs(min[axis] - whole.min[axis]) < 25 && Math.abs(max[axis] - whole.max[axis]) < 25), label)
    assert.deepEqual(drawingOf([piece], drawing), piece.lines)
  }
  const back = piecesOf([[...drawing[0]].reverse()])
  assert.deepEqual(back.map(({ box }) => box), pieces.map(({ box }) => box), 'from left to right, however it was drawn')
})

test('a stroke of many digits is cut without a gap', () => {
  const drawing = joinedDigits(['2', '7', '2', '7'])
  const pieces = piecesOf(drawing)
  assert.equal(pieces.length, 10, 'four digits, and two halves of each of the three joints')
  const lengthOf = lines => lines.reduce((sum, line) =>
    line.reduce((way, [x, y], i) => i === 0 ? way : way + Math.hypot(x - line[i - 1][0], y - line[i - 1][1]), sum), 0)
  const inPieces = pieces.reduce((sum, { lines }) => sum + lengthOf(lines), 0)
  assert.ok(Math.abs(inPieces - lengthOf(drawing)) < 1e-6, 'no ink is lost, and none is twice')
  assert.deepEqual(drawingOf(pieces, drawing), drawing)
})

test('no digit is cut', () => {
  for (const label of '0123456789') assert.equal(piecesOf(digit(label, 300)).length, digit(label).length, label)
})

/** An upright stroke, a level one and another upright one, which may slant: digits that are joined. */
const joinedBars = (width, arm = 100, slant = 0) => [[slant * 100, 0], [0, 100], [width, 100], [width + slant * arm, 100 - arm]]

test('a stroke is cut where digits may be joined', () => {
  const check = (what, stroke, count) => assert.equal(piecesOf([stroke]).length, count, what)
  check('a wide one', joinedBars(90), 4)
  check('a narrow one', joinedBars(89), 1)
  check('with no digit on the right', joinedBars(90, 0), 1)
  check('with less than half a digit', joinedBars(90, 49), 1)
  check('with half a digit', joinedBars(90, 50), 4)
  check('the same on the left', [...joinedBars(90, 49)].map(([x, y]) => [-x, y]), 1)
  check('half on the left', [...joinedBars(90, 50)].map(([x, y]) => [-x, y]), 4)
  check('sixteen times as wide as high', joinedBars(1600), 4)
  check('wider than digits can be', joinedBars(1601), 1)
  check('where the joint is thin', [[0, 0], [0, 100], [90, 100], [0, 90], [90, 90], [90, 0]], 4)
  check('where it is not', [[0, 0], [0, 100], [90, 100], [0, 80], [90, 80], [90, 0]], 1)
})

test('slanted digits are cut aslant', () => {
  for (const slant of [0.15, 0.3, 0.45, -0.15]) {
    const pieces = piecesOf([joinedBars(100, 100, slant)])
    assert.equal(pieces.length, 4)
    const upright = pieces.map(({ lines }) => lines.flat().map(([x, y]) => x + slant * y - slant * 100))
    for (const [piece, x] of [[0, 0], [3, 100]]) {
      assert.ok(upright[piece].every(at => Math.abs(at - x) < 5), `${slant}: ${upright[piece]}`)
    }
  }
})

test('the whole drawing is a candidate, and so is what stands beside others', () => {
  const drawing = [...digit('1', 100), ...digit('1', 100, [60, 0]), ...digit('1', 100, [120, 0])]
  const [whole, ...parts] = candidatesOf(drawing)
  assert.deepEqual([whole.from, whole.to, whole.drawing, whole.last], [0, 3, drawing, true])
  assert.deepEqual(parts.map(({ from, to, last }) => [from, to, last]), [
    [0, 1, false], [0, 2, false], [1, 2, false], [1, 3, true], [2, 3, true],
  ])
  for (const part of parts) {
    assert.deepEqual(part.drawing, drawing.slice(part.from, part.to))
    assert.deepEqual([...part.strokes], Array.from({ length: part.to - part.from }, (_, i) => part.from + i))
  }
})

/** An outline, all rows of which are as wide. */
const frame = (x, width = 60, top = 0, bottom = 100) =>
  [[x, top], [x + width, top], [x + width, bottom], [x, bottom], [x, top]]

const near = (actual, expected, what) => assert.ok(Math.abs(actual - expected) < 1e-9, `${what}: ${actual}, not ${expected}`)

test('what is unlike a digit costs', () => {
  /** The cost of strokes as one digit, beside others of a usual height. */
  const cost = (...strokes) => {
    const drawing = [...strokes, bar(-300), bar(-310)]
    return candidatesOf(drawing).find(({ strokes: { size }, from }) => from === 2 && size === strokes.length).cost
  }
  for (const digit of [bar(0), frame(0), frame(0, 69), frame(0, 30, 0, 48)]) assert.ok(cost(digit) < 1e-9, JSON.stringify(digit))
  const flat = cost(frame(0, 30, 50, 50))
  assert.ok(flat > 5, 'what has no height')
  near(cost(frame(0, 30, 0, 24)), flat / 2, 'half a height')
  const wide = cost(frame(0, 89))
  assert.ok(wide > 1, 'what is too wide')
  near(cost(frame(0, 109)), 2 * wide, 'the wider')
  const apart = cost(bar(0), bar(30))
  assert.ok(apart > 0.5, 'what is apart')
  near(cost(bar(0), bar(60)), 2 * apart, 'the farther')
  near(cost(bar(0), bar(30), bar(60)), 2 * apart, 'each gap')
  near(cost(frame(0), bar(20), bar(50)), 0, 'what lies within another')
  near(cost(frame(0, 10, 50, 74), frame(40, 10, 50, 74)), apart + flat / 2, 'both')
})

test('only what may be a digit is a candidate, and every piece', () => {
  const found = strokes => candidatesOf(strokes).map(({ from, to }) => `${from}-${to}`)
  assert.deepEqual(found([bar(0), bar(300), bar(330)]), ['0-3', '0-1', '1-2', '1-3', '2-3'])
  assert.deepEqual(found([frame(0, 300), bar(400)]), ['0-2', '0-1', '1-2'], 'a piece, however wide')
  const row = length => Array.from({ length }, (_, i) => bar(5 * i))
  assert.equal(Math.max(...candidatesOf(row(20)).slice(1).map(({ from, to }) => to - from)), 7, 'no digit has more pieces')
  assert.ok(candidatesOf(row(40)).length > 40)
  assert.deepEqual(found(row(41)), ['0-41'], 'so many are no number')
})

test('what is unlike digits in a row costs', () => {
  /** The cost of taking the first strokes for a digit, and the others for the next. */
  const cost = (left, right, others = []) => {
    const candidates = candidatesOf([...left, ...right, ...others])
    const of = (from, to) => candidates.find(candidate => candidate.from === from && candidate.to === to)
    return neighbourCost(of(0, left.length), of(left.length, left.length + right.length))
  }
  near(cost([frame(0)], [frame(80)]), 0, 'digits in a row')

  const touching = cost([frame(0)], [frame(60)])
  assert.ok(touching > 0.1)
  near(cost([frame(0)], [frame(59)]), 2 * touching, 'what reaches over the other')
  near(cost([frame(0)], [frame(50)]), 11 * touching, 'the farther')
  near(cost([frame(0)], [frame(61.5)]), 0, 'with room')

  const stem = cost([frame(0, 20)], [frame(35)])
  assert.ok(stem > 1, 'a stem close to another stroke')
  near(cost([frame(0)], [frame(75, 20)]), stem, 'on the right')
  near(cost([frame(0, 20)], [frame(36)]), 0, 'farther')
  near(cost([frame(-20, 20)], [frame(15.5, 65)]), 0, 'as far as may be')
  near(cost([frame(0, 25)], [frame(40)]), 0, 'no stem')

  near(cost([frame(0)], [frame(80, 60, 8, 108)]), 0, 'a little lower')
  const lower = cost([frame(0)], [frame(80, 60, 33, 133)])
  assert.ok(lower > 2, 'a quarter lower')
  near(cost([frame(0)], [frame(80, 60, 58, 158)]), 2 * lower, 'half')
  near(cost([frame(0)], [frame(80, 60, -58, 42)]), 2 * lower, 'half higher')

  const small = cost([frame(0)], [frame(80, 60, 20, 70)])
  assert.ok(small > 0.5, 'half as tall')
  near(cost([frame(0, 60, 20, 70)], [frame(80)]), small, 'on the left')
  near(cost([frame(0)], [frame(80, 60, 20, 95)]), small / 2, 'not so small')
  near(cost([frame(0, 60, 20, 70)], [frame(80, 60, 20, 70)], [bar(200)]), 0, 'as small as its neighbour')
  near(cost([frame(0)], [frame(80, 60, 79, 129)]), small + 2 * lower, 'half of it below')
  assert.ok(cost([frame(0)], [frame(80, 60, 120, 220)]) > cost([frame(0)], [frame(80, 60, 100, 200)]) + 10, 'one above the other')
  assert.ok(cost([frame(0)], [frame(80, 60, 50, 50)]) > 3, 'a level line')
  near(cost([[[0, 0]]], [[[90, 0]]]), cost([[[0, 0], [1, 0]]], [[[90, 0]]]), 'two dots')
})

test('to cut a stroke costs, and more where it is all there is', () => {
  const parts = drawing => {
    const candidates = candidatesOf(drawing)
    return (from, to) => candidates.find(candidate => candidate.from === from && candidate.to === to)
  }
  const joined = joinedBars(100)
  const dot = [[-20, 50]]
  const other = [[-200, 0], [-200, 100]]
  const [alone, beside, dotted] = [[joined], [other, joined], [other, dot, joined]].map(parts)
  const apart = parts([other, ...piecesOf([joined]).map(({ lines }) => lines[0])])
  const cost = of => (from, to, end) => neighbourCost(of(from, to), of(to, end))
  const free = cost(apart)(1, 3, 5)
  assert.ok(cost(beside)(1, 3, 5) > free + 1)
  assert.ok(cost(alone)(0, 2, 4) > cost(beside)(1, 3, 5) + 1)
  assert.ok(cost(dotted)(1, 4, 6) > cost(parts([other, dot, ...piecesOf([joined]).map(({ lines }) => lines[0])]))(1, 4, 6) + 1, 'beside a dot')
})

test('the likeliest cut is found, whatever else there is', () => {
  const drawing = [...digit('4', 100), ...digit('2', 100, [120, 0]), ...digit('1', 100, [240, 0])]
  const candidates = candidatesOf(drawing)
  const cutBy = sure => segment(candidates, candidates.map(({ from, to }) => sure.includes(`${from}-${to}`) ? 0.97 : 0.01))
    .map(i => `${candidates[i].from}-${candidates[i].to}`)
  const right = ['0-2', '2-3', '3-4']
  assert.deepEqual(cutBy(right), right)
  assert.deepEqual(cutBy([...right, '0-4', '2-4']), right, 'what is so wide costs more')
  assert.deepEqual(cutBy(['0-2', '2-3']), right, 'one blot does not void a number')
  assert.deepEqual(segment([], []), [], 'of nothing')
  const four = candidatesOf(digit('4', 100))
  assert.deepEqual(segment(four, four.map(() => 1)).map(i => four[i].drawing), [digit('4', 100)], 'one digit of two strokes')
})
