import { decodeId } from '@kinga/plugin-sdk';
import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { applyIndexation } from '../src/indexation/indexation-jobs.js';
import { suspendUnproven } from '../src/proof-of-life/suspend-unproven.js';
import { anybody, done, pensionScheme, rule } from './some-scheme.js';
import { awarded, contributed, determine, determineAgain, key, owed, persons } from './some-pension.js';

let platform: TestPlatform;
let clerk: TestClient;
let approver: TestClient;
let worlds = 0;
const uuid = (id: string): string => decodeId(id)?.uuid ?? '';
const TENTH = [rule('all', 'ELIGIBILITY', 'true'), rule('pension', 'AMOUNT', 'round(person.contributions.history.map(h, h.earnings).sum() / 10, money("0.01"))')];
const SHARES = rule('share', 'SURVIVOR_SHARE', 'survivor.relation == "SPOUSE" ? 0.6 : survivor.relation == "CHILD" ? 0.4 / survivor.children + 0.15 : 0.25');
const UNTIL = rule('until', 'SURVIVOR_UNTIL', 'survivor.relation == "CHILD" ? addYears(person.birthDate, 18) : null');

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-01-01' });
  [clerk, approver] = [anybody(platform, 'clerk'), anybody(platform, 'approver')];
});
afterAll(() => platform.stop());

const cents = (amount: number): string => (amount / 100).toFixed(2);
/** Rounded half up, as one would on paper. */
const percentOf = (amount: number, hundredths: number): number => Math.floor((amount * hundredths * 2 + 10_000) / 20_000);
const raised = (amount: number, { percent, flat }: Rise): number => amount + percentOf(amount, percent) + flat;

interface Rise {
  /** In hundredths of a percent. */
  readonly percent: number;
  readonly flat: number;
}
const rise = fc.record({ percent: fc.integer({ min: 1, max: 2_000 }), flat: fc.integer({ min: 0, max: 3_000 }) });

async function index(programmeId: string, code: string, from: string, { percent, flat }: Rise): Promise<string> {
  const { indexation } = await done<{ indexation: { id: string } }>(clerk, 'pensionIndexationSimulate', { programmeId, code, from, percent: cents(percent), flat: cents(flat), source: 'Made up' }, 'indexation { id }');
  await platform.finishJobs();
  await done(approver, 'pensionIndexationDecide', { indexationId: indexation.id, approve: true, ...key() }, 'indexation { id }');
  await platform.finishJobs();
  return indexation.id;
}

const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06'];

describe('whatever happens to a pension', () => {
  it('in whichever order, determined again it owes just what working it out from the beginning gives, each month once', async () => {
    const what = fc.record({
      earned: fc.integer({ min: 50_000, max: 500_000 }), more: fc.integer({ min: 1_000, max: 90_000 }), rises: fc.tuple(rise, rise),
      suspended: fc.boolean(), dies: fc.option(fc.constantFrom('2026-02-10', '2026-05-31'), { nil: null }),
      // Which months are determined before each of the events.
      before: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 5, maxLength: 5 }),
    });
    await fc.assert(fc.asyncProperty(what, async ({ earned, more, rises, suspended, dies, before }) => {
      worlds += 1;
      platform.setToday('2026-01-01');
      const [person = ''] = Object.values(await persons(platform, { [`Some${worlds}`]: '1950-01-01' }));
      const scheme = await pensionScheme(platform, `WORLD-${worlds}`, TENTH);
      await done(clerk, 'pensionPaymentPolicySet', { programmeId: scheme, proofMonths: 2 }, 'policy { id }');
      await contributed(platform, scheme, person, '2020-01-01', '2020-01-01', cents(earned));
      const award = await awarded(platform, scheme, person, '2026-01-01');
      platform.setToday('2026-06-20');
      const waiting = [...MONTHS];
      const some = async (count: number): Promise<void> => {
        for (const month of waiting.splice(0, count)) await determine(platform, scheme, month);
      };
      await some(before[0] ?? 0);
      await index(scheme, 'A', '2026-02-01', rises[0]);
      await some(before[1] ?? 0);
      if (suspended) await suspendUnproven(platform.platform.context({ actor: platform.platform.system() }));
      await some(before[2] ?? 0);
      await contributed(platform, scheme, person, '2020-02-01', '2020-02-01', cents(more));
      const { revision } = await done<{ revision: { id: string } }>(clerk, 'pensionAwardRevise', { awardId: award, because: 'More was earned' }, 'revision { id }');
      await done(approver, 'pensionRevisionDecide', { revisionId: revision.id, approve: true, ...key() }, 'revision { id }');
      await some(before[3] ?? 0);
      await index(scheme, 'B', '2026-04-01', rises[1]);
      if (suspended) await done(clerk, 'lifeProofRecord', { awardId: award, way: 'VISIT' }, 'award { id }');
      await some(before[4] ?? 0);
      await some(MONTHS.length);
      await determineAgain(platform, scheme).catch(() => false);
      // What is found to be owed to somebody who died is held for their heirs; so the death is the last that is known.
      if (dies) {
        await done(clerk, 'deathRecord', { personId: person, on: dies }, 'lifeEvent { id }');
        await determineAgain(platform, scheme);
      }
      const base = percentOf(earned + more, 1_000);
      const first = raised(base, rises[0]);
      const worth = (month: string): number => (dies && `${month}-01` > dies ? 0 : month < '2026-02' ? base : month < '2026-04' ? first : raised(first, rises[1]));
      expect(await owed(platform, scheme, person)).toEqual(Object.fromEntries(MONTHS.map((month) => [month, cents(worth(month))])));
    }), { numRuns: 3 });
  }, 240_000);

  it('an indexation whose job is killed anywhere raises everybody once, and once more nobody', async () => {
    const scheme = await pensionScheme(platform, 'KILLED', TENTH);
    platform.setToday('2026-06-20');
    const people = Object.values(await persons(platform, Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`Killed${at}`, '1950-01-01']))));
    for (const [at, person] of people.entries()) {
      await contributed(platform, scheme, person, '2020-01-01', '2020-01-01', `${1000 + at * 111}.00`);
      await awarded(platform, scheme, person, '2026-01-01');
    }
    let round = 0;
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), async (pageSize, killedAfter) => {
      round += 1;
      const { indexation } = await done<{ indexation: { id: string } }>(clerk, 'pensionIndexationSimulate', { programmeId: scheme, code: `K${round}`, from: `2026-02-0${round}`, percent: '3', source: 'Made up' }, 'indexation { id }');
      await platform.finishJobs();
      await platform.pool.query("update pensions.indexation set state = 'APPLYING', decided_by = 'somebody', decided_on = '2026-06-20' where id = $1", [uuid(indexation.id)]);
      const run = (limit: number): Promise<unknown> => {
        let pages = 0;
        return applyIndexation.run(platform.platform.context({ actor: platform.platform.system() }), { indexationId: uuid(indexation.id), pageSize }, { progress: async () => { if (++pages >= limit) throw new Error('killed'); } });
      };
      await run(killedAfter).catch(() => undefined);
      await run(Infinity);
      expect(await run(Infinity)).toEqual({ pages: 0 });
      const { rows } = await platform.pool.query<{ awards: number; steps: number; state: string }>(
        'select count(distinct s.award_id)::int as awards, count(*)::int as steps, (select state from pensions.indexation where id = $1) as state from pensions.award_step s where s.indexation_id = $1', [uuid(indexation.id)]);
      expect(rows).toEqual([{ awards: 7, steps: 7, state: 'DONE' }]);
    }), { numRuns: 3 });
  }, 240_000);

  it('the parts of survivors sum to what they are of the whole, on any day and however they are raised', async () => {
    const relations = fc.array(fc.constantFrom('SPOUSE', 'CHILD', 'CHILD', 'PARENT'), { minLength: 1, maxLength: 5 });
    await fc.assert(fc.asyncProperty(relations, fc.integer({ min: 10_001, max: 300_000 }), rise, async (those, earned, up) => {
      worlds += 1;
      platform.setToday('2026-01-01');
      const named = await persons(platform, Object.fromEntries([['Dead', '1950-01-01'], ...those.map((relation, at) => [`S${at}`, relation === 'CHILD' ? `20${10 + at}-05-0${at + 1}` : '1955-01-01'])].map(([name, born]) => [`${name}W${worlds}`, born ?? ''])));
      const person = (name: string): string => named[`${name}W${worlds}`] ?? '';
      const scheme = await pensionScheme(platform, `WORLD-${worlds}`, [...TENTH, SHARES, UNTIL]);
      await contributed(platform, scheme, person('Dead'), '2020-01-01', '2020-01-01', cents(earned));
      const award = await awarded(platform, scheme, person('Dead'), '2026-01-01');
      platform.setToday('2026-06-20');
      await done(clerk, 'deathRecord', { personId: person('Dead'), on: '2026-01-15' }, 'lifeEvent { id }');
      const { case: proposed } = await done<{ case: { id: string } }>(clerk, 'survivorsPropose', { awardId: award, survivors: those.map((relation, at) => ({ personId: person(`S${at}`), relation })) }, 'case { id }');
      await done(approver, 'survivorsDecide', { caseId: proposed.id, approve: true, ...key() }, 'case { id }');
      await index(scheme, 'UP', '2026-03-01', up);
      const { rows } = await platform.pool.query<{ day: string; parts: string; whole: string; within: boolean }>(
        `select d.day::text, sum(p.worth) as parts, max(p.whole) as whole, sum(p.worth) = trunc(max(p.whole) * sum(p.share), 2) and sum(p.share) <= 1 as within
         from (select distinct s.from_day as day from pensions.award_step s join pensions.award a on a.id = s.award_id where a.survivor_case_id = $1) d
         cross join lateral (select pensions.worth(a.id, d.day) as worth, held.whole, held.share
           from pensions.award a cross join lateral (select w.whole, w.share from pensions.award_step w where w.award_id = a.id and w.from_day <= d.day order by w.from_day desc, w.number desc limit 1) held
           where a.survivor_case_id = $1 and (a.last_day is null or a.last_day >= d.day)) p group by d.day order by d.day`, [uuid(proposed.id)]);
      expect(rows.length).toBeGreaterThan(1);
      expect(rows.filter(({ within }) => !within)).toEqual([]);
      expect(rows[0]?.whole).toBe(cents(percentOf(earned, 1_000)));
      expect(rows[1]?.whole).toBe(cents(raised(percentOf(earned, 1_000), up)));
    }), { numRuns: 3 });
  }, 240_000);
});

describe('the order of what was contributed', () => {
  it('makes no difference, nor does into how many stretches it is cut', async () => {
    platform.setToday('2026-06-20');
    const scheme = await pensionScheme(platform, 'ORDERLESS', [
      rule('all', 'ELIGIBILITY', 'true'), rule('best', 'FORMULA', 'person.contributions.history.best(6, h, h.earnings)'), rule('top', 'FORMULA', 'person.contributions.years.top(2, y, y.earnings).map(y, y.earnings).sum()'),
      rule('pension', 'AMOUNT', 'round(rules.best / 2 + rules.top / 100 + person.contributions.earnings / 1000, money("0.01"))'),
    ]);
    const months = fc.uniqueArray(fc.record({ at: fc.integer({ min: 0, max: 71 }), earned: fc.integer({ min: 0, max: 1_000_000 }) }), { selector: ({ at }) => at, minLength: 6, maxLength: 40 });
    await fc.assert(fc.asyncProperty(months.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))), async ([all, shuffled]) => {
      const month = (at: number): string => `20${15 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`;
      const person = (history: readonly object[]): object => ({ birthDate: '1960-01-01', sex: 'FEMALE', claimOn: '2026-01-01', history });
      const { pensionEstimates } = await clerk.run<{ pensionEstimates: readonly object[] }>('query ($p: ID!, $people: [PensionEstimateInput!]!) { pensionEstimates(programmeId: $p, people: $people) { outcome monthly { amount } values { rule value } } }', { p: scheme, people: [
        person(all.map(({ at, earned }) => ({ month: month(at), earnings: cents(earned) }))), person(shuffled.map(({ at, earned }) => ({ month: month(at), earnings: cents(earned) }))),
        person(shuffled.flatMap(({ at, earned }) => [{ month: month(at), earnings: cents(Math.floor(earned / 3)) }, { month: month(at), earnings: cents(earned - Math.floor(earned / 3)) }])),
      ] });
      expect(pensionEstimates[1]).toEqual(pensionEstimates[0]);
      expect(pensionEstimates[2]).toEqual(pensionEstimates[0]);
    }), { numRuns: 20 });
  });
});
