// The corrections: drawings with what they really are, as the person said. They are kept in this browser alone. Each is
// an entry of its own in the local storage, named by the drawing's text: so a drawing has one label, and two tabs at
// once lose nothing of each other's. What can't be read, be it broken or of another version, is left where it is.

import { SHEET, decode } from '../drawing/drawing.js'

const PREFIX = 'correction:' // of an entry's name
const VALUE = /^([0-9?]) (\d{1,15})$/ // an entry's value: the label, and when it was given, in ms since 1970

/** The label of what is no digit. */
export const NO_DIGIT = '?'

/** All there are. */
export const LABELS = `0123456789${NO_DIGIT}`

/** At most so many are kept: the newest. */
export const MOST_KEPT = 500

/**
 * The label that a drawing was given, or null.
 * @param {string} text
 */
export const labelOf = text => {
  try {
    return entry(PREFIX + text)?.label ?? null
  } catch {
    return null
  }
}

/**
 * Keeps the label of a drawing, or forgets it where it is null.
 * @type {(text: string, label: string | null) => Outcome}
 */
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

/** How many are kept, and how many more entries can't be read. Null where the browser forbids to look. */
export const count = () => {
  try {
    const { kept, unreadable } = read()
    return { kept: kept.length, unreadable }
  } catch {
    return null
  }
}

/** Deletes all, and what can't be read too. */
export const deleteAll = () => names().forEach(name => localStorage.removeItem(name))

/** All as newline-delimited JSON, the oldest first: the one format for drawings, as the trainer reads it. */
export const exported = () => read().kept
  .map(({ label, strokes }) => `${JSON.stringify({ label, writer: 'me', box: [SHEET, SHEET], strokes })}\n`)
  .join('')

const names = () => Object.keys(localStorage).filter(name => name.startsWith(PREFIX))

/** The corrections, the oldest first, and the number of entries that are none. */
const read = () => {
  const all = names()
  const kept = all.map(entry).filter(correction => correction !== null)
  return { kept: kept.sort((a, b) => a.at - b.at), unreadable: all.length - kept.length }
}

/**
 * The correction that the entry with this name holds, or null.
 * @param {string} name
 */
const entry = name => {
  const [, label, at] = VALUE.exec(localStorage.getItem(name) ?? '') ?? []
  const strokes = decode(name.slice(PREFIX.length))
  return label !== undefined && strokes?.length ? { name, label, at: Number(at), strokes } : null
}
