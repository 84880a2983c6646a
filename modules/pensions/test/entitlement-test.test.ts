import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { anybody, pensionScheme, rule } from './some-scheme.js';
import { contributed, DEFINED_BENEFIT, persons } from './some-pension.js';

let platform: TestPlatform;
let clerk: TestClient;
let people: Readonly<Record<string, string>>;
let scheme: string;

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-06-10' });
  clerk = anybody(platform, 'clerk');
  people = await persons(platform, { Young: '1970-03-31', Short: '1960-01-01', Idle: '1965-05-05', Ready: '1960-06-15' });
  scheme = await pensionScheme(platform, 'PENSION', DEFINED_BENEFIT);
  await contributed(platform, scheme, people['Young'] ?? '', '2000-01-01', '2026-05-01', '1000.00');
  await contributed(platform, scheme, people['Short'] ?? '', '2017-01-01', '2026-05-01', '500.00');
  await contributed(platform, scheme, people['Ready'] ?? '', '2010-01-01', '2026-05-01', '600.00');
});
afterAll(() => platform.stop());

const TEST = `query ($input: PensionEntitlementTestInput!) { pensionEntitlementTest(input: $input) { from outcome monthly { amount currency } metOn metOnIfContributing
  conditions { rule met has needs missing metOn metOnIfContributing } } }`;
const tested = async (name: string, more: object = {}): Promise<object> =>
  (await clerk.run<{ pensionEntitlementTest: object }>(TEST, { input: { programmeId: scheme, personId: people[name], kind: 'OLD_AGE', ...more } })).pensionEntitlementTest;
const met = (code: string, has: string, needs: string): object => ({ rule: code, met: true, has, needs, missing: null, metOn: null, metOnIfContributing: null });

describe('the entitlement test', () => {
  it('says what the pension would be where all is met', async () => {
    expect(await tested('Ready')).toEqual({
      from: '2026-06-10', outcome: 'ELIGIBLE', monthly: { amount: '197.00', currency: 'GHS' }, metOn: null, metOnIfContributing: null,
      conditions: [met('old_enough', '65', '60'), met('months_enough', '197', '120')],
    });
  });

  it('says on which day the age is reached', async () => {
    expect(await tested('Young')).toMatchObject({
      outcome: 'NOT_ELIGIBLE', monthly: null, metOn: '2030-03-31', metOnIfContributing: '2030-03-31',
      conditions: [{ rule: 'old_enough', met: false, has: '56', needs: '60', missing: '4', metOn: '2030-03-31' }, { rule: 'months_enough', met: true }],
    });
  });

  it('says how many months are needed yet, and when they will be there if contributions go on', async () => {
    // 113 months by May 2026: June to December are the seven that are missing.
    expect(await tested('Short')).toMatchObject({
      outcome: 'NOT_ELIGIBLE', metOn: null, metOnIfContributing: '2027-01-01',
      conditions: [{ rule: 'old_enough', met: true }, { rule: 'months_enough', met: false, has: '113', needs: '120', missing: '7', metOn: null, metOnIfContributing: '2027-01-01' }],
    });
    // Whoever never contributed has ten years before them.
    expect(await tested('Idle')).toMatchObject({ metOn: null, metOnIfContributing: '2036-06-01', conditions: [{ met: true }, { has: '0', missing: '120', metOnIfContributing: '2036-06-01' }] });
  });

  it('tells of a day that is to come, and leaves nothing behind', async () => {
    expect(await tested('Young', { from: '2030-04-01' })).toMatchObject({ from: '2030-04-01', outcome: 'ELIGIBLE' });
    expect(await clerk.run('{ pensionClaims { totalCount } decisions { totalCount } enrolments { totalCount } }')).toEqual({ pensionClaims: { totalCount: 0 }, decisions: { totalCount: 0 }, enrolments: { totalCount: 0 } });
  });

  it('asks for the kind of pension that is claimed, and for ages in months', async () => {
    const early = await pensionScheme(platform, 'EARLY', [
      rule('needed', 'FORMULA', 'enrolment.pension.kind == "EARLY" ? 684 : 720'),
      rule('old_enough', 'ELIGIBILITY', 'monthsBetween(person.birthDate, on) >= rules.needed'),
      rule('pension', 'AMOUNT', 'money("100.00")'),
    ]);
    const of = (kind: string): Promise<object> => tested('Young', { programmeId: early, kind });
    expect(await of('EARLY')).toMatchObject({ outcome: 'NOT_ELIGIBLE', metOn: '2027-03-31', conditions: [{ has: '674', needs: '684', missing: '10' }] });
    expect(await of('OLD_AGE')).toMatchObject({ outcome: 'NOT_ELIGIBLE', metOn: '2030-03-31', conditions: [{ missing: '46' }] });
  });

  it('says nothing of a condition that rests on what is masked, but to whoever may see it', async () => {
    const disability = await pensionScheme(platform, 'DISABILITY', [
      rule('adult', 'ELIGIBILITY', 'person.age >= 18'), rule('unable', 'ELIGIBILITY', 'person.disabilityAssessments.exists(a, a.seeing == "CANNOT_DO_AT_ALL")'), rule('pension', 'AMOUNT', 'money("100.00")'),
    ]);
    const ASK = 'query ($input: PensionEntitlementTestInput!) { pensionEntitlementTest(input: $input) { conditions { rule met masked has needs metOn } } }';
    const input = { programmeId: disability, personId: people['Ready'], kind: 'DISABILITY' };
    const blind = platform.as({ name: 'blind', permissions: platform.platform.plan.modules.flatMap(({ permissions = [] }) => permissions).map(({ name }) => name).filter((name) => !/^people.disability.(clear|reveal)$/.test(name)) });
    const adult = { rule: 'adult', met: true, masked: false, has: '65', needs: '18', metOn: null };
    expect(await blind.run(ASK, { input })).toEqual({ pensionEntitlementTest: { conditions: [adult, { rule: 'unable', met: null, masked: true, has: null, needs: null, metOn: null }] } });
    expect(await clerk.run(ASK, { input })).toEqual({ pensionEntitlementTest: { conditions: [adult, { rule: 'unable', met: false, masked: false, has: null, needs: null, metOn: null }] } });
  });

  it('costs a constant number of statements', async () => {
    const statements = async (name: string): Promise<number> => (await platform.statementsOf(() => tested(name))).length;
    const ready = await statements('Ready');
    expect(ready).toBeGreaterThan(0);
    expect(ready).toBeLessThan(15);
    // Seven months are missing, or ten years: when they will be there is looked for by halves.
    const [near, far] = [await statements('Short'), await statements('Idle')];
    expect(near).toBeLessThan(30);
    expect(Math.abs(far - near)).toBeLessThan(4);
  });
});
