// The distance: how deep in the ink each of its pixels lies.

/** @type {(ink: Uint8Array, size: Size) => Float32Array} px to the next blank pixel, about (Borgefors 1986) */
export const depthsOf = (ink, { width }) => {
  const depths = Float32Array.from(ink, value => value ? Infinity : 0)
  const before = [[-width - 1, Math.SQRT2], [-width, 1], [-width + 1, Math.SQRT2], [-1, 1]]
  const pass = (/** @type {number} */ at, /** @type {1 | -1} */ sign) => {
    if (depths[at] === 0) return
    for (const [step, length] of before) depths[at] = Math.min(depths[at], (depths[at + sign * step] ?? 0) + length)
  }
  for (let at = 0; at < depths.length; at++) pass(at, 1)
  for (let at = depths.length - 1; at >= 0; at--) pass(at, -1)
  return depths
}
