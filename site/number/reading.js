// The reading: what of a drawing the network has to see, and what digits its answers make. What finds several digits is
// loaded with the first drawing; while it is out of reach a drawing is one digit.

import { rasterize } from '../drawing/raster.js'

/** @type {Promise<typeof import('./number.js') | null> | null} */
let loading = null

/** @type {(newest: () => Drawing) => Promise<Reading>} */
export const read = async newest => {
  loading ??= import('./number.js').catch(() => loading = null) // the next reading tries again
  const number = await loading
  const drawing = newest()
  return number && drawing.length > 0 ? number.readNumber(drawing) : readDigit(drawing)
}

/** @type {(drawing: Drawing) => Reading} */
const readDigit = drawing => {
  const image = rasterize(drawing)
  const images = image ? [image] : []
  return {
    whole: image,
    missing: answerTo => images.filter(image => !answerTo(image)),
    digits: answerTo => images.flatMap(image => {
      const answer = answerTo(image)
      return answer ? [{ drawing, image, answer, sign: '' }] : []
    }),
  }
}
