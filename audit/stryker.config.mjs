// Mutation testing of the page's pure modules by `make mutants`: are there tests that would notice?

import { PluginKind, declareValuePlugin } from '@stryker-mutator/api/plugin'

/** What may be changed without a test that fails: an expression of a module as it stands there, and why. */
const EXCUSED = []

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'excused', {
  shouldIgnore: path => EXCUSED.find(([expression]) => path.toString() === expression)?.[1],
})]

export default {
  mutate: [
    'site/drawing/*.js', 'site/review/attribution.js', 'site/view/verdict.js',
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
  reporters: ['clear-text'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 100, low: 98, break: 98 },
}
