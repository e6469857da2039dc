// The document: its elements found and written.

/** @param {string} id */
export const find = id => {
  const element = document.getElementById(id)
  if (!element) throw new Error(`no #${id}`)
  return element
}

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
