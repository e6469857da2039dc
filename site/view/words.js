// The words: everything that the page says, in each of its languages.

/** @param {number} digit */
const a = digit => digit === 8 ? 'an 8' : `a ${digit}`
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']
/** @param {number} place */
const ordinal = place => ORDINALS[place] ?? `${place + 1}th`
const AGAIN = 'Trying again…'
const MATA = '再試行中…'

/** @satisfies {Phrases} */
const en = {
  otherLanguage: '日本語',
  title: 'Draw a number',
  lead: 'A neural network reads along.',
  sheet: 'Drawing sheet',
  invitation: 'Draw a digit or a number here',
  tools: 'Drawing tools',
  undo: 'Undo',
  redo: 'Redo',
  clear: 'Clear',
  picture: 'Picture',
  share: 'Share',
  result: 'What the network reads',
  emptied: 'The sheet is empty.',
  waiting: 'Any digit or number, in any size.',
  reading: 'Reading…',
  slow: 'The answer takes longer than usual…',
  digits: 'The digits of the number',
  bars: 'How likely each digit is',
  preview: 'The digit as the network sees it: 28 × 28 pixels',
  sight: 'What it sees',
  why: 'Why?',
  noDigit: 'No digit',
  corrections: 'Your corrections',
  took: ms => `Answered in ${ms}\u00a0ms`,
  verdict: ({ sure, digit, runnerUp }) => {
    const or = runnerUp === null ? '' : `, or maybe ${a(runnerUp)}`
    if (sure === 'certain') return `Surely ${a(digit)}.`
    if (sure === 'likely') return `Most likely ${a(digit)}${or}.`
    if (sure === 'perhaps') return `Probably ${a(digit)}${or}.`
    return `Hard to tell: perhaps ${a(digit)}${or}.`
  },
  rejected: digit => `That doesn’t look like a digit.\nIf it had to be one: ${a(digit)}.`,
  numberVerdict: (number, place, { sure, runnerUp }) => {
    const or = runnerUp === null ? '' : `; the ${ordinal(place)} digit may be ${a(runnerUp)}`
    if (sure === 'certain') return `Surely ${number}.`
    if (sure === 'likely') return `Most likely ${number}${or}.`
    if (sure === 'perhaps') return `Probably ${number}${or}.`
    return `Hard to tell: perhaps ${number}${or}.`
  },
  numberRejected: (number, place, digit) =>
    `${number}: the ${ordinal(place)} part doesn’t look like a digit.\nIf it had to be one: ${a(digit)}.`,
  faint: 'Too little ink to read: draw on.',
  faults: {
    offline: () => `You are offline. ${AGAIN}`,
    unreachable: () => `The service can’t be reached. ${AGAIN}`,
    late: () => `The service did not answer in time. ${AGAIN}`,
    throttled: () => `The service is very busy just now. ${AGAIN}`,
    broken: () => `The service has a fault. ${AGAIN}`,
    refused: detail => `The service refused the drawing${detail && ` (“${detail}”)`}. ${AGAIN}`,
    garbled: () => `The service’s answer makes no sense. ${AGAIN}`,
    absent: () => `No service here: this page stands alone. ${AGAIN}`,
  },
  notices: {
    copied: 'Link copied.',
    addressed: 'The page’s address is now the link.',
    nothingToShare: 'Draw something first, then share it.',
    keyboard: 'Arrow keys move the pen, Space puts it down and lifts it.',
    unreadable: 'The linked or kept drawing is broken and left out.',
    full: 'The sheet is full. Clear it to draw on.',
    pictureless: 'Pictures can’t be read just now.',
  },
  privacy: 'Only 28 × 28 pictures like the one above are sent to be read, and not kept. Drawings that you correct are kept in this browser alone.',
  keys: 'Keyboard',
  keyList: [
    ['Tab', 'go to the sheet'],
    ['← ↑ ↓ →', 'move the pen (two at once: aslant; with Shift: finely)'],
    ['Space', 'put the pen down, lift it'],
    ['Ctrl/⌘ Z', 'undo'],
    ['Ctrl/⌘ Shift Z, Ctrl Y', 'redo'],
    ['Esc, Delete', 'clear'],
  ],
}

/** @type {typeof en} */
const ja = {
  otherLanguage: 'English',
  title: '数字を書こう',
  lead: 'ニューラルネットが読み取ります。',
  sheet: '数字を書く場所',
  invitation: 'ここに数字を書いてください',
  tools: '書く道具',
  undo: '戻す',
  redo: 'やり直す',
  clear: '消す',
  picture: '写真',
  share: '共有',
  result: '読み取りの結果',
  emptied: '白紙になりました。',
  waiting: '一桁でも何桁でも、好きな大きさで。',
  reading: '読み取り中…',
  slow: 'いつもより時間がかかっています…',
  digits: '数の各桁',
  bars: '数字ごとの確率',
  preview: 'ネットワークが見る 28 × 28 画素の画像',
  sight: '入力画像',
  why: 'なぜ？',
  noDigit: '数字以外',
  corrections: '訂正の記録',
  took: ms => `${ms}\u00a0ミリ秒で回答`,
  verdict: ({ sure, digit, runnerUp }) => {
    const or = runnerUp === null ? '' : `${runnerUp}\u00a0かもしれません。`
    if (sure === 'certain') return `間違いなく ${digit}\u00a0です。`
    if (sure === 'likely') return `ほぼ ${digit}\u00a0です。${or}`
    if (sure === 'perhaps') return `おそらく ${digit}\u00a0です。${or}`
    return `迷いますが、${digit}\u00a0でしょうか。${or}`
  },
  rejected: digit => `数字には見えません。\nあえて読むなら ${digit}\u00a0です。`,
  numberVerdict: (number, place, { sure, runnerUp }) => {
    const or = runnerUp === null ? '' : `左から ${place + 1}\u00a0番目は ${runnerUp}\u00a0かもしれません。`
    if (sure === 'certain') return `間違いなく ${number}\u00a0です。`
    if (sure === 'likely') return `ほぼ ${number}\u00a0です。${or}`
    if (sure === 'perhaps') return `おそらく ${number}\u00a0です。${or}`
    return `迷いますが、${number}\u00a0でしょうか。${or}`
  },
  numberRejected: (number, place, digit) =>
    `${number}：左から ${place + 1}\u00a0番目は数字には見えません。\nあえて読むなら ${digit}\u00a0です。`,
  faint: '線が少なくて読み取れません。続けて書いてください。',
  faults: {
    offline: () => `オフラインです。${MATA}`,
    unreachable: () => `サービスに接続できません。${MATA}`,
    late: () => `サービスから時間内に回答がありません。${MATA}`,
    throttled: () => `サービスが混み合っています。${MATA}`,
    broken: () => `サービスに障害が起きています。${MATA}`,
    refused: detail => `サービスに断られました${detail && `（“${detail}”）`}。${MATA}`,
    garbled: () => `サービスの回答を理解できません。${MATA}`,
    absent: () => `サービスが見つかりません。${MATA}`,
  },
  notices: {
    copied: 'リンクをコピーしました。',
    addressed: 'アドレスがリンクになりました。',
    nothingToShare: '何か書いてから共有してください。',
    keyboard: '矢印キーでペンを動かし、スペースキーで上げ下げします。',
    unreadable: '読み込もうとした絵は壊れているため、表示できません。',
    full: 'もう書き足せません。消すとまた書けます。',
    pictureless: '今は画像を読み取れません。',
  },
  privacy: '送られるのは上のような 28 × 28 の画像だけで、保存されません。訂正した絵は、このブラウザーの中にだけ保存されます。',
  keys: 'キーボード操作',
  keyList: [
    ['Tab', '書く場所へ移る'],
    ['← ↑ ↓ →', 'ペンを動かす（二つ同時で斜め、Shift で細かく）'],
    ['スペース', 'ペンを下ろす、上げる'],
    ['Ctrl/⌘ Z', '戻す'],
    ['Ctrl/⌘ Shift Z、Ctrl Y', 'やり直す'],
    ['Esc、Delete', '消す'],
  ],
}

export const WORDS = { en, ja }

/** @type {Language[]} */
const LANGUAGES = ['en', 'ja']

/** @type {(wished: (string | null)[]) => Language} of names as browsers give them */
export const chooseLanguage = wished =>
  wished.flatMap(name => LANGUAGES.filter(language => language === name?.split('-')[0]))[0] ?? 'en'

/** @type {(language: Language) => Language} */
export const otherLanguage = language => language === 'en' ? 'ja' : 'en'
