// The edges: what lies along the edges of a picture, such as the end of a sheet, and is cut off from what reaches them.

const DEEP = 0.14 // of the longest side, the most that such a strip reaches in
const LONG = 0.3 // of an edge that it covers at least
const UNLIKE = 1.6 // times its usual depth; what reaches deeper has writing on it, or is some

/** @type {(ink: Uint8Array, size: Size) => void} takes the strips out of the ink */
export const clearEdges = (ink, { width, height }) => {
  const deepest = Math.ceil(DEEP * Math.max(width, height))
  const last = ink.length - 1
  for (const [start, along, inwards, length] of [
    [0, 1, width, width], [last, -1, -width, width], [0, width, 1, height], [last, -width, -1, height],
  ]) {
    const depths = Array.from({ length }, (_, at) => depthOf(ink, start + at * along, inwards, deepest))
    const strips = depths.filter(depth => depth > 0 && depth < deepest).sort((a, b) => a - b)
    if (strips.length < LONG * length) continue
    const usual = Math.max(strips[strips.length >> 1], 3)
    depths.forEach((depth, at) => {
      const gone = depth > UNLIKE * usual ? usual : depth
      for (let i = 0; i < gone; i++) ink[start + at * along + i * inwards] = 0
    })
  }
}

/** @type {(ink: Uint8Array, edge: number, inwards: number, deepest: number) => number} px of ink from the edge on */
const depthOf = (ink, edge, inwards, deepest) => {
  let depth = 0
  while (depth < deepest && (ink[edge + depth * inwards] || depth < 2)) depth++
  return depth > 2 || ink[edge] ? depth : 0
}
