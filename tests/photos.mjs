// How well pictures are read: `node tests/photos.mjs ADDRESS FOLDER` finds what is written in the pictures that the example
// `pictures write` left in FOLDER as the page does, asks the service at ADDRESS, and prints a row for each kind of picture:
// of all pictures those read right, right and accepted, and accepted though wrong, and of all numbers those read right.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { findWriting, frameOf, placed } from '../site/picture/finding.js'
import { readNumber } from '../site/number/number.js'
import { spaced } from '../site/view/document.js'

const BATCH = 64 // images, the most that one request can hold

const [address, folder] = process.argv.slice(2)
if (!folder) {
  console.error('Expected the address of a service and a folder of pictures: `make photos` has them')
  process.exit(1)
}

/** A PGM file, as `pictures write` makes them. */
const readPicture = file => {
  const bytes = readFileSync(join(folder, file))
  const end = bytes.indexOf('\n')
  const [, width, height] = bytes.subarray(0, end).toString().split(' ').map(Number)
  return { width, height, values: Float32Array.from(bytes.subarray(end + 1)) }
}

const ask = async images => {
  const response = await fetch(address, { method: 'POST', body: JSON.stringify({ inputs: images }) })
  if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`)
  return (await response.json()).estimates
}

/** The digits of a picture; none where nothing is found. */
const read = async picture => {
  const strokes = findWriting(picture)
  if (strokes.length === 0) return []
  const reading = readNumber(placed(strokes, frameOf(strokes)))
  const answers = new Map()
  const answerTo = image => answers.get(image.join())
  for (;;) {
    const missing = reading.missing(answerTo).slice(0, BATCH)
    if (missing.length === 0) return reading.digits(answerTo)
    const estimates = await ask(missing)
    missing.forEach((image, i) => answers.set(image.join(), estimates[i]))
  }
}

/** How many numbers of `right` stand in `found` in the same order (the longest common subsequence). */
const inCommon = (right, found) => {
  let row = Array(found.length + 1).fill(0)
  for (const number of right) {
    const next = [0]
    found.forEach((other, i) => next.push(number === other ? row[i] + 1 : Math.max(row[i + 1], next[i])))
    row = next
  }
  return row[found.length]
}

const WHAT = { digit: 'a digit', lines: 'lines of numbers', none: 'letters and symbols' }
const index = readFileSync(join(folder, 'index.ndjson'), 'utf8').trim().split('\n').map(line => JSON.parse(line))
const rows = new Map()
for (const picture of index) {
  const name = `${WHAT[picture.what]}: ${picture.kind}`
  rows.set(name, [...rows.get(name) ?? [], picture])
}

const percent = share => Number.isNaN(share) ? '' : `${(100 * share).toFixed(1)} %`
const show = (name, shares) => console.log(`| ${[name, ...shares.map(percent)].join(' | ')} |`)

console.log('| pictures of | right | right and accepted | accepted though wrong | numbers right |')
console.log('| --- | --- | --- | --- | --- |')
const means = new Map()
for (const [name, pictures] of rows) {
  const count = { right: 0, accepted: 0, wrong: 0, numbers: 0, numbersRight: 0 }
  for (const { file, label } of pictures) {
    const digits = await read(readPicture(file))
    const text = spaced(digits, digits.map(({ answer }) => String(answer.estimated)))
    const accepted = digits.length > 0 && digits.every(({ answer }) => answer.digit)
    const numbers = label.split(' ').filter(Boolean)
    count.right += label !== '' && text === label
    count.accepted += label !== '' && text === label && accepted
    count.wrong += text !== label && accepted
    count.numbers += numbers.length
    count.numbersRight += inCommon(numbers, text.split(' '))
  }
  const all = pictures.length
  const shares = [count.right / all, count.accepted / all, count.wrong / all, count.numbersRight / count.numbers]
  show(name, shares)
  const [what] = name.split(':')
  means.set(what, [...means.get(what) ?? [], shares])
}
for (const [what, shares] of means) {
  show(`${what}, mean over kinds`, shares[0].map((_, i) => shares.reduce((sum, row) => sum + row[i], 0) / shares.length))
}
