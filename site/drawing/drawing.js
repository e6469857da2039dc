// A drawing: strokes on a square sheet, in units of its own, and the compact text that they are kept and shared as.

export const SHEET = 2048 // units, the sheet's side; points are whole ones, so that their text is exact
export const MOST_POINTS = 4000 // of a drawing; a digit takes about a hundred

/** @param {number} coordinate becomes a whole unit, `beyond` the sheet at most: a hand that slips off draws on */
export const unit = (coordinate, beyond = SHEET) => Math.round(Math.min(Math.max(coordinate, -beyond), SHEET + beyond))

/** @param {Drawing} strokes */
export const pointCount = strokes => strokes.reduce((count, stroke) => count + stroke.length, 0)

/**
 * In base64url: for each stroke its number of points, then for each point the steps in x and y from the one before (the
 * first from 0, 0). A number is seven bits a byte, the lowest first; a step zigzags: 0, -1, 1, -2 become 0, 1, 2, 3.
 * @param {Drawing} strokes
 */
export const encode = strokes => {
  /** @type {number[]} */
  const bytes = []
  const write = (/** @type {number} */ number) => {
    for (; number > 127; number >>>= 7) bytes.push(number & 127 | 128)
    bytes.push(number)
  }
  let last = [0, 0]
  for (const stroke of strokes) {
    write(stroke.length)
    for (const point of stroke) {
      for (const axis of [0, 1]) {
        const step = point[axis] - last[axis]
        write(step << 1 ^ step >> 31)
      }
      last = point
    }
  }
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
}

const MOST_TEXT = 7 * MOST_POINTS // characters; a point takes at most seven, usually three

/** @param {string} text may come from anybody: what is no drawing becomes null */
export const decode = text => {
  try {
    return text.length > MOST_TEXT ? null : read(toBytes(text))
  } catch {
    return null
  }
}

/** @param {string} text */
const toBytes = text =>
  Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), character => character.charCodeAt(0))

/** @param {number[]} bytes */
const read = bytes => {
  let at = 0
  const number = () => {
    let value = 0
    for (let shift = 0; shift < 21; shift += 7) {
      value |= (bytes[at] & 127) << shift
      if (bytes[at++] < 128) return value
    }
    throw new RangeError('cut off or too large')
  }
  const step = () => {
    const zigzag = number()
    return zigzag >>> 1 ^ -(zigzag & 1)
  }

  const strokes = []
  /** @type {Point} */
  let last = [0, 0]
  for (let room = MOST_POINTS; at < bytes.length;) {
    const count = number()
    room -= count
    if (count === 0 || room < 0) throw new RangeError('no points or too many')
    const stroke = []
    for (let i = 0; i < count; i++) {
      last = [last[0] + step(), last[1] + step()]
      if (last.some(coordinate => coordinate !== unit(coordinate))) throw new RangeError('too far out')
      stroke.push(last)
    }
    strokes.push(stroke)
  }
  return strokes
}
