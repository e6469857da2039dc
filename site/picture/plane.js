// The plane: a picture's brightnesses, or another number for each of its pixels, row by row.

const SAMPLE = 30_000 // values that are enough for a quantile

/** @type {(width: number, height: number) => Plane} all 0 */
export const blank = (width, height) => ({ width, height, values: new Float32Array(width * height) })

/**
 * The plane at another size, each pixel a mean of those near it, weighted by a tent.
 * @type {(plane: Plane, width: number, height: number) => Plane}
 */
export const resized = (plane, width, height) => {
  if (width === plane.width && height === plane.height) return plane
  const down = blank(plane.width, height) // first, as a row's pixels lie together
  tapsOf(plane.height, height).forEach(({ first, weights }, row) => {
    const to = down.values.subarray(row * plane.width, (row + 1) * plane.width)
    weights.forEach((weight, i) => {
      const from = plane.values.subarray((first + i) * plane.width)
      for (let column = 0; column < to.length; column++) to[column] += weight * from[column]
    })
  })
  const across = blank(width, height)
  const taps = tapsOf(plane.width, width)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const { first, weights } = taps[column]
      let sum = 0
      for (let i = 0; i < weights.length; i++) sum += weights[i] * down.values[row * plane.width + first + i]
      across.values[row * width + column] = sum
    }
  }
  return across
}

/** @type {(plane: Plane, side: number) => Plane} with its longest side this long */
export const fitted = (plane, side) => {
  const scale = side / Math.max(plane.width, plane.height)
  return resized(plane, ...sizeAt(plane, scale))
}

/** @type {(size: Size, scale: number) => [width: number, height: number]} */
export const sizeAt = ({ width, height }, scale) =>
  [Math.max(Math.round(width * scale), 1), Math.max(Math.round(height * scale), 1)]

/** @type {(from: number, to: number) => { first: number, weights: number[] }[]} for each new pixel the old ones' weights */
const tapsOf = (from, to) => {
  const step = from / to
  const reach = Math.max(step, 1)
  return Array.from({ length: to }, (_, pixel) => {
    const middle = (pixel + 0.5) * step - 0.5
    const first = Math.max(Math.ceil(middle - reach), 0)
    const last = Math.min(Math.floor(middle + reach), from - 1)
    const weights = []
    for (let at = first; at <= last; at++) weights.push(Math.max(1 - Math.abs(at - middle) / reach, 0))
    const sum = weights.reduce((a, b) => a + b)
    return { first, weights: weights.map(weight => weight / sum) }
  })
}

/** @type {(plane: Plane) => Plane} each pixel a mean with its neighbours, which takes half of the grain */
export const softened = ({ width, height, values }) => {
  const soft = blank(width, height)
  for (let row = 0; row < height; row++) {
    const [here, above, below] = [row, Math.max(row - 1, 0), Math.min(row + 1, height - 1)].map(at => at * width)
    for (let column = 0; column < width; column++) {
      const [left, right] = [Math.max(column - 1, 0), Math.min(column + 1, width - 1)]
      const beside = values[here + left] + values[here + right] + values[above + column] + values[below + column]
      const aslant = values[above + left] + values[above + right] + values[below + left] + values[below + right]
      soft.values[here + column] = (4 * values[here + column] + 2 * beside + aslant) / 16
    }
  }
  return soft
}

/**
 * Adds to the pixels those around each of them that are taken, and those around these.
 * @type {(pixels: number[], size: Size, takes: (pixel: number) => boolean) => number[]}
 */
export const spread = (pixels, { width, height }, takes) => {
  for (let i = 0; i < pixels.length; i++) {
    const [row, column] = [Math.floor(pixels[i] / width), pixels[i] % width]
    for (let r = Math.max(row - 1, 0); r <= Math.min(row + 1, height - 1); r++) {
      for (let c = Math.max(column - 1, 0); c <= Math.min(column + 1, width - 1); c++) {
        if (takes(r * width + c)) pixels.push(r * width + c)
      }
    }
  }
  return pixels
}

/** @type {(values: Float32Array, share: number) => number} of all, or of a sample of as many as tell it */
export const quantile = (values, share) => {
  const every = Math.ceil(values.length / SAMPLE) || 1
  const sorted = new Float32Array(Math.ceil(values.length / every)).map((_, i) => values[i * every]).sort()
  return sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? 0
}

/** @type {(rgba: Uint8ClampedArray, size: Size) => Plane} */
export const greyOf = (rgba, { width, height }) => {
  const grey = blank(width, height)
  let [opaque, sum] = [0, 0]
  for (let i = 0; i < grey.values.length; i++) {
    const alpha = rgba[4 * i + 3] / 255
    // Rec. 601, as JPEG has it.
    const brightness = 0.299 * rgba[4 * i] + 0.587 * rgba[4 * i + 1] + 0.114 * rgba[4 * i + 2]
    grey.values[i] = brightness
    opaque += alpha
    sum += alpha * brightness
  }
  const ground = sum > 128 * opaque ? 0 : 255
  for (let i = 0; i < grey.values.length; i++) {
    const alpha = rgba[4 * i + 3] / 255
    grey.values[i] = alpha * grey.values[i] + (1 - alpha) * ground
  }
  return grey
}
