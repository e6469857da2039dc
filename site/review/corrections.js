// The corrections: drawings with what they really are, as the person said. They are kept in this browser alone. Each is
// an entry of its own in the local storage, named by the drawing's text: so a drawing has one label, and two tabs at
// once lose nothing of each other's. What can't be read, be it broken or of another version, is left where it is.

import { SHEET, decode } from '../drawing/drawing.js'

const PREFIX = 'correction:' // of an entry's name
const VALUE = /^([0-9?]) (\d{1,15})$/ // an entry's value: the label, and when it was given, in ms since 1970

export const NO_DIGIT = '?' // the label of what is none
export const LABELS = `0123456789${NO_DIGIT}`
export const MOST_KEPT = 500 // the newest

/** @type {(text: string) => string | null} the label that a drawing was given */
export const labelOf = text => {
  try {
    return entry(PREFIX + text)?.label ?? null
  } catch {
    return null
  }
}

/** @type {(text: string, label: string | null) => Outcome} keeps a drawing's label, or forgets it */
export const correct = (text, label) => {
  try {
    if (label === null) {
      localStorage.removeItem(PREFIX + text)
      return 'forgotten'
    }
    localStorage.setItem(PREFIX + text, `${label} ${Date.now()}`)
    const oldest = read().kept.slice(0, -MOST_KEPT)
    oldest.forEach(({ name }) => localStorage.removeItem(name))
    return oldest.length > 0 ? 'madeRoom' : 'kept'
  } catch (error) {
    return error instanceof DOMException && error.name === 'SecurityError' ? 'forbidden' : 'full'
  }
}

/** How many are kept, how many more can't be read; null where the browser forbids to look. */
export const count = () => {
  try {
    const { kept, unreadable } = read()
    return { kept: kept.length, unreadable }
  } catch {
    return null
  }
}

/** Even what can't be read. */
export const deleteAll = () => names().forEach(name => localStorage.removeItem(name))

/** As newline-delimited JSON, the oldest first: drawings as the trainer reads them. */
export const exported = () => read().kept
  .map(({ label, strokes }) => `${JSON.stringify({ label, writer: 'me', box: [SHEET, SHEET], strokes })}\n`)
  .join('')

const names = () => Object.keys(localStorage).filter(name => name.startsWith(PREFIX))

/** The oldest first. */
const read = () => {
  const all = names()
  const kept = all.map(entry).filter(correction => correction !== null)
  return { kept: kept.sort((a, b) => a.at - b.at), unreadable: all.length - kept.length }
}

/** @param {string} name */
const entry = name => {
  const [, label, at] = VALUE.exec(localStorage.getItem(name) ?? '') ?? []
  const strokes = decode(name.slice(PREFIX.length))
  return label !== undefined && strokes?.length ? { name, label, at: Number(at), strokes } : null
}
