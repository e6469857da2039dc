// The pictures: what a person brings in place of a drawing, one after the other. Loaded with the first one.

import { FAULTS } from './words.js'
import { PictureView } from './view.js'

const MOST_PIXELS = 50e6
const MANY = 4 // digits; so many, hardly one of them read, are other writing
const FEW = 0.25 // of them

export class Pictures {
  #tell
  #act
  #view
  /** @type {Worker | null} the newest: what another finds no longer counts */
  #worker = null
  /** @type {Blob | null} */
  #file = null
  /** @type {Drawing | null} */
  #drawing = null

  /**
   * @param {(changes: Partial<State>) => void} tell
   * @param {Pick<Actions, 'choose' | 'put' | 'undo'>} act
   */
  constructor(tell, act) {
    this.#tell = tell
    this.#act = act
    this.#view = new PictureView({ choose: act.choose, read: part => this.#file && this.open(this.#file, part) })
  }

  /** Shows what was read. @param {State} state */
  show(state) {
    this.#view.write(state)
  }

  /** Another drawing stands on the sheet: the picture is to be seen beside its own alone. @param {Drawing} drawing */
  stand(drawing) {
    if (drawing !== this.#drawing) this.#view.hide()
  }

  /** Takes the drawing back if hardly any of it can be read. @type {(drawing: Drawing, digits: Digit[]) => boolean} */
  isNoNumber(drawing, digits) {
    const accepted = digits.filter(({ answer }) => answer.digit)
    if (drawing !== this.#drawing || digits.length < MANY || accepted.length >= FEW * digits.length) return false
    this.#act.undo()
    this.#fail(FAULTS.nothingReadable)
    return true
  }

  /** @type {(file: Blob, part?: Part | null) => Promise<void>} */
  async open(file, part = null) {
    this.#worker?.terminate()
    const worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' }) // loads meanwhile
    this.#worker = worker
    this.#tell({ opening: true, notice: null })
    /** @type {Promise<Found | null>} */
    const answer = new Promise(resolve => {
      worker.addEventListener('message', ({ data }) => resolve(data))
      worker.addEventListener('error', () => resolve(null))
    })
    const pixels = await pixelsOf(file)
    const isFit = pixels > 0 && pixels <= MOST_PIXELS
    if (isFit) worker.postMessage({ file, part })
    const found = isFit ? await answer : null
    worker.terminate() // what it holds is freed
    if (worker === this.#worker && found?.drawing.length) return this.#put(file, part, found)
    found?.image.close()
    if (worker !== this.#worker) return
    this.#fail(pixels > MOST_PIXELS ? FAULTS.tooLarge : found ? FAULTS.nothingFound : FAULTS.noPicture)
  }

  /** @param {Told} notice */
  #fail(notice) {
    this.#tell({ opening: false, notice })
  }

  /** @type {(file: Blob, part: Part | null, found: Found) => void} */
  #put(file, part, { drawing, frame, image }) {
    this.#file = file
    this.#drawing = drawing
    this.#view.put(image, frame, part)
    this.#act.put(drawing)
    this.#tell({ opening: false })
  }
}

/** @type {(file: Blob) => Promise<number>} how many it has, without decoding it; 0 for what is no picture */
const pixelsOf = file => {
  const image = new Image()
  image.src = URL.createObjectURL(file)
  return new Promise(resolve => {
    image.onload = () => resolve(image.naturalWidth * image.naturalHeight)
    image.onerror = () => resolve(0)
  }).finally(() => URL.revokeObjectURL(image.src))
}
