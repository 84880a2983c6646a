/** A check digit at the end of a number, which tells most slips of the hand. */
export interface CheckDigit {
  /** Whether a number with its check digit is free of slips. */
  isValid(number: string): boolean;
  /** The check digit (or digits) of a number that has none yet. */
  of(number: string): string;
}

const DIGITS = /^[0-9]+$/;

function digitsOf(number: string): readonly number[] {
  if (!DIGITS.test(number)) throw new RangeError(`"${number}" holds something that is no digit`);
  return [...number].map(Number);
}

function checked(of: (number: string) => string): CheckDigit {
  return Object.freeze({ of, isValid: (number: string) => number.length > 1 && DIGITS.test(number) && of(number.slice(0, -1)) === number.slice(-1) });
}

/** Luhn's: finds one wrong digit and most neighbours that changed places. Source: ISO/IEC 7812-1, annex B. */
export const luhn = checked((number) => {
  const sum = digitsOf(number).toReversed().reduce((total, digit, index) => total + (index % 2 === 0 ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit), 0);
  return String((10 - (sum % 10)) % 10);
});

/** The dihedral group of order 10: 0 to 4 turn a pentagon, 5 to 9 turn it over. */
function dihedral(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5);
  return b < 5 ? 5 + ((a - b + 5) % 5) : (a - b + 5) % 5;
}
const VERHOEFF = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/** Verhoeff's: finds one wrong digit and neighbours that changed places, always. Source: J. Verhoeff, *Error Detecting Decimal Codes*, 1969. */
export const verhoeff = checked((number) => {
  const permuted = (digit: number, times: number): number => (times === 0 ? digit : permuted(VERHOEFF[digit] ?? 0, times - 1));
  const sum = digitsOf(number).toReversed().reduce((total, digit, index) => dihedral(total, permuted(digit, (index + 1) % 8)), 0);
  return String(sum < 5 ? (5 - sum) % 5 : sum);
});

const DAMM = [
  '0317598642', '7092154863', '4206871359', '1750983426', '6123045978', '3674209581', '5869720134', '8945362017', '9438617205', '2581436790',
];

/** Damm's: finds one wrong digit and neighbours that changed places, always. Source: H. M. Damm, *Total anti-symmetrische Quasigruppen*, 2004. */
export const damm = checked((number) => String(digitsOf(number).reduce((state, digit) => Number(DAMM[state]?.[digit]), 0)));

const ALPHANUMERIC = /^[0-9A-Z]+$/;

function modulo97(text: string): number {
  if (!ALPHANUMERIC.test(text)) throw new RangeError(`"${text}" holds something that is neither a digit nor a capital letter`);
  return [...text].reduce((rest, character) => Number(`${rest}${Number.parseInt(character, 36)}`) % 97, 0);
}

/** Two check digits over digits and capital letters. Source: ISO/IEC 7064, MOD 97-10 (as IBAN has it, without moving the front). */
export const mod97: CheckDigit = Object.freeze({
  of: (number: string) => String(98 - modulo97(`${number}00`)).padStart(2, '0'),
  isValid: (number: string) => number.length > 2 && ALPHANUMERIC.test(number) && modulo97(number) === 1,
});
