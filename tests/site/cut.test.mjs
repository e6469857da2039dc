// A number's geometry: how far apart inks are, which pieces a drawing has, and how the likeliest cut is found.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { boundingBox } from '../../site/drawing/raster.js'
import {
  ROW, boxesOf, clearance, gapOf, gapsOf, heightOf, inkOf, lengthOf, middleOf, tallestOf, union, widthOf,
} from '../../site/number/geometry.js'
import { candidatesOf, isWhole, neighbourCost, segment } from '../../site/number/segmentation.js'
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

test('the whole drawing is a candidate, and so is what stands beside others', () => {
  const drawing = [...digit('1', 100), ...digit('1', 100, [60, 0]), ...digit('1', 100, [120, 0])]
  const [whole, ...parts] = candidatesOf(drawing)
  assert.deepEqual([whole.from, whole.to, whole.drawing, isWhole(whole)], [0, 3, drawing, true])
  assert.deepEqual(parts.map(({ from, to, last }) => [from, to, last]), [
    [0, 1, false], [0, 2, false], [1, 2, false], [1, 3, true], [2, 3, true],
  ])
  for (const part of parts) {
    assert.deepEqual([part.drawing, isWhole(part)], [drawing.slice(part.from, part.to), false])
    assert.deepEqual([...part.strokes], Array.from({ length: part.to - part.from }, (_, i) => part.from + i))
  }
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
  const four = candidatesOf(digit('4', 100))
  assert.deepEqual(segment(four, four.map(() => 1)).map(i => four[i].drawing), [digit('4', 100)], 'one digit of two strokes')
})
