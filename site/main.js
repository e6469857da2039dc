// The page, put together: which part tells which, and nothing else.

import { Conversation } from './service/conversation.js'
import { History } from './drawing/history.js'
import { KeyPen, listenForShortcuts } from './input/keyboard.js'
import { Pen } from './drawing/pen.js'
import { Preview } from './view/preview.js'
import { Sheet } from './view/sheet.js'
import { View } from './view/view.js'
import { chooseLanguage, otherLanguage } from './view/words.js'
import { contextOf, find, say } from './view/document.js'
import { decode, encode } from './drawing/drawing.js'
import { drawWithPointers } from './input/pad.js'
import { doubtfulOf } from './view/verdict.js'
import { keepDrawing, keepLanguage, keptDrawing, keptLanguage, linkedDrawing, shareDrawing } from './storage.js'
import { read } from './number/reading.js'

/** @type {Review | null} */
let review = null
let loading = false
/** @type {Pictures | null} */
let pictures = null

const ink = contextOf('canvas')
const sheet = new Sheet(ink)
const preview = new Preview(contextOf('preview'))
const history = new History()
const view = new View(chooseLanguage([keptLanguage(), ...navigator.languages]), preview, state => {
  review?.show(state)
  pictures?.show(state)
})

/** With the first answer; where it is out of reach, the next tries again. */
const loadReview = () => {
  if (loading) return
  loading = true
  import('./review/review.js').then(
    ({ Review }) => { review = new Review(view.state, preview, explain) },
    () => { loading = false },
  )
}

const announce = () => view.announce(review?.remark)

/** @type {string | null} */
let choice = null // the chosen digit's strokes, as text: in the next answer its place may be another's

const readNewest = async () => (await Promise.all([read(strokes), view.prepare(act.choose)]))[0]

const conversation = new Conversation(readNewest, () => view.chosen?.image ?? null, {
  busy: busy => view.show({ busy }),
  sent: ([image]) => view.state.digits.length < 2 && view.show({ image }),
  slow: () => view.show({ slow: true }),
  faint: image => view.conclude({ image, faint: true }),
  answered: digits => {
    const place = digits.findIndex(({ drawing }) => encode(drawing) === choice)
    const chosen = place < 0 ? doubtfulOf(digits) : place
    view.conclude({ digits, chosen, image: digits[chosen].image })
  },
  failed: fault => {
    view.conclude({ fault })
    if (!pen.stroke) announce()
  },
  settled: () => {
    if (pen.stroke) return
    if (pictures?.isNoNumber(history.drawing, view.state.digits)) return
    announce()
    loadReview()
  },
})

/** @param {boolean} explain whether answers are to say why */
const explain = explain => {
  conversation.explain = explain
  if (explain && history.drawing.length > 0) conversation.conclude()
}

const pen = new Pen(() => history.drawing, {
  moved: () => {
    choice = null
    redraw()
    say('') // so that the same answer is said again
    view.show({ drawn: true, drawing: true, notice: null })
    conversation.follow(history.drawing.length > 0) // most of a number is known from the strokes before
  },
  lifted: stroke => {
    history.put([...history.drawing, stroke])
    view.show({ drawing: false })
    conversation.conclude()
    keep()
  },
  dropped: () => replaced(),
  full: () => view.show({ notice: 'full' }),
})

const keyPen = new KeyPen(ink.canvas, pen, {
  moved: () => redraw(),
  taken: () => view.show({ notice: 'keyboard' }),
  left: () => view.show({ notice: null }),
})

const strokes = () => pen.stroke ? [...history.drawing, pen.stroke] : history.drawing

const redraw = () => sheet.show(strokes(), keyPen.cursor)

const keep = () => {
  keepDrawing(encode(history.drawing))
  view.show({ canUndo: history.canUndo, canRedo: history.canRedo })
}

/** Another drawing stands on the sheet. */
const replaced = () => {
  const drawn = history.drawing.length > 0
  choice = null
  redraw()
  pictures?.stand(history.drawing)
  view.show({ drawn, drawing: false, slow: false, notice: null })
  if (drawn) conversation.restart()
  else {
    view.empty()
    conversation.stop()
  }
  keep()
}

/** @param {string | null} text of a drawing, perhaps with Markdown's `_` or `__` behind it */
const load = text => {
  if (text === null) return
  pen.up()
  const texts = [text, text.replace(/[-_]$/, ''), text.replace(/[-_]{2}$/, '')]
  const drawing = texts.map(decode).find(drawing => drawing?.length)
  if (!drawing) {
    keep()
    return view.show({ notice: 'unreadable' })
  }
  if (encode(drawing) !== encode(history.drawing)) history.put(drawing)
  replaced()
}

/** @type {(change: () => void) => () => void} */
const replacing = change => () => {
  pen.up()
  change()
  replaced()
}

/** @type {(from: Point, to: Point) => Promise<void>} */
const erase = async (from, to) => {
  const { untouched } = await import('./drawing/eraser.js')
  const left = untouched(history.drawing, from, to)
  if (left.length < history.drawing.length) replacing(() => history.put(left))()
}

const act = {
  undo: replacing(() => history.undo()),
  redo: replacing(() => history.redo()),
  clear: replacing(() => history.drawing.length > 0 && history.put([])),
  share: async () => {
    pen.up()
    if (history.drawing.length === 0) return view.show({ notice: 'nothingToShare' })
    const copied = await shareDrawing(encode(history.drawing))
    view.show({ notice: copied ? 'copied' : 'addressed' })
  },
  /** @param {FileList | undefined | null} files */
  open: async files => {
    if (!files?.[0]) return
    const [file] = files
    view.show({ opening: true, notice: null })
    try {
      const { Pictures } = await import('./picture/pictures.js')
      pictures ??= new Pictures(changes => view.show(changes), act)
      pictures.open(file)
    } catch {
      view.show({ opening: false, notice: 'pictureless' })
    }
  },
  /** @param {Drawing} drawing */
  put: drawing => replacing(() => history.put(drawing))(),
  review: loadReview,
  /** @param {number} place of a digit */
  choose: place => {
    const { drawing, image } = view.state.digits[place]
    choice = encode(drawing)
    view.show({ chosen: place, image })
    explain(conversation.explain)
  },
  switchLanguage: () => {
    const language = otherLanguage(view.state.language)
    keepLanguage(language)
    view.show({ language })
  },
}

view.listen(act)
drawWithPointers(ink.canvas, pen, erase)
listenForShortcuts(act)
find('unstarted').remove()
addEventListener('hashchange', () => load(linkedDrawing()))
const linked = linkedDrawing() // before the address loses it to what was kept
load(keptDrawing() || null)
load(linked)
