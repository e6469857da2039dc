// A curve: the smooth line that the pen leaves through a stroke's points. What is drawn on the page and what is
// rasterized for the network are both made of these pieces, so they are the same line.

/**
 * The pieces of the curve that begins at `points[0]`: each `[control, end]`, a quadratic Bézier from where the last
 * piece ended, or a straight line where `control` is null. The curve goes through the middles between points, and
 * inner points are its controls.
 */
export function* curve(points) {
  if (points.length < 3) {
    for (const point of points.slice(1)) yield [null, point]
    return
  }
  yield [null, middle(points[0], points[1])]
  for (let i = 1; i < points.length - 1; i++) yield [points[i], middle(points[i], points[i + 1])]
  yield [null, points.at(-1)]
}

const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
