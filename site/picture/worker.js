// The worker: decodes a picture and finds what is written in it, away from the page, which goes on meanwhile.

import { findWriting, frameOf, placed } from './finding.js'
import { greyOf, sizeAt } from './plane.js'

const LARGEST = 1600 // px, the longest side of what is looked at

addEventListener('message', async (/** @type {MessageEvent<Order>} */ { data }) => {
  const found = await find(data).catch(() => null)
  postMessage(found, { transfer: found ? [found.image] : [] })
})

/** @type {(order: Order) => Promise<Found>} */
const find = async ({ file, part }) => {
  const image = await decoded(file)
  const { left, top, right, bottom } = part ?? { left: 0, top: 0, right: 1, bottom: 1 }
  const corner = /** @type {Point} */ ([Math.floor(left * image.width), Math.floor(top * image.height)])
  const size = {
    width: Math.max(Math.round(right * image.width) - corner[0], 1),
    height: Math.max(Math.round(bottom * image.height) - corner[1], 1),
  }
  const strokes = findWriting(greyOf(pixelsOf(image, corner, size), size))
    .map(stroke => stroke.map(([x, y]) => /** @type {Point} */ ([x + corner[0], y + corner[1]])))
  const frame = frameOf(strokes)
  return { drawing: placed(strokes, frame), frame, image }
}

/** @type {(image: ImageBitmap, corner: Point, size: Size) => Uint8ClampedArray} */
const pixelsOf = (image, [left, top], { width, height }) => {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas')
  context.drawImage(image, -left, -top)
  return context.getImageData(0, 0, width, height).data
}

/** @type {(file: Blob) => Promise<ImageBitmap>} upright as its EXIF says */
const decoded = async file => {
  const whole = await createImageBitmap(file)
  const scale = Math.min(LARGEST / Math.max(whole.width, whole.height), 1)
  if (scale === 1) return whole
  const [resizeWidth, resizeHeight] = sizeAt(whole, scale)
  const smaller = await createImageBitmap(whole, { resizeWidth, resizeHeight, resizeQuality: 'high' })
  whole.close()
  return smaller
}
