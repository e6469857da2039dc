// The corrections: drawings with what they really are, as the person said. They are kept in this browser alone. Each is
// an entry of its own in the local storage, named by the drawing's text: so a drawing has one label, and two tabs at
// once lose nothing of each other's. What can't be read, be it broken or of another version, is left where it is.

import { SHEET, decode } from './drawing.js'

const PREFIX = 'correction:' // of an entry's name
const VALUE = /^([0-9?]) (\d{1,15})$/ // an entry's value: the label, and when it was given, in ms since 1970

/** The label of what is no digit. */
export const NO_DIGIT = '?'

/** At most so many are kept: the newest. */
export const MOST = 500

/** The label that a drawing was given, or null. */
export const labelOf = text => {
  try {
    return VALUE.exec(localStorage.getItem(PREFIX + text))?.[1] ?? null
  } catch {
    return null
  }
}

/**
 * Keeps the label of a drawing, or forgets it where it is null. Returns what came of it: 'kept', 'forgotten',
 * 'madeRoom' where the oldest had to go for it, or why it isn't kept: 'full' or 'forbidden'.
 */
export const correct = (text, label) => {
  try {
    if (label === null) {
      localStorage.removeItem(PREFIX + text)
      return 'forgotten'
    }
    localStorage.setItem(PREFIX + text, `${label} ${Date.now()}`)
    const oldest = read().kept.slice(0, -MOST)
    oldest.forEach(({ name }) => localStorage.removeItem(name))
    return oldest.length > 0 ? 'madeRoom' : 'kept'
  } catch (error) {
    return error.name === 'SecurityError' ? 'forbidden' : 'full'
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

/** The entries `{name, label, at, strokes}`, the oldest first, and the number of those that are none. */
const read = () => {
  const entries = names().map(name => {
    const [, label, at] = VALUE.exec(localStorage.getItem(name)) ?? []
    return { name, label, at: Number(at), strokes: decode(name.slice(PREFIX.length)) }
  })
  const kept = entries.filter(({ label, strokes }) => label !== undefined && strokes?.length > 0)
  return { kept: kept.sort((a, b) => a.at - b.at), unreadable: entries.length - kept.length }
}
