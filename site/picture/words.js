// The picture's words, in each of the page's languages.

/** @satisfies {PictureWords} */
const en = {
  picture: 'The picture, with what was read outlined',
  close: 'Draw on it',
  keys: 'Drag a frame to read only what is in it: with arrow keys, Shift to size it, Enter to read.',
}

/** @type {typeof en} */
const ja = {
  picture: '写真と、読み取った数字の枠',
  close: '書き足す',
  keys: '枠で囲むと、その中だけを読みます。矢印キーで動かし、Shift で大きさを変え、Enter で読みます。',
}

export const PICTURE_WORDS = { en, ja }

/** @satisfies {Record<string, Told>} why there is nothing to read */
export const FAULTS = {
  noPicture: { en: 'That is no picture that this browser can show.', ja: 'このブラウザーで開ける画像ではありません。' },
  tooLarge: { en: 'The picture is too large: at most 50 megapixels.', ja: '画像が大きすぎます（5,000 万画素まで）。' },
  nothingFound: { en: 'Nothing written was found in the picture.', ja: '画像に書かれたものが見つかりません。' },
  nothingReadable: { en: 'No number in the picture could be read.', ja: '画像の中に読める数字がありません。' },
}
