/** What somebody typed into the one box, taken apart. */
export interface Box {
  /** What can be a name. */
  readonly names: string;
  /** Digits that can be the end of a phone number. */
  readonly digits: string | undefined;
  /** What can be the number of a document or a household: as it was typed, without spaces, and in parts. */
  readonly numbers: readonly string[];
  /** A year that stands beside a name. */
  readonly year: number | undefined;
}

export const FEWEST_DIGITS = 4;
export const LONGEST_TEXT = 200;
const YEAR = /^(?:18|19|20)\d\d$/;

/** Words with digits are numbers, the others are names; digits may be of any script. */
export function readBox(text: string): Box {
  const parts = text.replace(/\p{Nd}/gu, westernDigit).split(/\s+/).filter((part) => part !== '');
  const names = parts.filter((part) => !/\d/.test(part)).filter((part) => /\p{L}/u.test(part));
  const year = names.length > 0 ? parts.find((part) => YEAR.test(part)) : undefined;
  const numbers = parts.filter((part) => /\d/.test(part) && part !== year);
  const digits = numbers.every((part) => /^[+\d()./-]+$/.test(part)) ? numbers.join('').replace(/\D/g, '') : '';
  return {
    names: names.join(' '),
    digits: digits.length >= FEWEST_DIGITS ? digits : undefined,
    numbers: numbers.length === 0 ? [] : [...new Set([parts.join(''), numbers.join(''), ...numbers])],
    year: year === undefined ? undefined : Number(year),
  };
}

/** Decimal digits stand in runs of ten, from zero on. */
function westernDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}
