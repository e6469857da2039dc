// The ways in which a picture comes: chosen, dropped or pasted.

import { find } from '../view/document.js'

/** @param {(file: Blob) => void} open */
export const listenForPictures = open => {
  const input = /** @type {HTMLInputElement} */ (find('picture'))
  const take = (/** @type {FileList | null | undefined} */ files) => files?.[0] && open(files[0])
  find('choose').addEventListener('click', () => input.click())
  input.addEventListener('change', () => {
    take(input.files)
    input.value = '' // so that the same one can be chosen again
  })
  addEventListener('paste', ({ clipboardData }) => take(clipboardData?.files))
  for (const type of ['dragover', 'drop']) {
    addEventListener(type, event => {
      const { dataTransfer } = /** @type {DragEvent} */ (event)
      if (!dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      if (type === 'drop') take(dataTransfer.files)
    })
  }
}
