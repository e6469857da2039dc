// How well numbers are read: `node tests/numbers.mjs ADDRESS FILE…` cuts the drawings of each file as the page does, asks
// the service at ADDRESS for the candidates, and prints a row a file. A file is drawings as the trainer reads them,
// gzipped; a number has a label of several digits, and `digits` where it is known which strokes are whose. The costs of
// the search were chosen by every other drawing, from the first on; the rest are counted apart.

import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'

import { rasterize } from '../site/drawing/raster.js'
import { readNumber } from '../site/number/number.js'
import { spaced } from '../site/view/document.js'

const BATCH = 64 // images, the most that one request can hold

const [address, ...files] = process.argv.slice(2)
if (files.length === 0) {
  console.error('Expected the address of a service and files of drawings, such as those in data/numbers: see docs/numbers.md')
  process.exit(1)
}

const readDrawings = file =>
  gunzipSync(readFileSync(file)).toString().trim().split('\n').map(line => JSON.parse(line))

/** The service's answers to images given as text, by image. */
const answers = new Map()

const ask = async images => {
  const unknown = [...new Set(images)].filter(image => !answers.has(image))
  for (let i = 0; i < unknown.length; i += BATCH) {
    const batch = unknown.slice(i, i + BATCH)
    const response = await fetch(address, { method: 'POST', body: `{"inputs":[${batch.map(image => `[${image}]`)}]}` })
    if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`)
    const { estimates } = await response.json()
    batch.forEach((image, at) => answers.set(image, estimates[at]))
  }
}

const answerTo = image => answers.get(image.join())

/** Asks for what is missing until all readings are done. */
const finish = async readings => {
  for (;;) {
    const missing = readings.flatMap(reading => reading.missing(answerTo))
    if (missing.length === 0) return
    await ask(missing.map(image => image.join()))
  }
}

/** What the page sends for a drawing that is read after each stroke: images in all, and in the largest request. */
const traffic = async strokes => {
  const known = new Set()
  let most = 0
  for (let count = 1; count <= strokes.length; count++) {
    const reading = readNumber(strokes.slice(0, count))
    for (;;) {
      const missing = reading.missing(image => known.has(image.join()) ? answerTo(image) : undefined)
      if (missing.length === 0) break
      await ask(missing.map(image => image.join()))
      missing.forEach(image => known.add(image.join()))
      most = Math.max(most, missing.length)
    }
  }
  return { images: known.size, most }
}

const isNumber = label => /^\d\d+$/.test(label)
const textOf = answers => answers.map(({ estimated }) => estimated).join('')

/** Whether the cut is the right one; where no `digits` are known, whether it has as many as the label. */
const isRightCut = (cut, { strokes, digits, label }) => digits
  ? JSON.stringify(cut.map(candidate => candidate.drawing)) ===
    JSON.stringify(digits.map(indices => [...indices].sort((a, b) => a - b).map(index => strokes[index])))
  : cut.length === label.length

const percent = (count, of) => of === 0 ? '' : `${(100 * count / of).toFixed(2)} %`
const mean = numbers => numbers.length === 0 ? '' : (numbers.reduce((sum, number) => sum + number, 0) / numbers.length).toFixed(1)

console.log('| file | drawings | cut right | of the rest | right | by the right cut | right and accepted | read as numbers | accepted as numbers | four digits: images, most at once |')
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |')
for (const file of files) {
  const drawings = readDrawings(file)
  const readings = drawings.map(({ strokes }) => readNumber(strokes))
  await finish(readings)
  const given = drawings.map(({ strokes, digits }) => digits?.map(indices => rasterize(indices.map(i => strokes[i])).join()))
  await ask(given.flatMap(images => images ?? []))

  const count = { cut: 0, restCut: 0, right: 0, known: 0, byRightCut: 0, accepted: 0, numbers: 0, acceptedNumbers: 0 }
  const traffics = []
  for (const [i, drawing] of drawings.entries()) {
    const cut = readings[i].digits(answerTo)
    const digits = cut.map(({ answer }) => answer)
    const accepted = digits.every(({ digit }) => digit)
    const right = spaced(cut, digits.map(({ estimated }) => String(estimated))) === drawing.label
    const rightCut = isRightCut(cut, drawing)
    count.cut += rightCut
    count.restCut += i % 2 === 1 && rightCut
    count.right += right
    count.accepted += right && accepted
    count.numbers += cut.length > 1
    count.acceptedNumbers += cut.length > 1 && accepted
    if (given[i]) {
      count.known++
      count.byRightCut += textOf(given[i].map(image => answers.get(image))) === drawing.label
    }
    if (/^\d{4}$/.test(drawing.label)) traffics.push(await traffic(drawing.strokes))
  }
  const all = drawings.length
  const numbers = isNumber(drawings[0].label)
  console.log(`| ${[
    basename(file), all, numbers ? percent(count.cut, all) : '',
    numbers ? percent(count.restCut, Math.floor(all / 2)) : '', percent(count.right, all), percent(count.byRightCut, count.known),
    percent(count.accepted, all), percent(count.numbers, all), percent(count.acceptedNumbers, all),
    traffics.length === 0 ? '' : `${mean(traffics.map(({ images }) => images))}, ${Math.max(...traffics.map(({ most }) => most))}`,
  ].join(' | ')} |`)
}
