import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digitsOf } from '../kernel/schema/minor-digits.js';
import { split } from './split.js';
import { startWorld, type World } from './testing/world.js';

const Exact = Decimal.clone({ precision: 200 });
/** Of 0, 2, 3 and 4 digits. */
const currency = fc.constantFrom('XOF', 'GHS', 'TND', 'CLF');
const weight = fc.oneof(fc.nat({ max: 5 }).map(String), fc.bigInt({ min: 0n, max: 10n ** 12n }).map(String), fc.tuple(fc.nat(999), fc.nat(999)).map(([whole, behind]) => `${whole}.${behind}`));
const weights = fc.array(weight, { minLength: 1, maxLength: 12 }).filter((all) => all.some((each) => Number(each) > 0));
const units = fc.oneof(fc.bigInt({ min: -1_000n, max: 1_000n }), fc.bigInt({ min: -(10n ** 26n), max: 10n ** 26n }));
const splitting = fc.record({ currency, weights, units }).map((given) => ({ ...given, amount: new Exact(given.units.toString()).div(new Exact(10).pow(digitsOf(given.currency))).toFixed(digitsOf(given.currency)) }));

let world: World;
let pool: pg.Pool;
beforeAll(async () => {
  world = await startWorld();
  ({ pool } = world);
});
afterAll(() => world.stop());

describe('an amount that is split', () => {
  it('is the sum of its parts, in the smallest unit, each at most one unit from what is fair', () => {
    fc.assert(fc.property(splitting, ({ amount, weights: of, currency: code }) => {
      const parts = split(amount, of, code);
      const unit = new Exact(10).pow(-digitsOf(code));
      const whole = of.reduce((sum, each) => sum.plus(each), new Exact(0));
      expect(parts.reduce((sum, part) => sum.plus(part), new Exact(0)).equals(amount)).toBe(true);
      parts.forEach((part, at) => {
        expect(part.split('.')[1]?.length ?? 0).toBe(digitsOf(code));
        expect(new Exact(amount).times(of[at] ?? 0).div(whole).minus(part).abs().lt(unit)).toBe(true);
        if (new Exact(of[at] ?? 0).isZero()) expect(new Exact(part).isZero()).toBe(true);
      });
    }), { numRuns: Number(process.env['KINGA_SPLIT_RUNS'] ?? 2_000) });
  });

  it('is the same in SQL', async () => {
    const cases = fc.sample(splitting, 1_000).map(({ amount, weights: of, currency: code }) => ({ amount, weights: of, currency: code }));
    const { rows } = await pool.query<{ parts: string[] }>(
      `select transactions.split(c.amount, c.weights, cur.minor_digits)::text[] as parts
       from rows from (jsonb_to_recordset($1) as (amount numeric, weights numeric[], currency text)) with ordinality as c(amount, weights, currency, n) join transactions.currency cur on cur.code = c.currency order by c.n`,
      [JSON.stringify(cases)],
    );
    const signless = (parts: readonly string[]) => parts.map((part) => part.replace(/^-(0(\.0+)?)$/, '$1'));
    expect(rows.map(({ parts }) => parts)).toEqual(cases.map(({ amount, weights: of, currency: code }) => signless(split(amount, of, code))));
  });

  it('is refused where nothing can share it', async () => {
    expect(split('100', ['1', '1', '1'], 'GHS')).toEqual(['33.34', '33.33', '33.33']);
    expect(split('-0.05', ['1', '2'], 'GHS')).toEqual(['-0.02', '-0.03']);
    for (const [amount, of, code] of [['1.001', ['1'], 'GHS'], ['1.5', ['1'], 'XOF'], ['1', [], 'GHS'], ['1', ['0', '0'], 'GHS'], ['1', ['2', '-1'], 'GHS']] as const) expect(() => split(amount, of, code)).toThrow(RangeError);
    await expect(pool.query("select transactions.split(1.001, '{1}', 2)")).rejects.toMatchObject({ constraint: 'split_minor_digits' });
    for (const of of ['{}', '{0,0}', '{2,-1}']) await expect(pool.query('select transactions.split(1, $1, 2)', [of])).rejects.toMatchObject({ constraint: 'split_weights' });
  });

  it('is of a currency that the database and the platform know alike', async () => {
    const { rows } = await pool.query<{ code: string; digits: number }>('select code, minor_digits as digits from transactions.currency');
    expect(rows.filter(({ code, digits }) => digitsOf(code) !== digits)).toEqual([]);
  });
});
