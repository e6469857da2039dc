// A curve: the smooth line that the pen leaves through a stroke's points, the same on the sheet and for the network.

/**
 * Quadratic Béziers through the middles between points, each from where the last one ended; without a control, a line.
 * @param {Stroke} points
 * @returns {Generator<[control: Point | null, end: Point]>}
 */
export function* curve(points) {
  if (points.length < 3) {
    for (const point of points.slice(1)) yield [null, point]
    return
  }
  yield [null, middle(points[0], points[1])]
  for (let i = 1; i < points.length - 1; i++) yield [points[i], middle(points[i], points[i + 1])]
  yield [null, points[points.length - 1]]
}

/** @type {(a: Point, b: Point) => Point} */
const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
