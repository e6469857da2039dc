// The preview: the image that the network reads, plain or in the colours that say why. It alone paints its canvas.

import { SIDE } from '../drawing/raster.js'

export class Preview {
  #context
  /** @type {Picture} */
  #plain = { colours: [], label: '' }
  /** @type {Picture | null} */
  #explained = null

  /** @param {CanvasRenderingContext2D} context */
  constructor(context) {
    this.#context = context
  }

  /** @type {(image: Image | null, label: string) => void} */
  show(image, label) {
    this.#plain = { colours: (image ?? []).map(brightness => Array(3).fill(brightness)), label }
    this.#paint()
  }

  /** @param {Picture | null} picture in the image's place */
  explain(picture) {
    this.#explained = picture
    this.#paint()
  }

  #paint() {
    const { colours, label } = this.#explained ?? this.#plain
    const pixels = new ImageData(SIDE, SIDE)
    colours.forEach((colour, i) => pixels.data.set([...colour, 255], 4 * i))
    this.#context.putImageData(pixels, 0, 0)
    this.#context.canvas.setAttribute('aria-label', label)
  }
}
