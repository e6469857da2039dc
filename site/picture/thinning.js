// The thinning: ink to lines one pixel wide along the middle of each stroke (Zhang and Suen 1984), and how deep in the ink
// each pixel lies.

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
