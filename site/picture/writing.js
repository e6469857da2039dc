// The writing: which connected components of a picture's ink somebody wrote, and which are specks, frames, blocks, or cut
// off by the edge.

const SPECK = 0.13 // of the writing's height; what is smaller both ways is none
const SMALL = 0.35 // of that height: what is smaller has to have
const LEAST_AREA = 0.08 // of the writing's usual area
const PALE = 0.55 // of the writing's usual strength: what is fainter is what is left of rules
const CENTRAL = 0.7 // of the picture: what reaches the edge is writing only if its middle is in here
const MOST_EDGE = 0.4 // of its own longest side that may lie at the edge
const SOLID = 0.87 // of its box: what fills more of it is no writing, if it is
const SQUARE = 0.5 // times as wide as high, or as high as wide
const FRINGE = 0.04 // of the picture's longest side: what is not farther in is of something that lies beside the paper
const OUTER = 0.08 // of its longest side, in from its box, where a frame has
const MOST_OUTER = 0.9 // of its ink, with something inside

/** @type {(components: Component[], size: Size) => Component[]} */
export const writingOf = (components, size) => {
  const lines = components.filter(component => !isBlock(component))
  const free = lines.filter(component => isFree(component, size))
  const found = free.length > 0 ? free : lines
  const largest = found.reduce((most, component) => Math.max(most, sideOf(component)), 0)
  const large = found.filter(component => sideOf(component) >= largest / 12)
  const written = large.filter(component => !isFrame(component, large, size.width))
  const height = heightOf(written)
  const area = usualOf(written, ({ pixels }) => pixels.length)
  const strength = usualOf(written, ({ strength }) => strength)
  return written.filter(component => component.strength >= PALE * strength && sideOf(component) >= SPECK * height &&
    (sideOf(component) >= SMALL * height || component.pixels.length >= LEAST_AREA * area))
}

/** @type {(components: Component[]) => number} in px */
export const heightOf = components => usualOf(components, sideOf)

/** What most of the ink has as its component's. @type {(components: Component[], of: (component: Component) => number) => number} */
const usualOf = (components, of) => {
  const sorted = [...components].sort((a, b) => of(a) - of(b))
  let rest = sorted.reduce((sum, { pixels }) => sum + pixels.length, 0) / 2
  const usual = sorted.find(({ pixels }) => (rest -= pixels.length) <= 0)
  return usual ? of(usual) : 0
}

/** @type {(component: Component) => number} its longest side, in px */
const sideOf = ({ box }) => Math.max(...spanOf(box))

/** @param {Box} box @returns {[width: number, height: number]} */
const spanOf = ({ min, max }) => [max[0] - min[0], max[1] - min[1]]

/** @type {(component: Component, size: Size) => boolean} whether the picture's edge cuts nothing of it off */
const isFree = (component, { width, height }) => {
  const { pixels, box: { min, max } } = component
  const edge = 1 + Math.round(0.004 * Math.max(width, height))
  const fringe = FRINGE * Math.max(width, height)
  if (max[0] < fringe || max[1] < fringe || min[0] > width - fringe || min[1] > height - fringe) return false
  if (min[0] >= edge && min[1] >= edge && max[0] <= width - edge && max[1] <= height - edge) return true
  const isCentral = [width, height].every((side, axis) =>
    Math.abs((min[axis] + max[axis]) / 2 / side - 0.5) < CENTRAL / 2)
  const atEdge = pixels.filter(pixel => {
    const [row, column] = [Math.floor(pixel / width), pixel % width]
    return Math.min(row, column, height - 1 - row, width - 1 - column) < edge
  })
  return isCentral && atEdge.length < MOST_EDGE * edge * sideOf(component)
}

/** @type {(component: Component) => boolean} */
const isBlock = ({ pixels, box }) => {
  const [width, height] = spanOf(box)
  return pixels.length > SOLID * width * height && Math.min(width, height) > SQUARE * Math.max(width, height)
}

/** @type {(component: Component, all: Component[], width: number) => boolean} */
const isFrame = (component, all, width) => {
  const { pixels, box: { min, max } } = component
  if (!all.some(({ box }) => box.min.every((side, axis) => side > min[axis] && box.max[axis] < max[axis]))) return false
  const outer = pixels.filter(pixel => {
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    return Math.min(x - min[0], max[0] - 1 - x, y - min[1], max[1] - 1 - y) < OUTER * sideOf(component)
  })
  return outer.length > MOST_OUTER * pixels.length
}

/** @type {(ink: Uint8Array, contrast: Plane) => Component[]} pixels that touch at a side or a corner */
export const componentsOf = (ink, { width, height, values }) => {
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
    components.push(componentOf(pixels, width, values))
  }
  return components
}

/** @type {(pixels: number[], width: number, contrasts: Float32Array) => Component} */
const componentOf = (pixels, width, contrasts) => {
  let strength = 0
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1]
  for (const pixel of pixels) {
    const [row, column] = [Math.floor(pixel / width), pixel % width]
    strength += contrasts[pixel] / pixels.length
    left = Math.min(left, column)
    right = Math.max(right, column + 1)
    top = Math.min(top, row)
    bottom = Math.max(bottom, row + 1)
  }
  return { pixels, strength, box: { min: [left, top], max: [right, bottom] } }
}
