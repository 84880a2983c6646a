import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PartialDate } from '../../kernel/schema/scalars.js';
import { DatePrecision, knownDate } from './birth-date.js';
import { scriptOf } from './names/script.js';

const day = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));

describe('a partial date', () => {
  it('is taken as a day, month or year that there is, and nothing else', () => {
    fc.assert(fc.property(day, fc.constantFrom(4, 7, 10), (date, length) => void expect(PartialDate.parseValue(date.slice(0, length))).toBe(date.slice(0, length))));
    for (const text of ['1960-13', '1960-00', '1960-02-30', '0000', '60', '1960-7', '1960-07-', '1960-07-21T00:00', ' 1960', '١٩٦٠']) expect(() => PartialDate.parseValue(text)).toThrow(/is not a PartialDate/);
    expect(() => PartialDate.parseValue(1960)).toThrow();
  });

  it('begins on the first day that it can mean, so it is never after a day that it may be', () => {
    fc.assert(fc.property(day, fc.constantFrom(4, 7, 10), (date, length) => {
      const { date: first, precision } = knownDate(date.slice(0, length));
      expect(first !== null && first <= date && first.startsWith(date.slice(0, length))).toBe(true);
      expect(precision).toBe({ 4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY }[length]);
      expect(first?.slice(length)).toBe({ 4: '-01-01', 7: '-01', 10: '' }[length]);
    }));
    expect(knownDate(null)).toEqual({ date: null, precision: 'DAY' });
  });
});

it.each([['Abebe', 'Latn'], ['አበበ', 'Ethi'], ['محمد', 'Arab'], ['Иван', 'Cyrl'], ['राम', 'Deva'], ['山田', 'Hani'], ['山だ', 'Jpan'], ['김', 'Kore'], ['123', 'Latn']])('the script of %s is %s', (name, script) => {
  expect(scriptOf(null, undefined, name)).toBe(script);
});
