// The golden drawings and the images that they become, which the page's and the trainer's tests read, too.

import { readFileSync } from 'node:fs'

const read = name =>
  readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8').trim().split('\n').map(line => JSON.parse(line))

export const drawings = read('drawings.ndjson')
export const images = read('images.ndjson')

/** The strokes of one of the ten digits, of a height and place. */
export const digit = (label, height = 1, [x, y] = [0, 0]) => {
  const { strokes } = drawings.find(drawing => drawing.label === label)
  const points = strokes.flat()
  const [left, top] = [0, 1].map(axis => Math.min(...points.map(point => point[axis])))
  const scale = height / (Math.max(...points.map(([, y]) => y)) - top)
  return strokes.map(stroke => stroke.map(point => [(point[0] - left) * scale + x, (point[1] - top) * scale + y]))
}
