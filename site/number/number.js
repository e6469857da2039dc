// The number: a drawing as several digits. It is loaded, with the search for them, when first drawn on.

import { contenders, segment } from './segmentation.js'
import { rasterize } from '../drawing/raster.js'

/** @type {(drawing: Drawing) => Reading} */
export const readNumber = drawing => {
  const parts = contenders(drawing).flatMap(candidate => {
    const image = rasterize(candidate.drawing)
    return image ? [{ ...candidate, image }] : []
  })
  return {
    images: parts.map(({ image }) => image),
    digits: answers => segment(parts, answers.map(({ confidence }) => confidence ?? 1))
      .map(i => ({ drawing: parts[i].drawing, image: parts[i].image, answer: answers[i] })),
  }
}
