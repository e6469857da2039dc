// A picture's plane at other sizes, its ink thinned to lines, and strokes placed on the sheet.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { SHEET } from '../../site/drawing/drawing.js'
import { findWriting, frameOf, placed } from '../../site/picture/finding.js'
import { blank, fitted, greyOf, resized, sizeAt, softened } from '../../site/picture/plane.js'
import { depthsOf, thinned } from '../../site/picture/tracing.js'

const planeOf = rows => ({ width: rows[0].length, height: rows.length, values: Float32Array.from(rows.flat()) })
const rowsOf = ({ width, height, values }) => Array.from({ length: height }, (_, row) => [...values.slice(row * width, (row + 1) * width)])

/** Ink as it is written here: # where there is some. */
const inkOf = (...rows) => ({ ink: Uint8Array.from(rows.join(''), mark => Number(mark === '#')), width: rows[0].length, height: rows.length })
const marksOf = (ink, { width, height }) =>
  Array.from({ length: height }, (_, row) => Array.from(ink.slice(row * width, (row + 1) * width), value => value ? '#' : '.').join(''))

const near = (found, expected, what) => {
  assert.deepEqual([found.width, found.height], [expected.width, expected.height], what)
  found.values.forEach((value, i) => assert.ok(Math.abs(value - expected.values[i]) < 1e-4, `${what}, ${i}: ${value}, not ${expected.values[i]}`))
}

test('a plane at another size is made of means under a tent', () => {
  const plane = planeOf([[0, 12, 24, 36], [40, 52, 64, 76]])
  assert.equal(resized(plane, 4, 2), plane)
  near(resized(plane, 8, 2), planeOf([[0, 3, 9, 15, 21, 27, 33, 36], [40, 43, 49, 55, 61, 67, 73, 76]]), 'twice as wide')
  near(resized(plane, 4, 1), planeOf([[20, 32, 44, 56]]), 'half as high')
  near(resized(planeOf([[0, 0, 0, 0, 0, 0, 80, 0]]), 4, 1), planeOf([[0, 0, 10, 30 / (7 / 8)]]), 'half as wide: of four, 1 3 3 1 eighths')
  near(resized(planeOf([[5]]), 3, 2), planeOf([[5, 5, 5], [5, 5, 5]]), 'of one pixel')
  // Once more, plainly, with sizes that are no multiples of each other.
  const scattered = planeOf(Array.from({ length: 7 }, (_, row) => Array.from({ length: 11 }, (_, column) => (row * 37 + column * 61) % 100)))
  for (const [width, height] of [[5, 3], [17, 9], [4, 13], [1, 1]]) {
    const weight = (from, to, at, pixel) =>
      Math.max(1 - Math.abs(at + 0.5 - (pixel + 0.5) * from / to) / Math.max(from / to, 1), 0)
    const mean = (from, to, pixel, value) => {
      const weights = Array.from({ length: from }, (_, at) => weight(from, to, at, pixel))
      return weights.reduce((sum, weight, at) => sum + weight * value(at), 0) / weights.reduce((a, b) => a + b)
    }
    near(resized(scattered, width, height), planeOf(Array.from({ length: height }, (_, row) => Array.from({ length: width }, (_, column) =>
      mean(7, height, row, r => mean(11, width, column, c => scattered.values[r * 11 + c]))))), `${width} × ${height}`)
  }
})

test('sizes keep their proportions and never vanish', () => {
  assert.deepEqual(sizeAt({ width: 30, height: 20 }, 0.5), [15, 10])
  assert.deepEqual(sizeAt({ width: 30, height: 1 }, 0.1), [3, 1])
  assert.deepEqual(sizeAt({ width: 1, height: 30 }, 0.1), [1, 3])
  const { width, height } = fitted(blank(30, 20), 60)
  assert.deepEqual([width, height], [60, 40])
  assert.deepEqual(rowsOf(fitted(blank(20, 40), 4)), Array(4).fill([0, 0]))
})

test('softening takes a mean with the neighbours, at the edge too', () => {
  const dot = planeOf([[0, 0, 0, 0], [0, 16, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
  assert.deepEqual(rowsOf(softened(dot)), [[1, 2, 1, 0], [2, 4, 2, 0], [1, 2, 1, 0], [0, 0, 0, 0]])
  assert.deepEqual(rowsOf(softened(planeOf([[16, 0, 0], [0, 0, 0]]))), [[9, 3, 0], [3, 1, 0]], 'a corner is its own neighbour')
  const ones = [[16, 32, 48], [64, 80, 96], [112, 128, 144]]
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      const one = ones.map((values, r) => values.map((_, c) => Number(r === row && c === column) * 16))
      const share = 2 ** (2 - Math.abs(row - 1) - Math.abs(column - 1))
      assert.equal(softened(planeOf(one)).values[4], share, `${row}, ${column}`)
    }
  }
})

test('colours become brightnesses, and what is clear becomes its ground', () => {
  const grey = (...pixels) => [...greyOf(Uint8ClampedArray.from(pixels.flat()), { width: pixels.length, height: 1 }).values].map(Math.round)
  assert.deepEqual(grey([255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255], [9, 9, 9, 255]), [76, 150, 29, 9])
  assert.deepEqual(grey([0, 0, 0, 255], [0, 0, 0, 0], [200, 200, 200, 0]), [0, 255, 255], 'dark ink is on a bright ground')
  assert.deepEqual(grey([255, 255, 255, 255], [0, 0, 0, 0], [255, 255, 255, 51]), [255, 0, 51], 'bright ink on a dark one')
})

/** Zhang and Suen's two turns once more, as their paper has them: P2 above the pixel, and on to P9 clockwise. */
const thinnedPlainly = (ink, { width, height }) => {
  const lines = [...ink]
  const at = (row, column) => lines[row * width + column]
  for (let [turn, idle] = [0, 0]; idle < 2; turn = 1 - turn) {
    const gone = []
    for (let row = 1; row < height - 1; row++) {
      for (let column = 1; column < width - 1; column++) {
        const p = [[-1, 0], [-1, 1], [0, 1], [1, 1], [1, 0], [1, -1], [0, -1], [-1, -1]].map(([r, c]) => at(row + r, column + c))
        const count = p.reduce((a, b) => a + b)
        const patterns = p.filter((value, i) => value === 0 && p[(i + 1) % 8] === 1).length
        const [p2, p4, p6, p8] = [p[0], p[2], p[4], p[6]]
        const isOuter = turn === 0 ? p2 * p4 * p6 === 0 && p4 * p6 * p8 === 0 : p2 * p4 * p8 === 0 && p2 * p6 * p8 === 0
        if (at(row, column) && count >= 2 && count <= 6 && patterns === 1 && isOuter) gone.push(row * width + column)
      }
    }
    for (const pixel of gone) lines[pixel] = 0
    idle = gone.length === 0 ? idle + 1 : 0
  }
  return lines
}

test('ink is thinned to lines along its middle', () => {
  const { ink: bar, ...long } = inkOf('.........', '.#######.', '.#######.', '.#######.', '.........')
  assert.deepEqual(marksOf(thinned(bar, long), long), ['.........', '.........', '..####...', '.........', '.........'])
  // Blots of every kind, and with holes.
  const size = { width: 31, height: 23 }
  const pixels = [...Array(size.width * size.height).keys()]
  for (const density of [0.3, 0.5, 0.7, 0.85, 0.95]) {
    const ink = Uint8Array.from(pixels, pixel => {
      const [row, column] = [Math.floor(pixel / size.width), pixel % size.width]
      const isInner = row > 0 && column > 0 && row < size.height - 1 && column < size.width - 1
      return Number(isInner && Math.abs(Math.sin(Math.floor(row / 2) * 78.233 + Math.floor(column / 2) * 12.9898) * 43758.5453) % 1 < density)
    })
    assert.deepEqual(marksOf(thinned(ink, size), size), marksOf(thinnedPlainly(ink, size), size), `${density}`)
  }
})

test('ink lies as deep as the way to the next blank', () => {
  const size = { width: 13, height: 11 }
  const ink = Uint8Array.from({ length: 13 * 11 }, (_, pixel) => Number(Math.hypot(pixel % 13 - 6, Math.floor(pixel / 13) - 5) < 4.6))
  const way = (from, to) => {
    const [x, y] = [Math.abs(from % 13 - to % 13), Math.abs(Math.floor(from / 13) - Math.floor(to / 13))]
    return Math.min(x, y) * Math.SQRT2 + Math.abs(x - y)
  }
  const blanks = [...ink.keys()].filter(pixel => !ink[pixel])
  depthsOf(ink, size).forEach((depth, pixel) => {
    assert.ok(Math.abs(depth - Math.min(...blanks.map(blank => way(pixel, blank)))) < 1e-5, `${pixel}: ${depth}`)
  })
})

test('writing is placed in the middle of the sheet', () => {
  for (const strokes of [[[[10, 10], [110, 60]]], [[[0, 0], [3, 40]], [[1, 80]]]]) {
    const points = placed(strokes, frameOf(strokes)).flat()
    const [lengths, middles] = [(a, b) => a - b, (a, b) => (a + b) / 2].map(of => [0, 1].map(axis =>
      of(Math.max(...points.map(point => point[axis])), Math.min(...points.map(point => point[axis])))))
    assert.ok(Math.abs(Math.max(...lengths) - 0.82 * SHEET) <= 1, `${lengths}`)
    assert.ok(middles.every(middle => Math.abs(middle - SHEET / 2) <= 1), `${middles}`)
    assert.ok(points.flat().every(Number.isInteger))
  }
  assert.deepEqual(placed([[[7, 7]]], frameOf([[[7, 7]]])), [[[SHEET / 2, SHEET / 2]]], 'a dot')
  const frame = { scale: 10, move: [3, -5] }
  assert.deepEqual(placed([[[1, 1], [1, 1], [1, 2], [2, 2]], [[2, 2]]], frame), [[[13, 5], [14, 5], [13, 15], [23, 15]], [[23, 15]]])
})

test('grain is no writing, in the middle or at the edge', () => {
  const size = { width: 1600, height: 1200 }
  for (const deviation of [6, 12]) {
    let state = 1 // of a linear congruential generator (Numerical Recipes)
    const uniform = () => (state = (state * 1664525 + 1013904223) >>> 0) / 2 ** 32
    const normal = () => Math.sqrt(-2 * Math.log(uniform() + 1e-12)) * Math.cos(2 * Math.PI * uniform())
    const values = new Float32Array(size.width * size.height).map(() => Math.round(190 + deviation * normal()))
    assert.deepEqual(findWriting({ ...size, values }), [], `${deviation}`)
  }
})

test('ink is found on either side of a shadow with a hard edge, dark and light', () => {
  const size = { width: 600, height: 600 }
  const strokes = Array.from({ length: 8 }, (_, i) => [60 * (i + 1), 40 + 50 * i]) // their upper ends
  const isInked = (column, row) => strokes.some(([x, y]) => Math.abs(column - x) <= 3 && row >= y && row <= y + 80)
  const dark = Float32Array.from({ length: size.width * size.height }, (_, i) => {
    const [row, column] = [Math.floor(i / size.width), i % size.width]
    const light = 0.55 + 0.45 / (1 + Math.exp((row + 0.4 * column - 370) / 2))
    return 200 * light * (isInked(column, row) ? 0.65 : 1)
  })
  for (const values of [dark, dark.map(value => 255 - value)]) {
    const found = findWriting({ ...size, values })
    assert.equal(found.length, strokes.length)
    for (const [x, y] of strokes) assert.ok(found.some(stroke => stroke.some(at => Math.hypot(at[0] - x, at[1] - y - 40) < 8)), `${x}, ${y}`)
  }
})
