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
  const picture = await decoded(file)
  const { left, top, right, bottom } = part ?? { left: 0, top: 0, right: 1, bottom: 1 }
  const [x, y] = [Math.floor(left * picture.canvas.width), Math.floor(top * picture.canvas.height)]
  const width = Math.max(Math.round(right * picture.canvas.width) - x, 1)
  const height = Math.max(Math.round(bottom * picture.canvas.height) - y, 1)
  const strokes = findWriting(greyOf(picture.getImageData(x, y, width, height).data, { width, height }))
  const { scale, move } = frameOf(strokes)
  return {
    drawing: placed(strokes, { scale, move }),
    frame: { scale, move: [move[0] - scale * x, move[1] - scale * y] },
    image: picture.canvas.transferToImageBitmap(),
  }
}

/** @type {(file: Blob) => Promise<OffscreenCanvasRenderingContext2D>} upright as its EXIF says */
const decoded = async file => {
  const image = await createImageBitmap(file)
  const [width, height] = sizeAt(image, Math.min(LARGEST / Math.max(image.width, image.height), 1))
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas')
  context.imageSmoothingQuality = 'high'
  context.drawImage(image, 0, 0, width, height)
  image.close()
  return context
}
