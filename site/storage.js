// Storage: where a drawing outlives the page, in the tab's session and in a link's fragment, and the chosen language.
// Browsers may forbid storage; the page does without it then.

const DRAWING = 'drawing'
const LANGUAGE = 'language'
const FRAGMENT = '#d='

const attempt = (action, otherwise) => {
  try {
    return action()
  } catch {
    return otherwise
  }
}

/** The text of the drawing that the address holds, else of the one this tab had; null where there is none. */
export const keptDrawing = () => linkedDrawing() ?? attempt(() => sessionStorage.getItem(DRAWING), null)

/** The text after `#d=` in the address, or null. */
export const linkedDrawing = () => location.hash.startsWith(FRAGMENT) ? location.hash.slice(FRAGMENT.length) : null

/** Keeps the text for a reload. An address that holds another drawing than this loses it. */
export const keepDrawing = text => {
  attempt(() => sessionStorage.setItem(DRAWING, text))
  if (linkedDrawing() !== null && linkedDrawing() !== text) setFragment('')
}

/** Puts the drawing's text into the address, and that on the clipboard: resolves to whether it could be copied. */
export const shareDrawing = async text => {
  setFragment(FRAGMENT + text)
  try {
    await navigator.clipboard.writeText(location.href)
    return true
  } catch {
    return false
  }
}

const setFragment = fragment => window.history.replaceState(null, '', location.pathname + location.search + fragment)

export const keptLanguage = () => attempt(() => localStorage.getItem(LANGUAGE), null)

export const keepLanguage = language => attempt(() => localStorage.setItem(LANGUAGE, language))
