// The finding: what is written in a picture, as strokes.

import { clearRules } from './rules.js'
import { componentsOf } from './components.js'
import { contrastOf } from './contrast.js'
import { heightOfWriting, writingOf } from './writing.js'
import { inkOf } from './threshold.js'
import { resized, sizeAt } from './plane.js'
import { strokesOf } from './tracing.js'
import { thinned } from './thinning.js'

const FIRST = 640 // px, the picture's longest side when the writing is looked for
const HEIGHT = 96 // px, the writing's when it is traced
const LARGEST = 1800 // px, the picture's longest side then
const NEAR = 1.3 // times HEIGHT or its inverse: near enough
const SPACING = HEIGHT / 18 // px between a stroke's points
const SPUR = 0.8 // of the pen's width

/** @type {(picture: Plane) => Drawing} strokes in the picture's px; none where nothing is written */
export const findWriting = picture => {
  const contrast = contrastOf(picture)
  const longest = Math.max(picture.width, picture.height)
  let scale = FIRST / longest
  let writing = writingAt(contrast, scale)
  if (!writing) return []
  const wished = Math.min(scale * HEIGHT / heightOfWriting(writing.components), LARGEST / longest)
  if (Math.max(wished / scale, scale / wished) > NEAR) {
    scale = wished
    writing = writingAt(contrast, scale)
  }
  return writing ? traced(writing).map(stroke => stroke.map(([x, y]) => [x / scale, y / scale])) : []
}

/** @type {(contrast: Plane, scale: number) => Writing | null} */
const writingAt = (contrast, scale) => {
  const plane = resized(contrast, ...sizeAt(contrast, scale))
  const ink = inkOf(plane)
  if (!ink) return null
  clearRules(ink, plane)
  const components = writingOf(componentsOf(ink, plane), plane)
  return components.length > 0 ? { components, width: plane.width, height: plane.height } : null
}

/** @type {(writing: Writing) => Drawing} */
const traced = ({ components, ...size }) => {
  const padded = { width: size.width + 2, height: size.height + 2 }
  const ink = new Uint8Array(padded.width * padded.height)
  let area = 0
  for (const { pixels } of components) {
    area += pixels.length
    for (const pixel of pixels) ink[(Math.floor(pixel / size.width) + 1) * padded.width + pixel % size.width + 1] = 1
  }
  const lines = thinned(ink, padded)
  const pen = area / lines.reduce((sum, value) => sum + value, 0)
  return strokesOf(lines, padded, SPACING, SPUR * pen).map(stroke => stroke.map(([x, y]) => [x - 1, y - 1]))
}
