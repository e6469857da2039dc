// The writing: which connected components of a picture's ink somebody wrote, and which are specks, frames, blocks, or cut
// off by the edge.

const SPECK = 0.13 // of the writing's height; what is smaller both ways is none
const SMALL = 0.35 // of that height: what is smaller has to have
const LEAST_AREA = 0.08 // of the writing's usual area
const CENTRAL = 0.7 // of the picture: what reaches the edge is writing only if its middle is in here
const MOST_EDGE = 0.4 // of its own longest side that may lie at the edge
const SOLID = 0.75 // of its box: what fills more of it is no writing, if it is as wide as high
const AROUND = 0.3 // of its height: what has something as high as that in its box is a frame

/** @type {(components: Component[], size: Size) => Component[]} */
export const writingOf = (components, size) => {
  const largest = Math.max(...components.map(sideOf))
  const large = components.filter(component => sideOf(component) >= largest / 12)
  const free = large.filter(component => isFree(component, size) && !isBlock(component, size) && !isFrame(component, large))
  const written = free.length > 0 ? free : large.filter(component => !isBlock(component, size))
  const height = heightOfWriting(written)
  const area = areaOfWriting(written)
  return written.filter(component => sideOf(component) >= SPECK * height &&
    (sideOf(component) >= SMALL * height || component.pixels.length >= LEAST_AREA * area))
}

/** The area that most of the ink has as its component's. @type {(components: Component[]) => number} in px */
const areaOfWriting = components => {
  const areas = components.map(({ pixels }) => pixels.length).sort((a, b) => a - b)
  let rest = areas.reduce((sum, area) => sum + area, 0) / 2
  return areas.find(area => (rest -= area) <= 0) ?? 0
}

/** The height that most of the ink has. @type {(components: Component[]) => number} in px */
export const heightOfWriting = components => {
  const sorted = [...components].sort((a, b) => sideOf(a) - sideOf(b))
  let rest = sorted.reduce((sum, { pixels }) => sum + pixels.length, 0) / 2
  return sideOf(sorted.find(({ pixels }) => (rest -= pixels.length) <= 0) ?? sorted[0])
}

/** @type {(component: Component | undefined) => number} its longest side, in px */
const sideOf = component => component ? Math.max(...spanOf(component.box)) : 0

/** @param {Box} box @returns {[width: number, height: number]} */
const spanOf = ({ min, max }) => [max[0] - min[0], max[1] - min[1]]

/** @type {(component: Component, size: Size) => boolean} whether the picture's edge cuts nothing of it off */
const isFree = (component, { width, height }) => {
  const { pixels, box: { min, max } } = component
  const edge = 1 + Math.round(0.004 * Math.max(width, height))
  if (min[0] >= edge && min[1] >= edge && max[0] <= width - edge && max[1] <= height - edge) return true
  const isCentral = [width, height].every((side, axis) =>
    Math.abs((min[axis] + max[axis]) / 2 / side - 0.5) < CENTRAL / 2)
  const rows = new Set()
  for (const pixel of pixels) {
    const [row, column] = [Math.floor(pixel / width), pixel % width]
    if (row < edge) rows.add(column)
    if (row >= height - edge) rows.add(-column - 1)
    if (column < edge) rows.add(`${row}`)
    if (column >= width - edge) rows.add(`${-row - 1}`)
  }
  return isCentral && rows.size < MOST_EDGE * sideOf(component)
}

/** @type {(component: Component, size: Size) => boolean} */
const isBlock = ({ pixels, box }, size) => {
  const [width, height] = spanOf(box)
  return pixels.length > SOLID * width * height && Math.min(width, height) > 0.1 * Math.max(size.width, size.height)
}

/** @type {(component: Component, all: Component[]) => boolean} */
const isFrame = (component, all) => all.some(other => other !== component &&
  [0, 1].every(axis => other.box.min[axis] > component.box.min[axis] && other.box.max[axis] < component.box.max[axis]) &&
  sideOf(other) > AROUND * sideOf(component))

/** @type {(ink: Uint8Array, size: Size) => Component[]} pixels that touch at a side or a corner */
export const componentsOf = (ink, { width, height }) => {
  const seen = new Uint8Array(ink.length)
  const components = []
  for (let first = 0; first < ink.length; first++) {
    if (!ink[first] || seen[first]) continue
    seen[first] = 1
    const pixels = [first]
    for (let i = 0; i < pixels.length; i++) {
      const [row, column] = [Math.floor(pixels[i] / width), pixels[i] % width]
      for (let r = Math.max(row - 1, 0); r <= Math.min(row + 1, height - 1); r++) {
        for (let c = Math.max(column - 1, 0); c <= Math.min(column + 1, width - 1); c++) {
          const next = r * width + c
          if (!ink[next] || seen[next]) continue
          seen[next] = 1
          pixels.push(next)
        }
      }
    }
    components.push(componentOf(pixels, width))
  }
  return components
}

/** @type {(pixels: number[], width: number) => Component} */
const componentOf = (pixels, width) => {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1]
  for (const pixel of pixels) {
    const [row, column] = [Math.floor(pixel / width), pixel % width]
    left = Math.min(left, column)
    right = Math.max(right, column + 1)
    top = Math.min(top, row)
    bottom = Math.max(bottom, row + 1)
  }
  return { pixels, box: { min: [left, top], max: [right, bottom] } }
}
