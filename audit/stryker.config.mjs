// Mutation testing of the page's pure modules by `make mutants`: are there tests that would notice?

import { PluginKind, declareValuePlugin } from '@stryker-mutator/api/plugin'

/** What may be changed without a test that fails: an expression of a module as it stands there, and why. */
const EXCUSED = [
  ['text.length > MOST_TEXT', 'spares time alone: a text so long is refused when it is read'],
  ["'cut off or too large'", 'tells a reader of the code why; whatever is thrown is caught'],
  ["'no points or too many'", 'as above'],
  ["'too far out'", 'as above'],
  ['Math.hypot(dx, dy) / REACH', 'shorter steps only take longer'],
  ['toSegment(at, stroke[Math.max(i - 1, 0)], point) < REACH', 'nobody could tell whether what is exactly so far is touched'],
  ['SIDE / 2 + (point[axis] - middle[axis]) * scale', 'drawings are fitted twice, and turned round twice are as before'],
  ['i < pieces', 'one more is the end itself, which comes next'],
  ['Math.max(Math.floor(Math.min(a[axis], b[axis]) - REACH), 0)', 'looking at more pixels only takes longer: the pen covers none of them'],
  ['Math.min(Math.ceil(Math.max(a[axis], b[axis]) + REACH), SIDE)', 'as above'],
  ['row < bottom', 'as above'],
  ['column < right', 'as above'],
  ['covered > coverage[pixel]', 'what is equal may be written again'],
  ['weight > 0', 'what weighs nothing neither has a colour nor adds to a sum'],
  ['(rest -= height) <= 0', 'where the halves are equal either has half of the ink'],
  ['b.covered < LESS * a.covered', 'nobody could tell which of two slopes is the right one where they are as good'],
  ['middleOf(box) > middle', 'what stands straight above or below a digit is not clear of it'],
  ['twin.box.max[1] > box.max[1]', 'of two points side by side neither is the upper'],
  ['dot.max[1] < large.min[1]', 'a dot is clear of what it is above or below'],
  ['ranges = []', 'what is no range has no ink on either side of it, and is no cut'],
  ['down - up > THIN', 'nobody could tell whether what is exactly so thick is thin'],
  ['part.cost <= MOST_COST', 'nobody could tell whether what costs exactly so much is worth reading'],
  ['score > ways[i].score', 'either of two ways that are as good is right'],
]

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'excused', {
  // Babel can't print a part of a template by itself.
  shouldIgnore: path => path.isTemplateElement() ? undefined : EXCUSED.find(([expression]) => path.toString() === expression)?.[1],
})]

export default {
  mutate: [
    'site/drawing/*.js', 'site/number/*.js', '!site/number/reading.js', 'site/review/attribution.js', 'site/view/verdict.js',
  ],
  testRunner: 'tap',
  tap: { testFiles: ['tests/site/*.test.mjs'], nodeArgs: ['--test-reporter=tap', '-r', '{{hookFile}}', '{{testFile}}'] },
  plugins: ['@stryker-mutator/tap-runner', import.meta.url],
  ignorers: ['excused'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 10000,
  ignorePatterns: ['**', '!site/**/*.js', '!tests/site/**', '!tests/golden/**'],
  tempDirName: 'target/stryker',
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 100, low: 98, break: 98 },
}
