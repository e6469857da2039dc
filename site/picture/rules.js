// The rules: the lines that paper is ruled or squared with, and frames: straight, thin, and from edge to edge.

const SLOPES = Array.from({ length: 85 }, (_, i) => (i / 42 - 1) * 0.21) // up to 12 degrees
const PARALLEL = 0.02 // the most that the slopes of rules differ by, until there are no more of these
const COVERED = 0.55 // of the way from edge to edge that a rule's ink has to cover
const END = 0.015 // of the way, at either end, in which some of it has to be
const MOST_THICK = 0.03 // of the longest side
const SEEN = 0.2 // of a rule that has to be as strong as ink, or what is strong on it is writing
const MOST_RULES = 60 // each way
const MOST_LOST = 0.75 // of the ink: if it was that much, it was no rule but the writing

/**
 * Takes the rules out of the ink; lines that cross them stay whole. They are looked for in what is weaker, too.
 * @type {(ink: Uint8Array, weak: Uint8Array, size: Size) => void}
 */
export const clearRules = (ink, weak, { width, height }) => {
  const thick = Math.max(Math.ceil(MOST_THICK * Math.max(width, height)), 2)
  const along = { across: 1, down: width, length: width, depth: height, thick }
  const upright = { across: width, down: 1, length: height, depth: width, thick }
  for (const way of [along, upright]) {
    const lost = rulesAlong(ink, weak, way)
    if (lost.length > MOST_LOST * ink.reduce((sum, value) => sum + Number(value > 0), 0)) continue
    for (const pixel of lost) ink[pixel] = 0
  }
}

/** @type {(ink: Uint8Array, weak: Uint8Array, way: Way) => number[]} the rules' pixels of ink */
const rulesAlong = (ink, weak, way) => {
  let runs = thinRunsOf(weak, way)
  /** @type {number[]} */
  const pixels = []
  let slopes = SLOPES
  for (let count = 0; count < MOST_RULES; count++) {
    const rule = clearest(runs, way, slopes) ?? clearest(runs, way, SLOPES)
    if (!rule) break
    slopes = SLOPES.filter(slope => Math.abs(slope - rule.slope) <= PARALLEL)
    const away = (/** @type {Run} */ { at, from, to }) => Math.abs((from + to - 1) / 2 - rule.start - rule.slope * at)
    const isNear = (/** @type {Run} */ run) => away(run) <= 2 + (run.to - run.from) / 2
    const near = runs.filter(isNear)
    const thicknesses = near.map(({ from, to }) => to - from).sort((a, b) => a - b)
    const usual = thicknesses[thicknesses.length >> 1]
    const own = near.filter(run => run.to - run.from <= 1.3 * usual + 1 && away(run) <= usual / 2 + 1.5)
      .flatMap(({ at, from, to }) => Array.from({ length: to - from }, (_, i) => at * way.across + (from + i) * way.down))
      .filter(pixel => ink[pixel])
    const strong = own.filter(pixel => ink[pixel] === 2)
    const isStrong = strong.length >= SEEN * usual * way.length
    if (isRule(runs, rule, way.length)) pixels.push(...own.filter(pixel => isStrong || ink[pixel] === 1))
    runs = runs.filter(run => !isNear(run))
  }
  return pixels
}

/** @type {(ink: Uint8Array, way: Way) => Run[]} the ink's pieces across the way that are no thicker than a rule */
const thinRunsOf = (ink, { across, down, length, depth, thick }) => {
  const runs = []
  for (let at = 0; at < length; at++) {
    for (let from = 0; from < depth; from++) {
      if (!ink[at * across + from * down]) continue
      let to = from + 1
      while (to < depth && ink[at * across + to * down]) to++
      if (to - from <= thick) runs.push({ at, from, to })
      from = to
    }
  }
  return runs
}

/** @type {(runs: Run[], way: Way, slopes: number[]) => { slope: number, start: number } | null} with most of the runs, by Hough's way */
const clearest = (runs, { length, depth }, slopes) => {
  if (runs.length < COVERED * length) return null
  const reach = Math.ceil(SLOPES[SLOPES.length - 1] * length)
  const bins = depth + 2 * reach + 4
  const every = Math.max(Math.floor(runs.length / 6000), 1)
  let best = null
  let most = COVERED * length / every / 2
  for (const slope of slopes) {
    const counts = new Uint16Array(bins)
    for (let j = 0; j < runs.length; j += every) {
      counts[Math.round((runs[j].from + runs[j].to - 1) / 2 - slope * runs[j].at) + reach + 1]++
    }
    for (let bin = 1; bin < bins - 1; bin++) {
      const count = counts[bin - 1] + counts[bin] + counts[bin + 1]
      if (count > most) [best, most] = [{ slope, start: bin - reach - 1 }, count]
    }
  }
  return best
}

/** @type {(runs: Run[], line: { slope: number, start: number }, length: number) => boolean} */
const isRule = (runs, { slope, start }, length) => {
  const covered = new Uint8Array(length)
  for (const { at, from, to } of runs) {
    if (Math.abs((from + to - 1) / 2 - start - slope * at) <= 2.5) covered[at] = 1
  }
  const end = Math.max(Math.ceil(END * length), 2)
  return covered.subarray(0, end).includes(1) && covered.subarray(length - end).includes(1) &&
    covered.reduce((sum, value) => sum + value, 0) >= COVERED * length
}
