import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { damm, luhn, mod97, verhoeff, type CheckDigit } from './check-digits.js';

const digits = fc.stringMatching(/^[0-9]{1,20}$/);
const all: readonly (readonly [string, CheckDigit])[] = [['luhn', luhn], ['verhoeff', verhoeff], ['damm', damm], ['mod97', mod97]];

describe.each(all)('%s', (_name, check) => {
  it('accepts what it made', () => {
    fc.assert(fc.property(digits, (number) => void expect(check.isValid(number + check.of(number))).toBe(true)));
  });

  it('finds every single wrong digit', () => {
    fc.assert(fc.property(digits, fc.nat(), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
      const whole = number + check.of(number);
      const index = at % whole.length;
      const wrong = whole.slice(0, index) + String((Number(whole[index]) + by) % 10) + whole.slice(index + 1);
      expect(check.isValid(wrong)).toBe(false);
    }));
  });

  it('takes nothing but digits, and never nothing', () => {
    for (const text of ['', '0', '12a', '1 2', '１２']) expect(check.isValid(text)).toBe(false);
    expect(() => check.of('a b')).toThrow(RangeError);
  });
});

it.each([['verhoeff', verhoeff], ['damm', damm], ['mod97', mod97]] as const)('%s finds all neighbours that changed places', (_name, check) => {
  fc.assert(fc.property(digits, fc.nat(), (number, at) => {
    const whole = number + check.of(number);
    const index = at % (whole.length - 1);
    const [a = '', b = ''] = [whole[index], whole[index + 1]];
    if (a !== b) expect(check.isValid(whole.slice(0, index) + b + a + whole.slice(index + 2))).toBe(false);
  }));
});

it('agrees with examples that are published', () => {
  // ISO/IEC 7812-1 (as commonly shown), Verhoeff's and Damm's on Wikipedia, and the IBAN of ISO 13616's registry, its front moved to the end.
  expect(luhn.of('7992739871')).toBe('3');
  expect(verhoeff.of('236')).toBe('3');
  expect(damm.of('572')).toBe('4');
  expect(mod97.isValid('WEST12345698765432GB82')).toBe(true);
});
