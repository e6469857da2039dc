// The page, put together: which part tells which, and nothing else.

import { Conversation } from './conversation.js'
import { History } from './history.js'
import { KeyPen, listenForShortcuts } from './keyboard.js'
import { Pen } from './pen.js'
import { Sheet } from './sheet.js'
import { View } from './view.js'
import { decode, encode } from './drawing.js'
import { drawWithPointers } from './pad.js'
import { estimate } from './client.js'
import { keepDrawing, keepLanguage, keptDrawing, keptLanguage, linkedDrawing, shareDrawing } from './storage.js'
import { rasterize } from './raster.js'
import { chooseLanguage, otherLanguage } from './words.js'

const canvas = document.getElementById('canvas')
const sheet = new Sheet(canvas)
const view = new View()
const history = new History()

const conversation = new Conversation(() => rasterize(strokes()), estimate, {
  sent: image => view.show({ image }),
  slow: () => view.show({ slow: true }),
  faint: image => view.conclude({ image, faint: true }),
  answered: answer => view.conclude({ answer }),
  failed: fault => {
    view.conclude({ fault })
    if (!pen.stroke) view.announce()
  },
  settled: () => {
    view.show({ busy: false })
    if (pen.stroke) return
    view.announce()
    review()
  },
})

let reviewing = null

/** Loads the review, which nobody needs before an answer; where it is out of reach, the next answer tries again. */
const review = () => {
  reviewing ??= import('./review.js').then(
    ({ Review }) => view.join(new Review(view, conversation, () => encode(history.drawing))),
    () => { reviewing = null },
  )
}

const pen = new Pen(() => history.drawing, {
  moved: () => {
    redraw()
    view.hush()
    view.show({ drawn: true, drawing: true, notice: null })
    conversation.follow()
    view.show({ busy: conversation.busy })
  },
  lifted: stroke => {
    history.put([...history.drawing, stroke])
    view.show({ drawing: false, busy: true })
    conversation.conclude()
    view.show({ busy: conversation.busy })
    keep()
  },
  dropped: () => replaced(),
  full: () => view.show({ notice: 'full' }),
})

const keyPen = new KeyPen(canvas, pen, {
  moved: () => redraw(),
  taken: () => view.show({ notice: 'keyboard' }),
  left: () => view.show({ notice: null }),
})

/** What is on the sheet: the drawing, and the stroke under way. */
const strokes = () => pen.stroke ? [...history.drawing, pen.stroke] : history.drawing

const redraw = () => sheet.show(strokes(), keyPen.cursor)

/** The drawing, done or changed, is kept, and what can be done with it shown. */
const keep = () => {
  keepDrawing(encode(history.drawing))
  view.show({ canUndo: history.canUndo, canRedo: history.canRedo })
}

/** Another drawing stands on the sheet than before, so what was answered and asked so far is void. */
const replaced = () => {
  const drawn = history.drawing.length > 0
  redraw()
  conversation.restart()
  view.show({ drawn, drawing: false, busy: drawn, slow: false, notice: null })
  if (drawn) conversation.conclude()
  else view.empty()
  keep()
}

/** The drawing that a kept or shared text holds, if it holds one. */
const load = text => {
  const drawing = decode(text)
  if (drawing) history.put(drawing)
  replaced()
  if (!drawing) view.show({ notice: 'unreadable' })
}

const replacing = change => () => {
  pen.up()
  change()
  replaced()
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
  review,
  switchLanguage: () => {
    const language = otherLanguage(document.documentElement.lang)
    keepLanguage(language)
    view.show({ language })
  },
}

view.show({ language: chooseLanguage([keptLanguage(), ...navigator.languages]) })
view.listen(act)
drawWithPointers(canvas, pen)
listenForShortcuts(act)
addEventListener('hashchange', () => linkedDrawing() !== null && load(linkedDrawing()))
if (keptDrawing()) load(keptDrawing())
