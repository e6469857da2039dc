// The review's words, in each of the page's languages.

import { MOST_KEPT, NO_DIGIT } from './corrections.js'

/** @param {string | null} named a label, or a number's */
const a = named => named === NO_DIGIT ? 'no digit' : named === '8' ? 'an 8' : named?.length === 1 ? `a ${named}` : named

/** @satisfies {ReviewPhrases} */
const en = {
  speaksFor: (digit, percent) => `${percent}%\nspeaks for ${digit}`,
  weighs: (digit, runnerUp, placeFor, placeAgainst) =>
    `Why ${digit} rather than ${runnerUp}: what speaks for ${digit} is strongest ${placeFor}, for ${runnerUp} ${placeAgainst}.`,
  places: [
    'at the top left', 'at the top', 'at the top right', 'on the left', 'in the middle', 'on the right',
    'at the bottom left', 'at the bottom', 'at the bottom right',
  ],
  unexplained: 'This service doesn’t say why.',
  outcomes: {
    forgotten: () => 'Right or wrong? Choose what you drew.',
    kept: label => `Kept: ${a(label)}. Choose it again to undo.`,
    numberKept: number => `Kept: ${number}, digit by digit.`,
    partlyKept: number => `Kept only in part: this browser has no room left for all of ${number}.`,
    madeRoom: named => `Kept: ${a(named)}. The oldest of ${MOST_KEPT} made room.`,
    otherNumber: () => 'Not kept: type one figure for each part, or ? for what is no digit.',
    full: () => 'Not kept: this browser has no room left.',
    forbidden: () => 'Not kept: this browser doesn’t allow it.',
  },
  typed: 'Or type the number',
  keep: 'Keep',
  count: count => count === 0 ? 'None yet. Choose what you drew below an answer, and the drawing is kept here.'
    : `${count === 1 ? 'One drawing is' : `${count} drawings are`} kept, of at most ${MOST_KEPT}.`,
  unreadable: count => count === 1 ? 'One more can’t be read.' : `${count} more can’t be read.`,
  nothingKept: 'This browser doesn’t let the page keep anything.',
  export: 'Export',
  deleteAll: 'Delete all',
  reallyDelete: 'Really delete all?',
}

/** @type {(named: string | null) => string} */
const quoted = named => named === NO_DIGIT ? '「数字以外」' : `「${named}」`

/** @type {typeof en} */
const ja = {
  speaksFor: (digit, percent) => `${percent}%\n${digit} の根拠`,
  weighs: (digit, runnerUp, placeFor, placeAgainst) =>
    `${runnerUp} ではなく ${digit} と読んだ理由：${digit} の根拠は${placeFor}、${runnerUp} の根拠は${placeAgainst}で最も強くなっています。`,
  places: ['左上', '上', '右上', '左', '中央', '右', '左下', '下', '右下'],
  unexplained: 'このサービスは理由を答えません。',
  outcomes: {
    forgotten: () => '合っていますか？書いたものを選んでください。',
    kept: label => `${quoted(label)}として保存しました。もう一度選ぶと取り消します。`,
    numberKept: number => `${quoted(number)}として一桁ずつ保存しました。`,
    partlyKept: number => `空き容量がないため、${quoted(number)}の一部だけを保存しました。`,
    madeRoom: named => `${quoted(named)}として保存し、${MOST_KEPT} 件を超えた最も古い絵を消しました。`,
    otherNumber: () => '保存していません。各桁を一文字ずつ（数字以外は ?）入力してください。',
    full: () => '空き容量がないため、保存できません。',
    forbidden: () => 'このブラウザーでは保存が許可されていません。',
  },
  typed: '数を入力して訂正',
  keep: '保存',
  count: count => count === 0 ? 'まだありません。読み取りのあとに正解を選ぶと、その絵がここに保存されます。' : `${count} 件を保存しています（最大 ${MOST_KEPT} 件）。`,
  unreadable: count => `ほかに読み取れないものが ${count} 件あります。`,
  nothingKept: 'このブラウザーでは保存が許可されていません。',
  export: '書き出す',
  deleteAll: 'すべて削除',
  reallyDelete: '本当に削除しますか？',
}

export const REVIEW_WORDS = { en, ja }
