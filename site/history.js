// The history: the drawing as it is, as it was, and as it was before something was undone.

/** Holds drawings, never changes one: each change puts a new list of strokes. Clearing is a change like another. */
export class History {
  #past = []
  #future = []
  /** The drawing as it is: a list of strokes. */
  drawing = []

  get canUndo() {
    return this.#past.length > 0
  }

  get canRedo() {
    return this.#future.length > 0
  }

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

  #step(from, to) {
    if (from.length === 0) return
    to.push(this.drawing)
    this.drawing = from.pop()
  }
}
