import { encodeId } from '@kinga/plugin-sdk';
import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { applyIndexation } from '../src/indexation/indexation-jobs.js';
import { anybody, done, pensionScheme, refusedBy, rule } from './some-scheme.js';
import { awarded, contributed, determine, determineAgain, key, owed, persons } from './some-pension.js';

let platform: TestPlatform;
let actuary: TestClient;
let approver: TestClient;
let people: Readonly<Record<string, string>>;
const person = (name: string): string => people[name] ?? '';
/** A made-up scheme that pays a tenth of what was earned last. */
const TENTH = [rule('old_enough', 'ELIGIBILITY', 'person.age >= 55'), rule('pension', 'AMOUNT', 'round(person.contributions.history.top(1, h, h.month).map(h, h.earnings).sum() / 10, money("0.01"))')];

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-06-10' });
  [actuary, approver] = [anybody(platform, 'actuary'), anybody(platform, 'approver')];
  people = await persons(platform, { Low: '1960-01-01', Mid: '1960-01-01', High: '1960-01-01', Late: '1960-01-01', Early: '1968-01-01' });
});
afterAll(() => platform.stop());

async function scheme(code: string, earned: Readonly<Record<string, string>>): Promise<{ readonly id: string; readonly awards: Readonly<Record<string, string>> }> {
  const id = await pensionScheme(platform, code, TENTH);
  const awards: Record<string, string> = {};
  for (const [name, earnings] of Object.entries(earned)) {
    await contributed(platform, id, person(name), '2024-01-01', '2024-12-01', earnings);
    awards[name] = await awarded(platform, id, person(name), '2025-01-01', name === 'Early' ? 'EARLY' : 'OLD_AGE');
  }
  return { id, awards };
}

const FIELDS = 'indexation { id state awards worthBefore worthAfter monthlyCost applied }';
async function simulate(programmeId: string, code: string, more: object): Promise<string> {
  const { indexation } = await done<{ indexation: { id: string } }>(actuary, 'pensionIndexationSimulate', { programmeId, code, source: 'Made up', ...more }, FIELDS);
  await platform.finishJobs();
  return indexation.id;
}
async function decide(indexationId: string, approve = true): Promise<void> {
  await done(approver, 'pensionIndexationDecide', { indexationId, approve, ...key() }, FIELDS);
  await platform.finishJobs();
}
const told = async (id: string): Promise<object> => (await actuary.run<{ pensionIndexation: object }>('query ($id: ID!) { pensionIndexation(by: { id: $id }) { state awards worthBefore worthAfter monthlyCost applied } }', { id })).pensionIndexation;
const worth = async (awards: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string | null>>> => {
  const found = await Promise.all(Object.entries(awards).map(async ([name, id]) => [name, (await actuary.run<{ pensionAward: { monthlyToday: string | null } }>('query ($id: ID!) { pensionAward(by: { id: $id }) { monthlyToday } }', { id })).pensionAward.monthlyToday] as const));
  return Object.fromEntries(found);
};
const EARNED = { Low: '1000.00', Mid: '3000.00', High: '20000.00' };

describe('an indexation', () => {
  it.each([
    ['by percent', { percent: '5' }, { Low: '105.00', Mid: '315.00', High: '2100.00' }],
    ['by an amount', { flat: '12.50' }, { Low: '112.50', Mid: '312.50', High: '2012.50' }],
    ['by percent and an amount', { percent: '3.333', flat: '10' }, { Low: '113.33', Mid: '320.00', High: '2076.66' }],
    ['by percent with a least and a most raise', { percent: '5', leastRaise: '20', mostRaise: '50' }, { Low: '120.00', Mid: '320.00', High: '2050.00' }],
    ['down to a dime, such as the law of some has it', { percent: '3.333', roundingStep: '0.10', rounding: 'DOWN' }, { Low: '103.30', Mid: '309.90', High: '2066.60' }],
    ['to whole tens, and of nobody down', { percent: '1', roundingStep: '10', rounding: 'DOWN' }, { Low: '100.00', Mid: '300.00', High: '2020.00' }],
    ['up to a least pension, and none beyond a most', { percent: '10', leastPension: '150', mostPension: '320' }, { Low: '150.00', Mid: '320.00', High: '2000.00' }],
  ])('%s is simulated first, approved by a second person, and gives just what the simulation said', async (label, rise, expected) => {
    const { id, awards } = await scheme(`INDEX-${label.length}`, EARNED);
    const indexation = await simulate(id, '2026', { from: '2026-01-01', ...rise });
    const after = Object.values(expected).reduce((sum, each) => sum + Math.round(Number(each) * 100), 0);
    expect(await told(indexation)).toEqual({ state: 'SIMULATED', awards: 3, worthBefore: '2400.00', worthAfter: (after / 100).toFixed(2), monthlyCost: ((after - 240_000) / 100).toFixed(2), applied: 0 });
    expect(await worth(awards)).toEqual({ Low: '100.00', Mid: '300.00', High: '2000.00' });
    const effects = async (): Promise<Readonly<Record<string, string>>> => {
      const { pensionIndexationEffects } = await actuary.run<{ pensionIndexationEffects: { award: { person: { givenName: string } }; before: { amount: string }; after: { amount: string } }[] }>(
        'query ($id: ID!) { pensionIndexationEffects(indexationId: $id, first: 100) { award { person { givenName } } before { amount } after { amount } } }', { id: indexation });
      return Object.fromEntries(pensionIndexationEffects.map(({ award: { person: { givenName } }, after: { amount } }) => [givenName, amount]));
    };
    expect(await effects()).toEqual(expected);
    expect(await refusedBy(actuary, 'pensionIndexationDecide', { indexationId: indexation, approve: true, ...key() })).toMatchObject([{ code: 'OWN_INDEXATION' }]);
    await decide(indexation);
    expect(await told(indexation)).toMatchObject({ state: 'DONE', applied: 3, worthAfter: (after / 100).toFixed(2) });
    expect(await worth(awards)).toEqual(expected);
    expect(await effects()).toEqual(expected);
  });

  it('is for whoever acts for the whole scheme, and its work is told to nobody else who is limited', async () => {
    const { id, awards } = await scheme('WHOLE', EARNED);
    for (const limits of [{ places: ['NOWHERE'] }, { organisations: ['NONE'] }]) {
      const local = anybody(platform, 'local', limits);
      expect((await refusedBy(local, 'pensionIndexationSimulate', { programmeId: id, code: '2026', from: '2026-01-01', percent: '5', source: 'Made up' })).map(({ code }) => code)).toEqual(['WHOLE_PROGRAMME_NEEDED']);
    }
    const indexation = await simulate(id, '2026', { from: '2026-01-01', percent: '5' });
    const { pensionIndexation: { job } } = await actuary.run<{ pensionIndexation: { job: { id: string } } }>('query ($id: ID!) { pensionIndexation(by: { id: $id }) { job { id } } }', { id: indexation });
    for (const limits of [{ places: ['NOWHERE'] }, { organisations: ['NONE'] }]) {
      const local = anybody(platform, 'local', limits);
      expect((await refusedBy(local, 'pensionIndexationDecide', { indexationId: indexation, approve: true, ...key() })).map(({ code }) => code)).toEqual(['WHOLE_PROGRAMME_NEEDED']);
      expect(await local.run('query ($id: ID!, $job: ID!) { pensionIndexation(by: { id: $id }) { job { id } } job(by: { id: $job }) { id } pensionIndexationEffects(indexationId: $id) { before { amount } } }', { id: indexation, job: job.id }))
        .toMatchObject({ pensionIndexation: { job: null }, job: null, ...('places' in limits && { pensionIndexationEffects: [] }) });
    }
    expect(await told(indexation)).toMatchObject({ state: 'SIMULATED', applied: 0 });
    await decide(indexation);
    expect(await worth(awards)).toEqual({ Low: '105.00', Mid: '315.00', High: '2100.00' });
  });

  it('is paid from its day on, with arrears where that has passed, and doing it twice changes nothing', async () => {
    const { id, awards } = await scheme('ARREARS', EARNED);
    for (const month of ['2026-03', '2026-04']) await determine(platform, id, month);
    const indexation = await simulate(id, '2026-04', { from: '2026-04-01', percent: '10' });
    await decide(indexation);
    await determineAgain(platform, id);
    expect(await owed(platform, id, person('Low'))).toEqual({ '2026-03': '100.00', '2026-04': '110.00' });
    const run = (job: typeof applyIndexation): Promise<unknown> => job.run(platform.platform.context({ actor: platform.platform.system() }), { indexationId: (indexation.split('_')[1] ?? '').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') }, { progress: async () => undefined });
    expect(await run(applyIndexation)).toEqual({ pages: 0 });
    expect(await refusedBy(approver, 'pensionIndexationDecide', { indexationId: indexation, approve: true, ...key() })).toMatchObject([{ code: 'INDEXATION_STATE' }]);
    expect(await worth(awards)).toEqual({ Low: '110.00', Mid: '330.00', High: '2200.00' });
    expect(await determine(platform, id, '2026-05')).toBeUndefined();
    expect((await owed(platform, id, person('Mid')))['2026-05']).toBe('330.00');
  });

  it('raises who is of its kinds, began before and did not end before, and whoever is granted later as if they had been there', async () => {
    const { id, awards } = await scheme('KINDS', { ...EARNED, Early: '5000.00' });
    await done(actuary, 'pensionAwardEnd', { awardId: awards['Mid'], lastDay: '2025-12-31', because: 'RENOUNCED' }, 'award { id }');
    const indexation = await simulate(id, '2026', { from: '2026-01-01', percent: '10', kinds: ['OLD_AGE'] });
    expect(await told(indexation)).toMatchObject({ awards: 2 });
    await decide(indexation);
    expect(await worth(awards)).toEqual({ Low: '110.00', Mid: '300.00', High: '2200.00', Early: '500.00' });
    // Granted afterwards from a day before it; and from its own day on, which it does not raise.
    await contributed(platform, id, person('Late'), '2024-01-01', '2024-12-01', '4000.00');
    const late = await awarded(platform, id, person('Late'), '2025-06-01');
    expect(await worth({ late })).toEqual({ late: '440.00' });
    expect(await told(indexation)).toMatchObject({ applied: 3 });
  });

  it('is worked out again with a revision of the time before it', async () => {
    const { id, awards } = await scheme('REVISED', { Low: '1000.00' });
    await decide(await simulate(id, '2025-07', { from: '2025-07-01', percent: '10' }));
    await decide(await simulate(id, '2026-01', { from: '2026-01-01', percent: '5', flat: '1' }));
    expect(await worth(awards)).toEqual({ Low: '116.50' });
    await contributed(platform, id, person('Low'), '2024-12-01', '2024-12-01', '500.00');
    const { revision } = await done<{ revision: { id: string } }>(actuary, 'pensionAwardRevise', { awardId: awards['Low'], because: 'More was earned' }, 'revision { id }');
    await done(approver, 'pensionRevisionDecide', { revisionId: revision.id, approve: true, ...key() }, 'revision { state }');
    const { pensionAward } = await actuary.run<{ pensionAward: object }>('query ($id: ID!) { pensionAward(by: { id: $id }) { monthlyToday steps(orderBy: [{ number: ASC }]) { nodes { kind from monthly { amount } indexation { code } } } } }', { id: awards['Low'] });
    expect(pensionAward).toMatchObject({ monthlyToday: '174.25', steps: { nodes: [
      { kind: 'AWARD', from: '2025-01-01', monthly: { amount: '100.00' } }, { kind: 'INDEXATION', from: '2025-07-01', monthly: { amount: '110.00' } }, { kind: 'INDEXATION', from: '2026-01-01', monthly: { amount: '116.50' } },
      { kind: 'REVISION', from: '2025-01-01', monthly: { amount: '150.00' } }, { kind: 'INDEXATION', from: '2025-07-01', monthly: { amount: '165.00' }, indexation: { code: '2025-07' } }, { kind: 'INDEXATION', from: '2026-01-01', monthly: { amount: '174.25' } },
    ] } });
  });

  it('that would raise nothing, comes before another, or is finer than money is refused', async () => {
    const { id } = await scheme('REFUSED', { Low: '1000.00' });
    const refused = (more: object): Promise<readonly object[]> => refusedBy(actuary, 'pensionIndexationSimulate', { programmeId: id, code: 'X', from: '2026-01-01', source: 'Made up', ...more });
    expect(await refused({})).toMatchObject([{ code: 'INDEXATION_NOTHING' }]);
    expect(await refused({ percent: '-5', flat: '1' })).toMatchObject([{ code: 'INDEXATION_NOTHING' }]);
    expect(await refused({ flat: '0.005' })).toMatchObject([{ code: 'INDEXATION_TOO_FINE', path: ['input', 'flat'] }]);
    expect(await refused({ percent: '5', leastRaise: '10', mostRaise: '5' })).toMatchObject([{ code: 'INDEXATION_ENDS' }]);
    const first = await simulate(id, 'A', { from: '2026-02-01', percent: '1' });
    expect(await refused({ percent: '5' })).toMatchObject([{ code: 'INDEXATION_OPEN' }]);
    await decide(first, false);
    expect(await told(first)).toMatchObject({ state: 'REJECTED', applied: 0 });
    expect(await refused({ percent: '5', code: 'A' })).toMatchObject([{ code: 'INDEXATION_CODE_TAKEN' }]);
    await decide(await simulate(id, 'B', { from: '2026-02-01', percent: '1' }));
    expect(await refused({ percent: '5' })).toMatchObject([{ code: 'INDEXATION_ORDER' }]);
    expect(await refusedBy(approver, 'pensionIndexationDecide', { indexationId: encodeId('indexation', '01900000-0000-7000-8000-000000000000'), approve: true, ...key() })).toMatchObject([{ code: 'INDEXATION_NOT_FOUND' }]);
  });
});
