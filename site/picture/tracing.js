// The tracing: ink thinned to lines one pixel wide (Zhang and Suen 1984), and all that hangs together followed as one stroke.
// Where a line ends or is a loop the pen goes back on it, which leaves no more ink than was there.

/** @type {(ink: Uint8Array, size: Size) => Uint8Array} the outermost pixels have to be blank */
export const thinned = (ink, { width }) => {
  const lines = ink.slice()
  let edge = []
  for (let i = 0; i < lines.length; i++) if (lines[i]) edge.push(i)
  const around = [-width, -width + 1, 1, width + 1, width, width - 1, -1, -width - 1] // from above, clockwise
  for (let idle = 0, turn = 0; idle < 2; turn = 1 - turn) {
    const gone = edge.filter(pixel => isOuter(lines, pixel, around, turn))
    for (const pixel of gone) lines[pixel] = 0
    idle = gone.length === 0 ? idle + 1 : 0
    edge = edge.filter(pixel => lines[pixel])
  }
  return lines
}

/** @type {(lines: Uint8Array, pixel: number, around: number[], turn: number) => boolean} whether it may go in this turn */
const isOuter = (lines, pixel, around, turn) => {
  let [count, ends] = [0, 0]
  for (let i = 0; i < 8; i++) {
    const value = lines[pixel + around[i]]
    count += value
    ends += Number(!value && lines[pixel + around[(i + 1) % 8]])
  }
  if (count < 2 || count > 6 || ends !== 1) return false
  const [above, right, below, left] = [0, 2, 4, 6].map(i => lines[pixel + around[i]])
  return turn === 0 ? !(above && right && below) && !(right && below && left)
    : !(above && right && left) && !(above && below && left)
}

/** @type {(ink: Uint8Array, size: Size) => Float32Array} px to the next blank pixel, about (Borgefors 1986) */
export const depthsOf = (ink, { width }) => {
  const depths = new Float32Array(ink.length)
  const pass = (/** @type {number} */ at, /** @type {1 | -1} */ sign) => {
    const [before, above] = [at - sign, at - sign * width]
    return Math.min(depths[before] + 1, depths[above] + 1, depths[above - 1] + Math.SQRT2, depths[above + 1] + Math.SQRT2)
  }
  for (let at = 0; at < ink.length; at++) if (ink[at]) depths[at] = pass(at, 1)
  for (let at = ink.length - 1; at >= 0; at--) if (ink[at]) depths[at] = Math.min(depths[at], pass(at, -1))
  return depths
}

/**
 * A stroke for each connected piece, its points about `spacing` apart, without branches shorter than `spur`, all in px.
 * @type {(lines: Uint8Array, size: Size, spacing: number, spur: number) => Stroke[]}
 */
export const strokesOf = (lines, { width }, spacing, spur) => {
  const graph = graphOf(lines, width)
  prune(graph, spur)
  return walksOf(graph).map(walk => pointsOf(walk, width, spacing, spur))
}

/** @type {(lines: Uint8Array, width: number) => Graph} nodes are ends and crossings, and a pixel of each ring */
const graphOf = (lines, width) => {
  /** @type {Graph} */
  const graph = new Map()
  const passed = new Uint8Array(lines.length)
  const trace = (/** @type {number} */ node) => {
    graph.set(node, graph.get(node) ?? new Set())
    for (const first of neighboursOf(lines, node, width)) {
      if (passed[first]) continue
      const path = [node, first]
      for (let [before, at] = path; ;) {
        const next = neighboursOf(lines, at, width)
        if (next.length !== 2 || at === node) break
        passed[at] = 1
        ;[before, at] = [at, next[0] === before ? next[1] : next[0]]
        path.push(at)
      }
      if (path.length === 2 && first < node && graph.get(first)?.size) continue // the other way it was found already
      link(graph, path)
    }
  }
  for (const isRing of [false, true]) {
    lines.forEach((value, pixel) => {
      if (value && !passed[pixel] && (neighboursOf(lines, pixel, width).length === 2) === isRing) trace(pixel)
    })
  }
  return graph
}

/** @type {(lines: Uint8Array, pixel: number, width: number) => number[]} aslant only where there is no way round a corner */
const neighboursOf = (lines, pixel, width) => {
  const sides = [-width, 1, width, -1]
  const straight = sides.map(step => lines[pixel + step])
  const found = sides.filter((_, i) => straight[i])
  for (let i = 0; i < 4; i++) {
    const next = (i + 1) % 4
    const aslant = sides[i] + sides[next]
    if (lines[pixel + aslant] && !straight[i] && !straight[next]) found.push(aslant)
  }
  return found.map(step => pixel + step)
}

/** @param {number[]} path */
const endOf = path => path[path.length - 1]

/** @type {(path: number[], node: number) => number[]} the same or turned, so that it begins at this node */
const from = (path, node) => path[0] === node ? path : [...path].reverse()

/** @type {(graph: Graph, path: number[]) => void} */
const link = (graph, path) => {
  for (const node of [path[0], endOf(path)]) graph.set(node, (graph.get(node) ?? new Set()).add(path))
}

/** @type {(graph: Graph, spur: number) => void} */
const prune = (graph, spur) => {
  for (const [node, paths] of graph) {
    const [path] = paths
    if (paths.size !== 1 || path.length > spur) continue
    const other = endOf(from(path, node))
    const crossing = graph.get(other)
    if (other === node || !crossing || crossing.size < 3) continue
    crossing.delete(path)
    graph.delete(node)
    join(graph, other)
  }
}

/** @type {(graph: Graph, node: number) => void} two lines that meet there, and no others, become one */
const join = (graph, node) => {
  const paths = [...graph.get(node) ?? []]
  if (paths.length !== 2) return
  const [before, after] = paths.map(path => from(path, node))
  const ends = [endOf(before), endOf(after)]
  if (ends.includes(node)) return // a loop stays
  graph.delete(node)
  ends.forEach((end, i) => graph.get(end)?.delete(paths[i]))
  link(graph, [...from(before, ends[0]), ...after.slice(1)])
}

/** @type {(pixel: number, width: number) => Point} the pixel's middle */
const placeOf = (pixel, width) => [pixel % width + 0.5, Math.floor(pixel / width) + 0.5]

/** @type {(graph: Graph) => number[][][]} for each connected piece the paths in the order in which the pen takes them */
const walksOf = graph => {
  const seen = new Set()
  const drawn = new Set()
  /** @type {number[][]} */
  let walk = []
  let length = 0 // of it, until the last path that was not drawn before
  const visit = (/** @type {number} */ node) => { // all that hangs on it, and back
    seen.add(node)
    for (const path of graph.get(node) ?? []) {
      if (drawn.has(path)) continue
      drawn.add(path)
      const way = from(path, node)
      length = walk.push(way)
      if (endOf(way) === node) continue
      if (!seen.has(endOf(way))) visit(endOf(way))
      walk.push([...way].reverse())
    }
  }
  // Ends first: who begins in the middle goes more ways twice.
  const starts = [...graph.keys()].sort((a, b) => Number(graph.get(a)?.size !== 1) - Number(graph.get(b)?.size !== 1))
  return starts.flatMap(node => {
    if (seen.has(node)) return []
    walk = []
    length = 0
    visit(node)
    return [length > 0 ? walk.slice(0, length) : [[node]]]
  })
}

/** @type {(walk: number[][], width: number, spacing: number, smooth: number) => Stroke} */
const pointsOf = (walk, width, spacing, smooth) => walk.flatMap(path => {
  const line = smoothed(path.map(pixel => placeOf(pixel, width)), Math.ceil(smooth / 2))
  const pieces = Math.max(Math.round(line.length / spacing), 1)
  return Array.from({ length: pieces + 1 }, (_, i) => line[Math.round(i * (line.length - 1) / pieces)])
})

/** @type {(line: Stroke, radius: number) => Stroke} its ends stay where they are */
const smoothed = (line, radius) => line.map((_, i) => {
  const reach = Math.min(radius, i, line.length - 1 - i)
  const near = line.slice(i - reach, i + reach + 1)
  const mean = (/** @type {0 | 1} */ axis) => near.reduce((sum, point) => sum + point[axis], 0) / near.length
  return [mean(0), mean(1)]
})
