// Storage: the drawing, in the tab's session and in a link, and the chosen language, where the browser allows it.

const DRAWING = 'drawing'
const LANGUAGE = 'language'
const FRAGMENT = '#d='

/** @type {<T>(action: () => T) => T | null} */
const attempt = action => {
  try {
    return action()
  } catch {
    return null
  }
}

/** The drawing of the address, else the one that this tab had. */
export const keptDrawing = () => linkedDrawing() ?? attempt(() => sessionStorage.getItem(DRAWING))

export const linkedDrawing = () => location.hash.startsWith(FRAGMENT) ? location.hash.slice(FRAGMENT.length) : null

/** @param {string} text is kept for a reload; an address that holds another drawing loses it */
export const keepDrawing = text => {
  attempt(() => sessionStorage.setItem(DRAWING, text))
  if (linkedDrawing() !== null && linkedDrawing() !== text) setFragment('')
}

/** @param {string} text goes into the address; resolves to whether that could be copied */
export const shareDrawing = async text => {
  setFragment(FRAGMENT + text)
  try {
    await navigator.clipboard.writeText(location.href)
    return true
  } catch {
    return false
  }
}

/** @param {string} fragment */
const setFragment = fragment => history.replaceState(null, '', location.pathname + location.search + fragment)

export const keptLanguage = () => attempt(() => localStorage.getItem(LANGUAGE))

/** @param {string} language */
export const keepLanguage = language => attempt(() => localStorage.setItem(LANGUAGE, language))
