// The document: its elements found and written.

/** @param {string} id */
export const find = id => {
  const element = document.getElementById(id)
  if (!element) throw new Error(`no #${id}`)
  return element
}

/** @type {(state: State) => Digit | null} */
export const chosenOf = ({ digits, chosen }) => digits[chosen] ?? null

/** @type {(digits: Digit[], figures: string[]) => string} the figures with the signs among them */
export const spaced = (digits, figures) => digits.map(({ sign }, i) => sign + figures[i]).join('')

/** @param {string} id a canvas's */
export const contextOf = id => {
  const canvas = find(id)
  const context = canvas instanceof HTMLCanvasElement && canvas.getContext('2d')
  if (!context) throw new Error(`no canvas #${id}`)
  return context
}

/** @type {(element: Element | null, text: string) => void} */
export const write = (element, text) => {
  if (element && element.textContent !== text) element.textContent = text // the same again would cost a layout
}

/** @param {string} text for assistive technology to say; the same again only after another, or none */
export const say = text => write(find('status'), text)

/** @type {(name: string, text?: string) => HTMLElement} */
export const make = (name, text = '') => {
  const element = document.createElement(name)
  element.textContent = text
  return element
}

/** @type {(address: URL) => Promise<unknown>} resolves when the style sheet has its effect */
export const addStyle = address => new Promise((loaded, failed) => {
  const style = document.createElement('link')
  style.rel = 'stylesheet'
  style.href = address.href
  style.onload = loaded
  style.onerror = failed
  document.head.append(style)
})

/** @param {number | null} share never becomes a 0 or a 100 that isn't quite one */
export const percent = share => {
  if (share === null) return ''
  if (share > 0 && share < 0.0005) return '< 0.1%'
  if (share < 1 && share >= 0.9995) return '> 99.9%'
  return `${(100 * share).toFixed(1)}%`
}
