// The grey: brightnesses of a picture's colours. What is transparent gets the ground that its ink is seen on.

import { blank } from './plane.js'

/** @type {(rgba: Uint8ClampedArray, size: Size) => Plane} */
export const greyOf = (rgba, { width, height }) => {
  const grey = blank(width, height)
  let [opaque, sum] = [0, 0]
  for (let i = 0; i < grey.values.length; i++) {
    const alpha = rgba[4 * i + 3] / 255
    // Rec. 601, as JPEG has it.
    const brightness = 0.299 * rgba[4 * i] + 0.587 * rgba[4 * i + 1] + 0.114 * rgba[4 * i + 2]
    grey.values[i] = brightness
    opaque += alpha
    sum += alpha * brightness
  }
  const ground = sum > 128 * opaque ? 0 : 255
  for (let i = 0; i < grey.values.length; i++) {
    const alpha = rgba[4 * i + 3] / 255
    grey.values[i] = alpha * grey.values[i] + (1 - alpha) * ground
  }
  return grey
}
