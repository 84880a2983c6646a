/** Letters that no decomposition takes apart. */
const APART: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', ø: 'o', Ø: 'O', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', þ: 'th', Þ: 'TH', ł: 'l', Ł: 'L', ı: 'i', ħ: 'h', Ħ: 'H', ŋ: 'ng', Ŋ: 'NG',
  ɔ: 'o', Ɔ: 'O', ɛ: 'e', Ɛ: 'E', ɖ: 'd', Ɖ: 'D', ƒ: 'f', Ƒ: 'F', ɣ: 'g', Ɣ: 'G', ʋ: 'v', Ʋ: 'V', ɓ: 'b', Ɓ: 'B', ɗ: 'd', Ɗ: 'D', ƙ: 'k', Ƙ: 'K', ƴ: 'y', Ƴ: 'Y', '’': "'", '‘': "'", '–': '-', '—': '-',
};

/** What XML 1.0 cannot hold, and controls that no name has, become spaces. */
function legal(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.toWellFormed().replace(/[\u0000-\u001F\u007F-\u009F\uFFFD-\uFFFF]+/g, ' ').replace(/\s+/g, ' ').trim();
}

/** A text of at most so many characters, which XML counts by code points. */
export function fitting(text: string, length: number): string {
  return [...legal(text)].slice(0, length).join('').trim();
}

/**
 * A text in the characters that every bank takes: a-z A-Z 0-9 / - ? : ( ) . , ' + and the space. Letters lose their marks; what has no
 * likeness becomes a full stop.
 */
export function inLatin(text: string): string {
  const plain = legal(text).replace(/[^\u0020-\u007E]/gu, (letter) => APART[letter] ?? letter).normalize('NFKD').replace(/\p{M}+/gu, '');
  return [...plain].map((letter) => (/[A-Za-z0-9/\-?:().,'+ ]/.test(letter) ? letter : '.')).join('');
}
