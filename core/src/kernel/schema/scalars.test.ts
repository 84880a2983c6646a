import { Kind } from 'graphql';
import { describe, expect, it } from 'vitest';
import { DateTime, Decimal, LocalDate } from './scalars.js';

describe('LocalDate', () => {
  it.each(['2026-02-28', '2024-02-29', '2000-02-29', '0001-01-01', '0004-02-29', '9999-12-31'])('takes %s', (day) => expect(LocalDate.parseValue(day)).toBe(day));
  it.each(['2023-02-30', '1900-02-29', '2026-13-01', '2026-00-10', '2026-01-00', '0000-01-01', '10000-01-01', '2026-1-1', '2026-01-01T00:00:00Z', '２０２６-01-01', ' 2026-01-01', ''])(
    'refuses %j', (day) => expect(() => LocalDate.parseValue(day)).toThrow('is not a LocalDate'),
  );
});

describe('DateTime', () => {
  it.each([
    ['2026-03-31T08:00:00Z', '2026-03-31T08:00:00.000Z'], ['2026-03-31T08:00:00.5+02:00', '2026-03-31T06:00:00.500Z'], ['2026-01-01T00:00:00-11:30', '2026-01-01T11:30:00.000Z'],
    ['2026-03-31T08:00:00.123456Z', '2026-03-31T08:00:00.123Z'], ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('takes %s as %s', (text, instant) => expect(DateTime.parseValue(text)).toBe(instant));
  it.each(['2026-03-31', '2026-03-31T08:00:00', '2026-02-30T08:00:00Z', '2026-03-31T24:00:00Z', '2026-03-31T08:60:00Z', '2026-03-31T08:00:00+99:99', '0001-01-01T00:00:00+10:00', '9999-12-31T23:00:00-10:00'])(
    'refuses %s', (text) => expect(() => DateTime.parseValue(text)).toThrow('is not a DateTime'),
  );
});

describe('Decimal', () => {
  it.each([['12.50', '12.5'], ['-0', '0'], ['007', '7'], [`${'9'.repeat(30)}.${'1'.repeat(20)}`, `${'9'.repeat(30)}.${'1'.repeat(20)}`], ['0.00000000000000000001', '0.00000000000000000001']])(
    'takes %s exactly, as %s', (text, exact) => expect(Decimal.parseValue(text)).toBe(exact),
  );
  it.each(['1e5', 'NaN', 'Infinity', '1.', '.5', '+1', '1,5', '0x10', '1'.repeat(31), `0.${'1'.repeat(21)}`, ''])('refuses %j', (text) => expect(() => Decimal.parseValue(text)).toThrow('is not a Decimal'));

  it('is a string, in variables and in documents', () => {
    expect(() => Decimal.parseValue(12.5)).toThrow('Decimal is written as a string, such as "12.50".');
    expect(() => Decimal.parseLiteral({ kind: Kind.INT, value: '12' })).toThrow('Decimal is written as a string');
    expect(Decimal.serialize('12.50')).toBe('12.50');
  });
});
