// The writing: the connected components of a picture's ink that are no specks, frames or blocks, nor cut off by the edge.

import { spread } from './plane.js'

const SPECK = 0.13 // of the writing's height; what is smaller both ways is none
const SMALL = 0.35 // of that height: what is smaller has to have
const LEAST_AREA = 0.08 // of the writing's usual area
const PALE = 0.55 // of the writing's usual strength: what is fainter is what is left of rules
const CENTRAL = 0.7 // of the picture: what reaches the edge is writing only if its middle is in here
const MOST_EDGE = 0.4 // of its own longest side that may lie at the edge
const SOLID = 0.87 // of its box: what fills more of it is no writing, if it is
const SQUARE = 0.5 // times as wide as high, or as high as wide
const FRINGE = 0.04 // of the picture's longest side: what is not farther in lies beside the paper
const OUTER = 0.08 // of its longest side, in from its box, where a frame has
const MOST_OUTER = 0.9 // of its ink, with something inside

/** @type {(components: Component[], contrast: Plane) => Component[]} */
export const writingOf = (components, contrast) => {
  const lines = components.filter(component => !isBlock(component))
  const free = lines.filter(component => isFree(component, contrast))
  const found = free.length > 0 ? free : lines
  const largest = found.reduce((most, component) => Math.max(most, sideOf(component)), 0)
  const large = found.filter(component => sideOf(component) >= largest / 12)
  const written = large.filter(component => !isFrame(component, large, contrast.width))
  const strengthOf = (/** @type {Component} */ { pixels }) =>
    pixels.reduce((sum, pixel) => sum + contrast.values[pixel], 0) / pixels.length
  const height = heightOf(written)
  const area = usualOf(written, ({ pixels }) => pixels.length)
  const strength = usualOf(written, strengthOf)
  return written.filter(component => strengthOf(component) >= PALE * strength && sideOf(component) >= SPECK * height &&
    (sideOf(component) >= SMALL * height || component.pixels.length >= LEAST_AREA * area))
}

/** @type {(components: Component[]) => number} in px */
export const heightOf = components => usualOf(components, sideOf)

/** What most of the ink has as its component's. @type {(components: Component[], of: (component: Component) => number) => number} */
const usualOf = (components, of) => {
  const sorted = components.map(component => ({ value: of(component), ink: component.pixels.length }))
    .sort((a, b) => a.value - b.value)
  let rest = sorted.reduce((sum, { ink }) => sum + ink, 0) / 2
  return sorted.find(({ ink }) => (rest -= ink) <= 0)?.value ?? 0
}

/** @type {(component: Component) => number} its longest side, in px */
const sideOf = ({ box }) => Math.max(...spanOf(box))

/** @param {Box} box @returns {[width: number, height: number]} */
const spanOf = ({ min, max }) => [max[0] - min[0], max[1] - min[1]]

/** @type {(component: Component, size: Size) => boolean} whether the picture's edge cuts nothing of it off */
const isFree = (component, { width, height }) => {
  const { min, max } = component.box
  const edge = 1 + Math.round(0.004 * Math.max(width, height))
  if (Math.min(...max, width - min[0], height - min[1]) < FRINGE * Math.max(width, height)) return false
  if (Math.min(...min, width - max[0], height - max[1]) >= edge) return true
  const isCentral = [width, height].every((side, axis) =>
    Math.abs((min[axis] + max[axis]) / 2 / side - 0.5) < CENTRAL / 2)
  const atEdge = inkAtSides(component, width, { min: [0, 0], max: [width, height] }, edge)
  return isCentral && atEdge < MOST_EDGE * edge * sideOf(component)
}

/** @type {(component: Component) => boolean} */
const isBlock = ({ pixels, box }) => {
  const [width, height] = spanOf(box)
  return pixels.length > SOLID * width * height && Math.min(width, height) > SQUARE * Math.max(width, height)
}

/** @type {(component: Component, all: Component[], width: number) => boolean} */
const isFrame = (component, all, width) => {
  const { pixels, box: { min, max } } = component
  return all.some(({ box }) => box.min.every((side, axis) => side > min[axis] && box.max[axis] < max[axis])) &&
    inkAtSides(component, width, component.box, OUTER * sideOf(component)) > MOST_OUTER * pixels.length
}

/** @type {(component: Component, width: number, box: Box, margin: number) => number} pixels so close to a side of the box */
const inkAtSides = ({ pixels }, width, { min, max }, margin) => pixels.filter(pixel => {
  const [x, y] = [pixel % width, Math.floor(pixel / width)]
  return Math.min(x - min[0], y - min[1], max[0] - 1 - x, max[1] - 1 - y) < margin
}).length

/** @type {(ink: Uint8Array, size: Size) => Component[]} pixels that touch at a side or a corner */
export const componentsOf = (ink, size) => {
  const left = ink.slice()
  const takes = (/** @type {number} */ pixel) => {
    const isLeft = left[pixel] > 0
    left[pixel] = 0
    return isLeft
  }
  const components = []
  for (let first = 0; first < left.length; first++) {
    if (takes(first)) components.push(componentOf(spread([first], size, takes), size.width))
  }
  return components
}

/** @type {(pixels: number[], width: number) => Component} */
const componentOf = (pixels, width) => {
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0]
  for (const pixel of pixels) {
    const [row, column] = [Math.floor(pixel / width), pixel % width]
    left = Math.min(left, column)
    right = Math.max(right, column + 1)
    top = Math.min(top, row)
    bottom = Math.max(bottom, row + 1)
  }
  return { pixels, box: { min: [left, top], max: [right, bottom] } }
}
