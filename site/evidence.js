// The evidence: how much each pixel of an image speaks for the answer, and how much against it for the runner-up.

const SIDE = 28 // px
const MARGIN = 4 // px around the box that digits are fitted into
const DIM = 0.3 // of an ink's brightness that stays where it speaks for neither

// Blue and orange of Okabe and Ito's palette, which colour-blind people can tell apart; both are bright on black.
const FOR = [86, 180, 233]
const AGAINST = [230, 159, 0]

/** A colour for each pixel: the ink's grey, the more coloured the more the pixel speaks for one of the two digits. */
export const colours = (image, evidence) => {
  const most = Math.max(...evidence.map(Math.abs)) || 1
  return evidence.map((weight, i) => {
    const strength = Math.sqrt(Math.abs(weight) / most) // as the eye sees it, or all but the strongest were black
    return (weight > 0 ? FOR : AGAINST).map(channel => strength * channel + (1 - strength) * DIM * image[i])
  })
}

/**
 * The evidence in short: the share of it, 0..1, that speaks for the answer; and the ninth of the digit's box, 0..8 row
 * by row, that speaks most `[for it, against it]`.
 */
export const weigh = evidence => {
  const ninths = { for: Array(9).fill(0), against: Array(9).fill(0) }
  evidence.forEach((weight, i) => {
    const ninth = third(Math.floor(i / SIDE)) * 3 + third(i % SIDE)
    ninths[weight > 0 ? 'for' : 'against'][ninth] += Math.abs(weight)
  })
  const [forIt, againstIt] = [sum(ninths.for), sum(ninths.against)]
  return {
    share: forIt / (forIt + againstIt || 1),
    strongest: [ninths.for, ninths.against].map(weights => weights.indexOf(Math.max(...weights))),
  }
}

const third = at => Math.min(Math.max(Math.floor((at - MARGIN) * 3 / (SIDE - 2 * MARGIN)), 0), 2)

const sum = numbers => numbers.reduce((total, number) => total + number, 0)
