// The bars: how likely each digit is, a row each.

/** Written into a list by the view. */
export class Bars {
  #rows
  #percents

  constructor(list) {
    this.#rows = Array.from({ length: 10 }, (_, digit) => makeRow(digit))
    list.append(...this.#rows.map(({ row }) => row))
  }

  /** Percents are written as one does in `language` from the next `show` on. */
  speak(language) {
    this.#percents = new Intl.NumberFormat(language, {
      style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1,
    })
  }

  /** Shows an answer's probabilities, or none where it is null. */
  show(answer) {
    this.#rows.forEach(({ row, bar, value }, digit) => {
      const probability = answer?.probabilities[digit]
      row.classList.toggle('best', digit === answer?.estimated)
      bar.style.setProperty('--filled', probability ?? 0)
      write(value, probability === undefined ? '' : this.#percent(probability))
    })
  }

  /** To a tenth of a percent, but never a 0 or a 100 that isn't quite one. */
  #percent(probability) {
    if (probability > 0 && probability < 0.0005) return `< ${this.#percents.format(0.001)}`
    if (probability < 1 && probability >= 0.9995) return `> ${this.#percents.format(0.999)}`
    return this.#percents.format(probability)
  }
}

const makeRow = digit => {
  const row = make('li')
  const bar = make('span')
  const value = make('span')
  bar.className = 'bar'
  value.className = 'value'
  row.append(make('span', String(digit)), bar, value)
  return { row, bar, value }
}

/** An element with a text. */
export const make = (name, text = '') => {
  const element = document.createElement(name)
  element.textContent = text
  return element
}

/** Text that stands already is left alone: writing it again would cost a layout. */
export const write = (element, text) => {
  if (element.textContent !== text) element.textContent = text
}
