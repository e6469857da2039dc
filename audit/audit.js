// The audit: axe and Lighthouse on the page as `make run` serves it. Prints what it found, and ends with 1 where
// something fell short.
//
// node audit/audit.js [ADDRESS]; without an address it starts the service itself, and ends it.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import axe from 'axe-core'
import lighthouse, { desktopConfig } from 'lighthouse'
import puppeteer from 'puppeteer-core'

const PORT = '9876' // the service's, while it is audited
const LEAST = { accessibility: 100, 'best-practices': 100, performance: 99, seo: 0 } // of 100

const main = async () => {
  const service = process.argv[2] ? null : await startService()
  const address = process.argv[2] ?? service.address
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // Without a sandbox, as containers and root need it; nothing but the page is opened.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  })
  try {
    const shortcomings = [...await auditWithAxe(browser, address), ...await auditWithLighthouse(browser, address)]
    shortcomings.forEach(shortcoming => console.log(`FELL SHORT: ${shortcoming}`))
    process.exitCode = shortcomings.length > 0 ? 1 : 0
  } finally {
    await browser.close()
    await service?.end()
  }
}

/** `make run`'s own script, once it says that it answers. */
const startService = async () => {
  const run = spawn('python3', ['scripts/run.py'], {
    env: { ...process.env, PORT }, stdio: ['ignore', 'pipe', 'inherit'],
  })
  const end = async () => {
    run.kill('SIGINT')
    await once(run, 'exit')
  }
  for await (const line of createInterface({ input: run.stdout })) {
    const address = line.match(/http:\S+/)?.[0]
    if (address) return { address, end }
  }
  throw new Error('the service did not start')
}

/** No violation in any scheme, language and state of the page, on a phone and on a wide screen. */
const auditWithAxe = async (browser, address) => {
  const shortcomings = []
  let checked = 0
  for (const scheme of ['light', 'dark']) {
    for (const language of ['en', 'ja']) {
      for (const [width, height] of [[390, 844], [1440, 900]]) {
        const page = await browser.newPage()
        await page.setViewport({ width, height })
        await page.emulateMediaFeatures([
          { name: 'prefers-color-scheme', value: scheme }, { name: 'prefers-reduced-motion', value: 'reduce' },
        ])
        await page.goto(address)
        await page.evaluate(axe.source)
        if (await page.evaluate(() => document.documentElement.lang) !== language) await page.click('#language')
        for (const [state, reach] of STATES) {
          await reach(page)
          const { violations } = await page.evaluate(() => globalThis.axe.run())
          checked++
          for (const { id, help, nodes } of violations) {
            const where = nodes.map(node => node.target.join(' ')).join(', ')
            shortcomings.push(`axe, ${state}, ${scheme}, ${language}, ${width} px: ${id}: ${help}: ${where}`)
          }
        }
        await page.evaluate(() => [sessionStorage, localStorage].forEach(storage => storage.clear()))
        await page.close()
      }
    }
  }
  console.log(`axe ${axe.version}: ${shortcomings.length} violations in ${checked} states of the page`)
  return shortcomings
}

/** Draws a stroke through points, in shares of the canvas's side, and waits for what comes of it. */
const draw = async (page, [start, ...rest]) => {
  const canvas = await page.$('#canvas')
  await canvas.evaluate(element => element.scrollIntoView({ block: 'nearest' }))
  const { x, y, width } = await canvas.boundingBox()
  const at = ([across, down]) => [x + across * width, y + down * width]
  await page.mouse.move(...at(start))
  await page.mouse.down()
  for (const point of rest) await page.mouse.move(...at(point), { steps: 5 })
  await page.mouse.up()
  await page.waitForFunction(() => document.getElementById('result').ariaBusy === 'false')
}

const drawDot = page => draw(page, [[0.5, 0.5]])

const drawSeven = async page => {
  await page.click('#delete_button')
  await draw(page, [[0.3, 0.25], [0.7, 0.25], [0.45, 0.8]])
}

const drawScribble = async page => {
  await page.click('#why')
  await page.click('#delete_button')
  await draw(page, [[0.2, 0.3], [0.8, 0.25], [0.25, 0.4], [0.75, 0.45], [0.2, 0.6], [0.8, 0.6], [0.3, 0.3], [0.6, 0.8]])
}

const drawNumber = async page => {
  await page.click('#delete_button')
  await draw(page, [[0.1, 0.3], [0.35, 0.3], [0.2, 0.7]])
  await draw(page, [[0.7, 0.3], [0.7, 0.7]])
  await page.waitForFunction(() => document.querySelectorAll('#digits button').length === 2)
}

/** A picture of a number, as a file that is chosen. */
const choosePicture = async page => {
  await page.evaluate(async () => {
    const picture = new OffscreenCanvas(400, 300)
    const ink = picture.getContext('2d')
    ink.fillStyle = 'white'
    ink.fillRect(0, 0, 400, 300)
    ink.fillStyle = 'black'
    ink.font = '200px sans-serif'
    ink.fillText('42', 80, 220)
    const chosen = new DataTransfer()
    chosen.items.add(new File([await picture.convertToBlob()], '42.png'))
    const input = document.getElementById('picture')
    input.files = chosen.files
    input.dispatchEvent(new Event('change'))
  })
  await page.waitForFunction(() => document.querySelectorAll('#shown span').length === 2)
}

const correct = async page => {
  await page.waitForFunction(() => document.querySelector('#bars button').ariaDisabled === 'false')
  await page.click('#bars button[value="1"]')
}

const askWhy = async page => {
  await page.click('#why')
  await page.waitForFunction(() => document.getElementById('legend').textContent !== '')
}

const share = async page => {
  await page.click('#share')
  await page.waitForFunction(() => document.getElementById('notice').textContent !== '')
}

const showKeys = page => page.click('summary')

const showCorrections = page => page.click('#corrections summary')

/** The page's states in the order that they are reached in, one from the other. */
const STATES = [
  ['empty', () => {}], ['dotted', drawDot], ['answered', drawSeven], ['shared', share], ['keys shown', showKeys],
  ['corrected', correct], ['corrections shown', showCorrections], ['explained', askWhy], ['scribbled', drawScribble],
  ['numbered', drawNumber], ['picture', choosePicture],
]

const auditWithLighthouse = async (browser, address) => {
  const shortcomings = []
  for (const [form, config] of [['mobile', undefined], ['desktop', desktopConfig]]) {
    const lhr = await medianRun(browser, address, config)
    const scores = Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(100 * score)])
    console.log(`Lighthouse ${lhr.lighthouseVersion}, ${form}: ${scores.map(([name, score]) => `${name} ${score}`).join(', ')}`)
    for (const [name, score] of scores) {
      if (score >= LEAST[name]) continue
      shortcomings.push(`Lighthouse, ${form}: ${name} ${score}, expected ${LEAST[name]}: ${weakAudits(lhr, name)}`)
    }
  }
  return shortcomings
}

/** Of three runs the middle one in performance, which what else the machine does may spoil. */
const medianRun = async (browser, address, config) => {
  const runs = []
  for (let run = 0; run < 3; run++) {
    const flags = { port: Number(new URL(browser.wsEndpoint()).port), logLevel: 'error' }
    runs.push((await lighthouse(address, flags, config)).lhr)
  }
  const performance = ({ categories }) => categories.performance.score
  return runs.sort((a, b) => performance(a) - performance(b))[1]
}

/** The audits that cost a category its points. */
const weakAudits = ({ categories, audits }, name) => categories[name].auditRefs
  .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
  .map(({ id }) => `${id} ${audits[id].displayValue ?? audits[id].score}`)
  .join('; ')

await main()
