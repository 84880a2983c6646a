import { startTestPlatform, type TestPlatform } from '@kinga/plugin-sdk/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { accept, correct, declare, draft, PARTS, RATES, reverse, schemeWithWorkers, type SomeScheme } from './some-declarations.js';
import { anybody, done, rule } from './some-scheme.js';

let platform: TestPlatform;
let scheme: SomeScheme;
const NAMES = ['Ama', 'Kofi', 'Esi', 'Yaw'];
/** What may count in a calendar year at most. */
const LIMIT = 2_500;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-12-20' });
  scheme = await schemeWithWorkers(platform, NAMES, { parts: PARTS, rules: [
    RATES[0] ?? {}, rule('counted', 'CONTRIBUTION_EARNINGS', `max(money(0), min(contribution.earnings, money(${LIMIT}) - contribution.countedInYear))`), ...RATES.slice(2, 6),
  ] });
  await done(anybody(platform), 'contributionCollectionSet', { programmeId: scheme.scheme, creditedWhen: 'DECLARED', dueDay: 14, employmentNeeded: false }, 'collection { id }');
});
afterAll(() => platform.stop());

const cents = fc.integer({ min: 0, max: 200_000 }).map((n) => (n / 100).toFixed(2));
const earnings = fc.dictionary(fc.constantFrom(...NAMES), cents, { minKeys: 1, noNullPrototype: true });

interface Sum {
  readonly person: string;
  readonly counted: string;
  readonly amount: string;
  readonly parts: string;
  readonly by_payer: string;
}

/** What is posted, by person and month, with the sums of its parts. */
async function sums(): Promise<readonly Sum[]> {
  return (await platform.pool.query<Sum>(`
    select p.given_name || ' ' || c.month as person, trim_scale(sum(c.earnings_counted))::text as counted, trim_scale(sum(c.amount))::text as amount, trim_scale(sum(pensions.sum_of(c.parts)))::text as parts,
      trim_scale(sum(c.worker_amount + c.employer_amount + c.state_amount))::text as by_payer
    from pensions.contribution c join people.person p on p.id = c.person_id group by 1 having sum(c.amount) <> 0 or sum(c.earnings_counted) <> 0 order by 1`)).rows;
}

let month = 0;
/** A month that nothing was declared for. */
const nextMonth = (): string => `${2001 + Math.floor((month += 1) / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
const since = (before: readonly Sum[], after: readonly Sum[]): readonly Sum[] => after.filter((one) => !before.some((other) => JSON.stringify(other) === JSON.stringify(one)));

describe('contributions', () => {
  it('post the same for rows in any order, sum to the whole to the cent, and never count more than the ceiling', async () => {
    await fc.assert(fc.asyncProperty(earnings, async (earned) => {
      const before = await sums();
      const [one, other] = [nextMonth(), nextMonth()];
      const reversed = Object.fromEntries(Object.entries(earned).toReversed());
      const first = await declare(platform, scheme, one, earned);
      const posted = since(before, await sums());
      await reverse(platform, first);
      const again = await draft(platform, scheme, one, {});
      for (const [name, amount] of Object.entries(reversed)) await done(anybody(platform, 'clerk'), 'declarationLinesAdd', { declarationId: again, lines: [{ memberNumber: `M-${name.toUpperCase()}`, earnings: amount }] }, 'declaration { id }');
      await accept(platform, again);
      expect(since(before, await sums())).toEqual(posted);
      expect(posted.filter(({ amount, parts, by_payer: payers }) => amount !== parts || amount !== payers)).toEqual([]);
      await declare(platform, scheme, other, earned);
      const { rows } = await platform.pool.query<{ most: string }>("select max(counted)::text as most from (select sum(earnings_counted) as counted from pensions.contribution group by person_id, extract(year from month)) yearly");
      expect(Number(rows[0]?.most)).toBeLessThanOrEqual(LIMIT);
    }), { numRuns: 8 });
  });

  it('have the sums of before when a correction is taken back, whatever it said, and those of the correction while it stands', async () => {
    await fc.assert(fc.asyncProperty(earnings, fc.array(earnings, { minLength: 1, maxLength: 3 }), async (earned, corrections) => {
      const at = nextMonth();
      const ids = [await declare(platform, scheme, at, earned)];
      const stands = [await sums()];
      for (const correction of corrections) {
        ids.push(await correct(platform, scheme, at, ids.at(-1) ?? '', correction));
        stands.push(await sums());
      }
      for (const id of ids.slice(1).toReversed()) {
        expect(await sums()).toEqual(stands.pop());
        await reverse(platform, id);
      }
      expect(await sums()).toEqual(stands.pop());
      expect((await platform.pool.query(`
        select h.id from pensions.declaration h where h.state in ('ACCEPTED', 'POSTED') and h.amount <> (
          select coalesce(sum(c.worker_amount + c.employer_amount), 0) from pensions.contribution c join pensions.declaration_line l on l.id = c.line_id where l.declaration_id = h.id)`)).rows).toEqual([]);
    }), { numRuns: 5 });
  });
});
