// The history: the drawing as it is, as it was, and as it was before something was undone.

export class History {
  /** @type {Drawing[]} */
  #past = []
  /** @type {Drawing[]} */
  #future = []
  /** @type {Drawing} */
  drawing = []

  get canUndo() {
    return this.#past.length > 0
  }

  get canRedo() {
    return this.#future.length > 0
  }

  /** @param {Drawing} drawing */
  put(drawing) {
    this.#past.push(this.drawing)
    this.#future = []
    this.drawing = drawing
  }

  undo() {
    this.#step(this.#past, this.#future)
  }

  redo() {
    this.#step(this.#future, this.#past)
  }

  /** @type {(from: Drawing[], to: Drawing[]) => void} */
  #step(from, to) {
    const drawing = from.pop()
    if (!drawing) return
    to.push(this.drawing)
    this.drawing = drawing
  }
}
