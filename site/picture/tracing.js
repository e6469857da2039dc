// The tracing: ink thinned to lines one pixel wide along the middle of each stroke (Zhang and Suen 1984), and those followed
// from end to end and from crossing to crossing, as one stroke for all that hangs together. Where a line ends or is a loop
// the pen goes back on it, which leaves no more ink than was there.

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
 * The strokes of thin lines, a stroke for each connected piece, in pixels.
 * @type {(lines: Uint8Array, size: Size, spacing: number, spur: number, gap: number) => Stroke[]} points are about
 * `spacing` apart; branches shorter than `spur` are left out, and breaks of less than `gap` closed
 */
export const strokesOf = (lines, size, spacing, spur, gap) => {
  const graph = graphOf(lines, size)
  prune(graph, spur)
  bridge(graph, size, gap)
  return walksOf(graph).map(walk => pointsOf(walk, size.width, spacing, spur))
}

/** @type {(lines: Uint8Array, size: Size) => Graph} nodes are ends and crossings, and a pixel of each ring */
const graphOf = (lines, { width }) => {
  const neighbours = (/** @type {number} */ pixel) => neighboursOf(lines, pixel, width)
  /** @type {Graph} */
  const graph = new Map()
  const passed = new Uint8Array(lines.length)
  const trace = (/** @type {number} */ node) => {
    graph.set(node, graph.get(node) ?? new Set())
    for (const first of neighbours(node)) {
      if (passed[first]) continue
      const path = [node, first]
      for (let [before, at] = path; ;) {
        const next = neighbours(at)
        if (next.length !== 2 || at === node) break
        passed[at] = 1
        ;[before, at] = [at, next[0] === before ? next[1] : next[0]]
        path.push(at)
      }
      const last = path[path.length - 1]
      if (path.length === 2 && last < node && graph.get(last)?.size) continue // the other way it was found already
      link(graph, { path, gone: false })
    }
  }
  for (let pixel = 0; pixel < lines.length; pixel++) {
    if (lines[pixel] && neighbours(pixel).length !== 2) trace(pixel)
  }
  for (let pixel = 0; pixel < lines.length; pixel++) {
    if (lines[pixel] && !passed[pixel] && neighbours(pixel).length === 2) {
      passed[pixel] = 1
      trace(pixel)
    }
  }
  return graph
}

/** @type {(lines: Uint8Array, pixel: number, width: number) => number[]} aslant only where there is no way round a corner */
const neighboursOf = (lines, pixel, width) => {
  const straight = [-width, 1, width, -1].map(step => lines[pixel + step] ? pixel + step : -1)
  const found = straight.filter(next => next >= 0)
  ;[[-width, 1], [1, width], [width, -1], [-1, -width]].forEach(([a, b], i) => {
    const next = pixel + a + b
    if (lines[next] && straight[i] < 0 && straight[(i + 1) % 4] < 0) found.push(next)
  })
  return found
}

/** @type {(graph: Graph, edge: Edge) => void} */
const link = (graph, edge) => {
  for (const node of [edge.path[0], edge.path[edge.path.length - 1]]) {
    graph.set(node, (graph.get(node) ?? new Set()).add(edge))
  }
}

/** @type {(graph: Graph, spur: number) => void} */
const prune = (graph, spur) => {
  for (const [node, edges] of graph) {
    const [edge] = edges
    if (edges.size !== 1 || edge.path.length > spur) continue
    const { path } = edge
    const other = path[0] === node ? path[path.length - 1] : path[0]
    const crossing = graph.get(other)
    if (other === node || !crossing || crossing.size < 3) continue
    crossing.delete(edge)
    graph.delete(node)
    if (crossing.size === 2) join(graph, other, [...crossing])
  }
}

/** @type {(graph: Graph, node: number, edges: Edge[]) => void} two lines that meet are one */
const join = (graph, node, [a, b]) => {
  const before = a.path[a.path.length - 1] === node ? a.path : [...a.path].reverse()
  const after = b.path[0] === node ? b.path : [...b.path].reverse()
  if (before[0] === node || after[after.length - 1] === node) return // a loop stays
  graph.delete(node)
  graph.get(before[0])?.delete(a)
  graph.get(after[after.length - 1])?.delete(b)
  link(graph, { path: [...before, ...after.slice(1)], gone: false })
}

const TAIL = 8 // px, by which it is told where a line would go on
const AHEAD = 0.6 // the least cosine between that and where it does

/** Two ends close to each other are a line that broke if both point there. @type {(graph: Graph, size: Size, gap: number) => void} */
const bridge = (graph, { width }, gap) => {
  const place = (/** @type {number} */ pixel) => [pixel % width, Math.floor(pixel / width)]
  const ends = [...graph].filter(([, edges]) => edges.size === 1).map(([node, [{ path }]]) => {
    const tail = place(path[0] === node ? path[Math.min(TAIL, path.length - 1)] : path[Math.max(path.length - 1 - TAIL, 0)])
    const [x, y] = place(node)
    return { node, x, y, ahead: [x - tail[0], y - tail[1]], isLong: path.length > TAIL / 2 }
  })
  const breaks = ends.flatMap((end, i) => ends.slice(i + 1).flatMap(other => {
    const length = Math.hypot(other.x - end.x, other.y - end.y)
    if (length > gap) return []
    const isStraight = [[end, other], [other, end]].every(([{ x, y, ahead, isLong }, to]) => !isLong ||
      ahead[0] * (to.x - x) + ahead[1] * (to.y - y) >= AHEAD * length * Math.hypot(...ahead))
    return isStraight ? [{ nodes: [end.node, other.node], length }] : []
  }))
  for (const { nodes } of breaks.sort((a, b) => a.length - b.length)) {
    if (nodes.some(node => graph.get(node)?.size !== 1)) continue
    link(graph, { path: nodes, gone: false })
    for (const node of nodes) {
      const edges = [...graph.get(node) ?? []]
      if (edges.length === 2) join(graph, node, edges)
    }
  }
}

/** @type {(graph: Graph) => number[][][]} for each connected piece the paths in the order in which the pen takes them */
const walksOf = graph => {
  const seen = new Set()
  const walks = []
  for (const node of startsOf(graph)) {
    if (seen.has(node)) continue
    const walk = /** @type {number[][]} */ ([])
    visit(graph, node, seen, walk)
    walks.push(withoutWayBack(walk, node))
  }
  return walks
}

/** @type {(graph: Graph) => number[]} ends first: who begins in the middle goes more ways twice */
const startsOf = graph => [...graph.keys()].sort((a, b) => Number(graph.get(a)?.size !== 1) - Number(graph.get(b)?.size !== 1))

/** @type {(graph: Graph, node: number, seen: Set<number>, walk: number[][]) => void} all that hangs on it, and back */
const visit = (graph, node, seen, walk) => {
  seen.add(node)
  for (const edge of graph.get(node) ?? []) {
    if (edge.gone) continue
    edge.gone = true
    const path = edge.path[0] === node ? edge.path : [...edge.path].reverse()
    const end = path[path.length - 1]
    walk.push(path)
    if (end === node) continue
    if (!seen.has(end)) visit(graph, end, seen, walk)
    walk.push([...path].reverse())
  }
}

/** @type {(walk: number[][], node: number) => number[][]} it ends where all was drawn */
const withoutWayBack = (walk, node) => {
  if (walk.length === 0) return [[node]]
  const drawn = new Set()
  let last = 0
  walk.forEach((path, i) => {
    const name = [path[0], path[path.length - 1], path.length].sort().join() + ',' + path[path.length >> 1]
    if (!drawn.has(name)) last = i
    drawn.add(name)
  })
  return walk.slice(0, last + 1)
}

/** @type {(walk: number[][], width: number, spacing: number, smooth: number) => Stroke} */
const pointsOf = (walk, width, spacing, smooth) => {
  /** @type {Stroke} */
  const points = []
  for (const path of walk) {
    const line = smoothed(path.map(pixel => [pixel % width + 0.5, Math.floor(pixel / width) + 0.5]), Math.ceil(smooth / 2))
    const pieces = Math.max(Math.round(line.length / spacing), 1)
    for (let i = 0; i <= pieces; i++) points.push(line[Math.round(i * (line.length - 1) / pieces)])
  }
  return points
}

/** @type {(line: Stroke, radius: number) => Stroke} its ends stay where they are */
const smoothed = (line, radius) => line.map((_, i) => {
  const reach = Math.min(radius, i, line.length - 1 - i)
  const near = line.slice(i - reach, i + reach + 1)
  return [0, 1].map(axis => near.reduce((sum, point) => sum + point[axis], 0) / near.length)
}).map(([x, y]) => /** @type {Point} */ ([x, y]))
