// The raster: the golden drawings become the golden images, as the trainer makes them.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { SIDE, boundingBox, isNearlyBlank, rasterize, toSegment } from '../../site/drawing/raster.js'
import { drawings, images } from './golden.mjs'

const placed = (strokes, size, [x, y]) => strokes.map(stroke => stroke.map(point => [size * point[0] + x, size * point[1] + y]))

test('the golden drawings become the golden images, wherever and however large they are drawn', () => {
  for (const [size, place] of [[1, [0, 0]], [8, [-4096, 1024]], [1 / 64, [0.5, -3]]]) {
    let apart = 0
    drawings.forEach(({ strokes }, number) => {
      rasterize(placed(strokes, size, place)).forEach((brightness, pixel) => {
        const difference = Math.abs(brightness - images[number][pixel])
        assert.ok(difference <= 1, `drawing ${number}, ${size} times as large, pixel ${pixel}: ${brightness}`)
        apart += difference
      })
    })
    // The trainer, which made the images, rounds differently.
    assert.ok(apart < 8, `${apart} of ${drawings.length * SIDE * SIDE} pixels differ, ${size} times as large`)
  }
})

test('lopsided ink goes as far as the edge, and none is lost', () => {
  // A block, and far below it a dash.
  const strokes = [...[0, 10, 20, 30].map(y => [[0, y], [100, y]]), [[50, 90], [50, 100]]]
  const turned = to => rasterize(strokes.map(stroke => stroke.map(to)))
  const ink = image => image.reduce((sum, brightness) => sum + brightness, 0)
  const reached = (image, along) => Math.max(...image.map((brightness, pixel) => brightness > 0 ? along(pixel) : 0))
  const right = pixel => pixel % SIDE
  const down = pixel => Math.floor(pixel / SIDE)
  for (const [to, along] of [
    [([x, y]) => [x, y], down], [([x, y]) => [x, -y], pixel => SIDE - 1 - down(pixel)],
    [([x, y]) => [y, x], right], [([x, y]) => [-y, x], pixel => SIDE - 1 - right(pixel)],
  ]) {
    const image = turned(to)
    assert.equal(reached(image, along), SIDE - 1)
    assert.ok(Math.abs(ink(image) / ink(turned(point => point)) - 1) < 0.01)
  }
})

test('where there is no ink there is no image', () => {
  for (const strokes of [[], [[]], [[], []]]) assert.equal(rasterize(strokes), null)
  assert.ok(rasterize([[], [[3, 3]]]))
})

test('less ink than eight pixels is nearly blank', () => {
  const image = (pixels, last) => [...Array(pixels).fill(255), last, ...Array(SIDE * SIDE - pixels - 1).fill(0)]
  assert.equal(isNearlyBlank(image(7, 254)), true)
  assert.equal(isNearlyBlank(image(7, 255)), false)
  assert.equal(isNearlyBlank(rasterize([[[0, 0]]])), true, 'a dot')
  assert.equal(isNearlyBlank(rasterize([[[0, 0], [0, 9]]])), false, 'a 1')
})

test('a box holds all points', () => {
  assert.deepEqual(boundingBox([[[3, 9], [5, -2]], [], [[4, 4]]]), { min: [3, -2], max: [5, 9] })
  assert.deepEqual(boundingBox([[[7, 1]]]), { min: [7, 1], max: [7, 1] })
})

test('the way to a segment is the shortest', () => {
  for (const [point, a, b, expected] of [
    [[0, 0], [3, 4], [3, 4], 5],
    [[0, 5], [-2, 2], [10, 2], 3],
    [[13, 6], [-2, 2], [10, 2], 5],
    [[-6, -1], [-2, 2], [10, 2], 5],
    [[1, 1], [0, 0], [5, 5], 0],
    [[0, 2], [0, 0], [5, 5], Math.SQRT2],
  ]) {
    assert.ok(Math.abs(toSegment(point, a, b) - expected) < 1e-9, `${point} to ${a}, ${b}`)
  }
})
