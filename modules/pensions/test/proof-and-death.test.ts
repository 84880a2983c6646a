import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { suspendUnproven } from '../src/proof-of-life/suspend-unproven.js';
import { anybody, done, pensionScheme, refusedBy, rule } from './some-scheme.js';
import { awarded, determine, determineAgain, key, owed, persons } from './some-pension.js';

let platform: TestPlatform;
let clerk: TestClient;
let approver: TestClient;
let people: Readonly<Record<string, string>>;
const person = (name: string): string => people[name] ?? '';
const FLAT = [rule('old_enough', 'ELIGIBILITY', 'person.age >= 60'), rule('pension', 'AMOUNT', 'money("100.00")')];

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-01-05', workers: true });
  [clerk, approver] = [anybody(platform, 'clerk'), anybody(platform, 'approver')];
  people = await persons(platform, { Ama: '1960-01-01', Kofi: '1960-02-02', Esi: '1960-03-03', Yaw: '1950-01-01', Abena: '1955-05-05', Kwame: '2012-09-15', Efua: '2009-11-20', Akua: '1950-04-04', Afia: '1950-05-05' });
});
afterAll(() => platform.stop());

const suspend = (): Promise<number> => suspendUnproven(platform.platform.context({ actor: platform.platform.system('a test'), today: platform.platform.context({ actor: platform.platform.system() }).today }));
const policy = (programmeId: string, more: object): Promise<unknown> => done(clerk, 'pensionPaymentPolicySet', { programmeId, proofMonths: 2, graceDays: 10, ...more }, 'policy { id }');
const stateOf = async (award: string): Promise<object> => (await clerk.run<{ pensionAward: object }>('query ($id: ID!) { pensionAward(by: { id: $id }) { state proofDueOn lastDay endedBecause } }', { id: award })).pensionAward;
const months = async (scheme: string, ...those: readonly string[]): Promise<void> => {
  for (const month of those) await determine(platform, scheme, month);
};

describe('the proof of life', () => {
  it.each([
    ['ALL', {}, { '2026-01': '100.00', '2026-02': '100.00', '2026-03': '100.00', '2026-04': '100.00', '2026-05': '100.00', '2026-06': '100.00' }],
    ['NONE', { arrears: 'NONE' }, { '2026-01': '100.00', '2026-02': '100.00', '2026-03': '100.00', '2026-04': '0.00', '2026-05': '0.00', '2026-06': '0.00' }],
    ['MONTHS', { arrears: 'MONTHS', arrearsMonths: 2 }, { '2026-01': '100.00', '2026-02': '100.00', '2026-03': '100.00', '2026-04': '0.00', '2026-05': '100.00', '2026-06': '100.00' }],
  ])('that is missing suspends, and given it lets the pension go on with arrears: %s', async (arrears, more, expected) => {
    const name = { ALL: 'Ama', NONE: 'Kofi', MONTHS: 'Esi' }[arrears] ?? '';
    platform.setToday('2026-01-05');
    const scheme = await pensionScheme(platform, `PROOF-${arrears}`, FLAT);
    await policy(scheme, more);
    const award = await awarded(platform, scheme, person(name), '2026-01-01');
    expect(await stateOf(award)).toMatchObject({ state: 'IN_PAYMENT', proofDueOn: '2026-03-05' });
    await months(scheme, '2026-01', '2026-02', '2026-03');
    platform.setToday('2026-03-15');
    expect(await suspend()).toBe(0);
    // Whenever it is looked at: suspended from the day after the days of grace on.
    platform.setToday('2026-06-20');
    expect(await suspend()).toBe(1);
    expect(await suspend()).toBe(0);
    expect(await stateOf(award)).toMatchObject({ state: 'SUSPENDED' });
    await months(scheme, '2026-04', '2026-05', '2026-06');
    expect(await owed(platform, scheme, person(name))).toEqual({ '2026-01': '100.00', '2026-02': '100.00', '2026-03': '100.00', '2026-04': '0.00', '2026-05': '0.00', '2026-06': '0.00' });
    expect(await refusedBy(clerk, 'lifeProofRecord', { awardId: award, on: '2026-06-21', way: 'VISIT' })).toMatchObject([{ code: 'LIFE_PROOF_DAY' }]);
    await done(clerk, 'lifeProofRecord', { awardId: award, way: 'IN_PERSON' }, 'award { id }');
    expect(await stateOf(award)).toMatchObject({ state: 'IN_PAYMENT', proofDueOn: '2026-08-20' });
    await determineAgain(platform, scheme);
    expect(await owed(platform, scheme, person(name))).toEqual(expected);
    // Nothing is found a second time.
    await done(clerk, 'lifeProofRecord', { awardId: award, way: 'VIDEO' }, 'award { id }');
    expect(await refusedBy(anybody(platform, 'payroll'), 'redeterminationPropose', { programmeId: scheme, ...key() })).toMatchObject([{ code: 'NO_REDETERMINATION_DUE' }]);
  });
});

describe('whoever dies', () => {
  it('is paid for the month of death and no longer: what was paid too much is found, and survivors have their shares', async () => {
    platform.setToday('2026-01-05');
    const shares = [
      rule('share', 'SURVIVOR_SHARE', 'survivor.relation == "SPOUSE" ? 0.5 : survivor.relation == "CHILD" ? 0.35 : 0'),
      rule('until', 'SURVIVOR_UNTIL', 'survivor.relation == "CHILD" ? addYears(person.birthDate, 18) : null'),
    ];
    const scheme = await pensionScheme(platform, 'WHOLE', [...FLAT, ...shares]);
    const award = await awarded(platform, scheme, person('Yaw'), '2026-01-01');
    await months(scheme, '2026-01', '2026-02', '2026-03', '2026-04');
    platform.setToday('2026-04-20');
    const propose = { awardId: award, survivors: [{ personId: person('Abena'), relation: 'SPOUSE' }, { personId: person('Kwame'), relation: 'CHILD' }, { personId: person('Efua'), relation: 'CHILD' }] };
    expect(await refusedBy(clerk, 'survivorsPropose', propose)).toMatchObject([{ code: 'NOBODY_DIED' }]);
    await done(clerk, 'deathRecord', { personId: person('Yaw'), on: '2026-02-10' }, 'lifeEvent { id }');
    expect(await stateOf(award)).toMatchObject({ state: 'ENDED', lastDay: '2026-02-10', endedBecause: 'DIED' });
    await determineAgain(platform, scheme);
    expect(await owed(platform, scheme, person('Yaw'))).toEqual({ '2026-01': '100.00', '2026-02': '100.00', '2026-03': '0.00', '2026-04': '0.00' });
    expect(await clerk.run('query ($p: ID!) { overpayments(where: { payee: { id: { eq: $p } } }) { totalCount } }', { p: person('Yaw') })).toEqual({ overpayments: { totalCount: 2 } });
    expect(await refusedBy(clerk, 'survivorsPropose', { ...propose, survivors: [...propose.survivors, { personId: person('Yaw'), relation: 'SPOUSE' }] })).toMatchObject([{ code: 'SURVIVOR_TWICE', path: ['input', 'survivors', '3', 'personId'] }]);
    const { case: proposed } = await done<{ case: { id: string } }>(clerk, 'survivorsPropose', propose, 'case { id state from whole { amount } shares(first: 20, orderBy: [{ from: ASC }]) { nodes { person { givenName } from share } } }');
    // 50 % and twice 35 % are more than the whole: each is reduced alike, to the last cent of it, until a child is 18 and fewer share it.
    expect(proposed).toMatchObject({ state: 'PROPOSED', from: '2026-03-01', whole: { amount: '100.00' } });
    const { nodes } = (proposed as unknown as { shares: { nodes: { person: { givenName: string }; from: string; share: string }[] } }).shares;
    expect(nodes.map(({ person: { givenName }, from, share }) => `${from} ${givenName} ${share}`).sort()).toEqual([
      '2026-03-01 Abena 0.416666666666', '2026-03-01 Efua 0.291666666667', '2026-03-01 Kwame 0.291666666667', '2027-11-20 Abena 0.5', '2027-11-20 Efua 0', '2027-11-20 Kwame 0.35', '2030-09-15 Kwame 0',
    ]);
    expect(await refusedBy(clerk, 'survivorsDecide', { caseId: proposed.id, approve: true, ...key() })).toMatchObject([{ code: 'OWN_SURVIVOR_CASE' }]);
    await done(approver, 'survivorsDecide', { caseId: proposed.id, approve: true, ...key() }, 'case { state }');
    expect(await refusedBy(clerk, 'survivorsPropose', propose)).toMatchObject([{ code: 'SURVIVOR_CASE_TAKEN' }]);
    await determineAgain(platform, scheme);
    const all = await Promise.all(['Abena', 'Kwame', 'Efua'].map((name) => owed(platform, scheme, person(name))));
    expect(all.map((each) => each['2026-03'])).toEqual(['41.66', '29.17', '29.17']);
    expect(all.map((each) => each['2026-02'])).toEqual(['0.00', '0.00', '0.00']);
    const { survivorCase } = await clerk.run<{ survivorCase: { awards: { nodes: object[] } } }>('query ($id: ID!) { survivorCase(by: { id: $id }) { state awards { nodes { kind lastDay person { givenName } } } } }', { id: proposed.id });
    expect(survivorCase.awards.nodes).toEqual(expect.arrayContaining([{ kind: 'SURVIVOR', lastDay: '2027-11-19', person: { givenName: 'Efua' } }, { kind: 'SURVIVOR', lastDay: null, person: { givenName: 'Abena' } }]));
  });

  it('and is found to have been owed more: it is held until a second person says who receives it', async () => {
    platform.setToday('2026-01-05');
    const scheme = await pensionScheme(platform, 'HEIRS', FLAT);
    await awarded(platform, scheme, person('Afia'), '2026-01-01');
    await months(scheme, '2026-01', '2026-02');
    platform.setToday('2026-03-20');
    await done(clerk, 'deathRecord', { personId: person('Afia'), on: '2026-03-10' }, 'lifeEvent { id }');
    const { indexation } = await done<{ indexation: { id: string } }>(clerk, 'pensionIndexationSimulate', { programmeId: scheme, code: '2026', from: '2026-02-01', percent: '10', source: 'Made up' }, 'indexation { id }');
    await platform.finishJobs();
    await done(approver, 'pensionIndexationDecide', { indexationId: indexation.id, approve: true, ...key() }, 'indexation { id }');
    await platform.finishJobs();
    await determineAgain(platform, scheme);
    expect(await owed(platform, scheme, person('Afia'))).toEqual({ '2026-01': '100.00', '2026-02': '100.00' });
    const { arrangement } = await done<{ arrangement: { id: string } }>(clerk, 'payeeArrangementPropose', { beneficiaryId: person('Afia'), receiverId: person('Ama'), kind: 'NOMINEE', programmeId: scheme, reason: 'Heir by a made-up order of a court', ...key() }, 'arrangement { id }');
    expect(await refusedBy(anybody(platform, 'payroll'), 'redeterminationPropose', { programmeId: scheme, ...key() })).toMatchObject([{ code: 'NO_REDETERMINATION_DUE' }]);
    expect(await refusedBy(clerk, 'payeeArrangementDecide', { id: arrangement.id, confirm: true, ...key() })).toMatchObject([{ code: 'PAYEE_ARRANGEMENT_SECOND_PERSON' }]);
    await done(approver, 'payeeArrangementDecide', { id: arrangement.id, confirm: true, ...key() }, 'arrangement { state }');
    expect(await determineAgain(platform, scheme)).toBe(true);
    expect(await owed(platform, scheme, person('Afia'))).toEqual({ '2026-01': '100.00', '2026-02': '110.00' });
  });

  it('and is found to be alive after all has the pension back, with what was held', async () => {
    platform.setToday('2026-01-05');
    const scheme = await pensionScheme(platform, 'ALIVE', [...FLAT, rule('share', 'SURVIVOR_SHARE', '0.5')]);
    const award = await awarded(platform, scheme, person('Akua'), '2026-01-01');
    await months(scheme, '2026-01', '2026-02');
    platform.setToday('2026-03-20');
    const { lifeEvent } = await done<{ lifeEvent: { id: string } }>(clerk, 'deathRecord', { personId: person('Akua'), on: '2026-01-10' }, 'lifeEvent { id }');
    await determineAgain(platform, scheme);
    expect(await owed(platform, scheme, person('Akua'))).toEqual({ '2026-01': '100.00', '2026-02': '0.00' });
    expect(await refusedBy(clerk, 'lifeProofRecord', { awardId: award, way: 'VISIT' })).toMatchObject([{ code: 'LIFE_PROOF_OF_DEAD' }]);
    // What a survivor has of it was never due then; a case that was rejected stands in no way of it.
    const propose = { awardId: award, survivors: [{ personId: person('Abena'), relation: 'SPOUSE' }] };
    const proposed = async (): Promise<string> => (await done<{ case: { id: string } }>(clerk, 'survivorsPropose', propose, 'case { id }')).case.id;
    await done(approver, 'survivorsDecide', { caseId: await proposed(), approve: false, ...key() }, 'case { state }');
    const granted = await proposed();
    await done(approver, 'survivorsDecide', { caseId: granted, approve: true, ...key() }, 'case { state }');
    await determineAgain(platform, scheme);
    expect(await owed(platform, scheme, person('Abena'))).toEqual({ '2026-01': '0.00', '2026-02': '50.00' });
    await done(clerk, 'lifeEventVoid', { lifeEventId: lifeEvent.id }, 'lifeEvent { id }');
    expect(await stateOf(award)).toMatchObject({ state: 'IN_PAYMENT', lastDay: null });
    await determineAgain(platform, scheme);
    expect(await owed(platform, scheme, person('Akua'))).toEqual({ '2026-01': '100.00', '2026-02': '100.00' });
    expect(await owed(platform, scheme, person('Abena'))).toEqual({ '2026-01': '0.00', '2026-02': '0.00' });
    const { survivorCase } = await clerk.run<{ survivorCase: object }>('query ($id: ID!) { survivorCase(by: { id: $id }) { state awards { nodes { state endedBecause } } } }', { id: granted });
    expect(survivorCase).toEqual({ state: 'VOIDED', awards: { nodes: [{ state: 'ENDED', endedBecause: 'ALIVE' }] } });
  });

  it('ends like one that is ended by hand: from the day after the last nothing is due', async () => {
    platform.setToday('2026-01-05');
    const scheme = await pensionScheme(platform, 'ENDED', FLAT);
    const award = await awarded(platform, scheme, person('Ama'), '2026-01-01');
    await months(scheme, '2026-01', '2026-02', '2026-03');
    platform.setToday('2026-03-20');
    expect(await refusedBy(clerk, 'pensionAwardEnd', { awardId: award, lastDay: '2026-03-31', because: 'RENOUNCED' })).toMatchObject([{ code: 'PENSION_DAY_AHEAD' }]);
    await done(clerk, 'pensionAwardEnd', { awardId: award, lastDay: '2026-01-31', because: 'RENOUNCED' }, 'award { state }');
    await determineAgain(platform, scheme);
    expect(await owed(platform, scheme, person('Ama'))).toEqual({ '2026-01': '100.00', '2026-02': '0.00', '2026-03': '0.00' });
    expect(await refusedBy(clerk, 'pensionAwardEnd', { awardId: award, lastDay: '2026-02-28', because: 'RENOUNCED' })).toMatchObject([{ code: 'PENSION_AWARD_ENDED' }]);
  });
});
