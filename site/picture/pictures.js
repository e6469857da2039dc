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
  #round = 0 // what was found in an earlier one no longer counts
  /** @type {Worker | null} */
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
    const round = ++this.#round
    this.#worker?.terminate()
    this.#tell({ opening: true, notice: null })
    const size = await sizeOf(file)
    if (round !== this.#round) return
    if (!size) return this.#fail(FAULTS.noPicture)
    if (size.width * size.height > MOST_PIXELS) return this.#fail(FAULTS.tooLarge)
    const found = await this.#find(file, part)
    if (round === this.#round) this.#conclude(file, part, found)
    else found?.image.close()
  }

  /** @param {Told} notice */
  #fail(notice) {
    this.#tell({ opening: false, notice })
  }

  /** @type {(file: Blob, part: Part | null) => Promise<Found | null>} */
  #find(file, part) {
    const worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' })
    this.#worker = worker
    return new Promise(resolve => {
      worker.addEventListener('message', ({ data }) => resolve(data))
      worker.addEventListener('error', () => resolve(null))
      worker.postMessage({ file, part })
    }).finally(() => worker.terminate()) // what it holds is freed
  }

  /** @type {(file: Blob, part: Part | null, found: Found | null) => void} */
  #conclude(file, part, found) {
    if (!found) return this.#fail(FAULTS.noPicture)
    const { drawing, frame, image } = found
    if (drawing.length === 0) {
      image.close()
      return this.#fail(FAULTS.nothingFound)
    }
    this.#file = file
    this.#drawing = drawing
    this.#view.put(image, frame, part)
    this.#act.put(drawing)
    this.#tell({ opening: false })
  }
}

/** @type {(file: Blob) => Promise<Size | null>} without decoding it; null for what is no picture */
const sizeOf = async file => {
  const image = new Image()
  image.src = URL.createObjectURL(file)
  try {
    await new Promise((resolve, reject) => {
      image.addEventListener('load', resolve)
      image.addEventListener('error', reject)
    })
    return { width: image.naturalWidth, height: image.naturalHeight }
  } catch {
    return null
  } finally {
    URL.revokeObjectURL(image.src)
  }
}
