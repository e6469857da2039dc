// Storage: the drawing, in the tab's session and in a link, and the chosen language, where the browser allows it.

const DRAWING = 'drawing'
const LANGUAGE = 'language'
const FRAGMENT = '#d='
// A mail program may write `=` as `=3D`, with which no drawing begins.
const LINKED = /\Wd=(?:3D)?([\w-]*)/

/** @type {<T>(action: () => T) => T | null} */
const attempt = action => {
  try {
    return action()
  } catch {
    return null
  }
}

/** The drawing that this tab had. */
export const keptDrawing = () => attempt(() => sessionStorage.getItem(DRAWING))

/** The drawing of the address, without what got behind it. */
export const linkedDrawing = () => {
  const encoded = /%(?:25)*(..)/g // perhaps several times: `-` may be `%2D` or `%252D`
  const hash = location.hash.replace(encoded, (_, code) => String.fromCharCode(parseInt(code, 16)))
  return LINKED.exec(hash)?.[1] ?? null
}

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
