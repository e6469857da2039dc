// The types: what the page's parts hand each other, for the type checker alone. No browser loads this file, and every
// other one knows its names without importing them.

/** @typedef {[x: number, y: number]} Point in units of the sheet, or in px of the image */
/** @typedef {Point[]} Stroke */
/** @typedef {Stroke[]} Drawing */
/** @typedef {number[]} Image 784 brightnesses, whole numbers 0..255, row by row, ink bright */
/** @typedef {{ min: Point, max: Point }} Box */
/** @typedef {(box: Box) => number} OfBox */

/** @typedef {Map<number, Point>} Rows of each row that has ink how far left and how far right it reaches */
/** @typedef {{ box: Box, rows: Rows }} Ink in heights of the drawing's tallest stroke */

/**
 * A stroke or a part of one.
 * @typedef {object} Piece
 * @property {number} stroke its number in the drawing
 * @property {Drawing} lines what it is of the stroke
 * @property {number} parts how many pieces the stroke is in
 * @property {Box} box
 */

/** @typedef {{ sign: string, x: number }} NumberMark a point, comma, colon, dash or plus among digits, where it is */

/**
 * Neighbouring pieces that may be a digit.
 * @typedef {object} Candidate
 * @property {Box} box
 * @property {Rows} rows
 * @property {number} from the number of its first piece, from left to right
 * @property {number} to that of the next after its last
 * @property {boolean} last whether there is none
 * @property {number} cost
 * @property {Set<number>} strokes that it has parts of
 * @property {number} joint what it costs to cut one of them beside it
 * @property {Drawing} drawing its own strokes
 */

/** @typedef {import('./drawing/pen.js').Pen} Pen */

/**
 * What the pen tells.
 * @typedef {object} PenListener
 * @property {() => void} moved after the stroke began or grew
 * @property {(stroke: Stroke) => void} lifted the stroke is done
 * @property {() => void} dropped the stroke was taken back
 * @property {() => void} full there is no room for another point
 */

/**
 * What the keyboard's pen tells.
 * @typedef {object} KeyPenListener
 * @property {() => void} moved its point is elsewhere, or no longer to be seen
 * @property {() => void} taken the canvas got the keyboard's focus
 * @property {() => void} left the canvas lost it
 */

/** @typedef {Record<'undo' | 'redo' | 'clear', () => void>} Shortcuts what the keyboard does beside drawing */
/** @typedef {Shortcuts & Record<'share' | 'switchLanguage' | 'review', () => void>} Buttons */
/**
 * What buttons and pictures do.
 * @typedef {Buttons & {
 *   choose(place: number): void, put(drawing: Drawing): void, open(files: FileList | undefined | null): void,
 * }} Actions
 */

/**
 * What the service said of an image.
 * @typedef {object} Answer
 * @property {number} estimated the likeliest digit
 * @property {number[]} probabilities of the ten digits
 * @property {boolean} digit whether it is a digit; an older service always says so
 * @property {number | null} confidence that it is a digit, 0..1; null from an older service
 * @property {Explanation | null} [explanation] where it was asked for; null from an older service
 * @property {number} ms how long it took
 */

/**
 * Why it said that.
 * @typedef {object} Explanation
 * @property {number} runnerUp the likeliest digit but one
 * @property {number[]} attribution for each pixel, above 0 where it speaks for the digit, below 0 for the runner-up
 */

/** @typedef {import('./service/client.js').Fault} Fault */
/**
 * @typedef {'offline' | 'unreachable' | 'late' | 'throttled' | 'broken' | 'refused' | 'garbled' | 'absent'} FaultName
 */

/** @typedef {Record<string, unknown>} Fields of a JSON object */

/**
 * A digit of the number that was read.
 * @typedef {object} Digit
 * @property {Drawing} drawing its strokes
 * @property {Image} image
 * @property {Answer} answer
 * @property {string} sign what goes before it: nothing, a space between two numbers, a point, comma, colon, dash or plus
 */

/** @typedef {(image: Image) => Answer | undefined} AnswerTo an image, where it is known */

/**
 * A drawing as the network sees it.
 * @typedef {object} Reading
 * @property {Image | null} whole all of it as one image; null where there is no ink
 * @property {(answerTo: AnswerTo) => Image[]} missing images that have to be asked about next; none once the digits are found
 * @property {(answerTo: AnswerTo) => Digit[]} digits as far as is known; at least what was missing first has to be
 */

/** @typedef {Omit<Reading, 'whole'>} PartReading of a drawing, or of a part of it */

/**
 * What the conversation tells.
 * @typedef {object} ConversationListener
 * @property {(busy: boolean) => void} busy whether an answer is still to come
 * @property {(images: Image[]) => void} sent
 * @property {(image: Image) => void} faint in place of `sent` where the ink is too little
 * @property {(digits: Digit[]) => void} answered
 * @property {(fault: Fault) => void} failed
 * @property {() => void} slow
 * @property {() => void} settled the newest image is answered, or too faint to be
 */

/** @typedef {keyof typeof import('./view/words.js').WORDS} Language */
/** @typedef {keyof typeof import('./view/words.js').WORDS.en.notices} Notice */

/**
 * The words of a language: texts, and those that depend on something.
 * @typedef {Record<string, unknown> & {
 *   took(ms: number): string,
 *   verdict(verdict: Verdict): string,
 *   rejected(digit: number): string,
 *   numberVerdict(number: string, place: number, verdict: Verdict): string,
 *   numberRejected(number: string, place: number, digit: number): string,
 *   faults: Record<FaultName, (detail: string) => string>,
 * }} Phrases
 */

/**
 * The probabilities as one would say them.
 * @typedef {object} Verdict
 * @property {'certain' | 'likely' | 'perhaps' | 'torn'} sure
 * @property {number} digit
 * @property {number | null} runnerUp where it is close
 */

/**
 * What is to be seen of the page.
 * @typedef {object} State
 * @property {Language} language
 * @property {boolean} drawn whether there is ink
 * @property {boolean} drawing whether a stroke is under way
 * @property {boolean} canUndo
 * @property {boolean} canRedo
 * @property {boolean} opening whether a picture is looked at
 * @property {boolean} busy whether an answer is still to come
 * @property {boolean} slow
 * @property {Image | null} image of the digit that was chosen, or the newest that was read off the sheet
 * @property {Digit[]} digits what was read, from left to right; none without an answer
 * @property {number} chosen which of them one looks at
 * @property {Fault | null} fault why there is none
 * @property {boolean} faint whether there is too little ink for one
 * @property {Notice | Told | null} notice
 */

/** @typedef {import('./view/preview.js').Preview} Preview */
/** @typedef {import('./review/review.js').Review} Review */

/**
 * What the preview shows.
 * @typedef {object} Picture
 * @property {number[][]} colours `[red, green, blue]`, 0..255 each, of each pixel; empty for no picture
 * @property {string} label the same in words
 */

/**
 * What is to be seen of the review.
 * @typedef {object} ReviewState
 * @property {State} page
 * @property {boolean} standing whether an answer stands that nothing will change
 * @property {boolean} asksWhy
 * @property {Why | null} why
 * @property {string | null} label the chosen digit's
 * @property {string | null} named what the outcome speaks of: that label, or the number that was typed
 * @property {Outcome} outcome
 * @property {{ kept: number, unreadable: number } | null} count of the corrections; null where that is forbidden
 * @property {boolean} confirming whether the next click deletes all of them
 */

/**
 * What became of a correction.
 * @typedef {'numberKept' | 'partlyKept' | 'otherNumber' | 'kept' | 'madeRoom' | 'forgotten' | 'full' | 'forbidden'
 * } Outcome
 */
/** @typedef {Weighed & { digit: number, runnerUp: number, colours: number[][] }} Why an answer is what it is */

/**
 * An attribution in short.
 * @typedef {object} Weighed
 * @property {number} share of all that speaks for either digit, what speaks for the answer, 0..1
 * @property {number} placeFor the ninth of the digit's box, 0..8 row by row, that speaks most for the answer
 * @property {number} placeAgainst the ninth that speaks most for the runner-up
 */

/**
 * What is done with the review's part of the page.
 * @typedef {object} ReviewActions
 * @property {() => void} askWhy
 * @property {(label: string) => void} correct the chosen digit
 * @property {(labels: string) => boolean} correctAll digits, each by a character; whether all are kept
 * @property {() => void} open the list of corrections
 * @property {() => void} export
 * @property {() => void} delete
 * @property {() => void} spare what a second click would have deleted
 */

/**
 * The review's words of a language.
 * @typedef {Record<string, unknown> & {
 *   speaksFor(digit: number, percent: number): string,
 *   weighs(digit: number, runnerUp: number, placeFor: string, placeAgainst: string): string,
 *   count(kept: number): string,
 *   unreadable(count: number): string,
 *   outcomes: Record<Outcome, (named: string | null) => string>,
 * }} ReviewPhrases
 */

/** @typedef {{ width: number, height: number }} Size in px */
/** @typedef {Size & { values: Float32Array }} Plane a number for each pixel, row by row */
/** @typedef {{ pixels: number[], box: Box }} Component connected pixels of ink; `max` is beyond the last */
/** @typedef {{ picture: Plane, ground: Plane }} Grounded a picture with dark ink, and its ground, coarser */
/** @typedef {Size & { components: Component[] }} Writing what is written in a picture */
/** @typedef {Map<number, Set<number[]>>} Graph of lines one pixel wide: for each end and crossing the paths from or to it, pixel by pixel */
/** @typedef {{ at: number, from: number, to: number }} Run ink across a way, `at` px along it, `to` beyond the last */
/** @typedef {{ across: number, down: number, length: number, depth: number, thick: number }} Way steps in pixels, sizes in px */
/** @typedef {{ scale: number, move: Point }} Frame units of the sheet = scale × px of the picture + move */
/** @typedef {{ stroke: Stroke, box: Box, top: number, bottom: number }} Mark a stroke as if the lines were level, and its core */
/** @typedef {{ top: number, bottom: number, marks: Mark[] }} Line */

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Part of a picture, in shares of its sides */
/** @typedef {{ file: Blob, part: Part | null }} Order for the worker: a picture, or a part of it alone */
/** @typedef {{ drawing: Drawing, frame: Frame, image: ImageBitmap }} Found what is written in the image, and where it was */
/** @typedef {Record<Language, string>} Told in the page's languages */
/** @typedef {Record<'picture' | 'close' | 'keys', string>} PictureWords */
/** @typedef {import('./picture/pictures.js').Pictures} Pictures */
/** @typedef {Pick<Actions, 'choose'> & { read(part: Part | null): void }} PictureViewActions */
