// The components: the connected pieces of a picture's ink.

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
