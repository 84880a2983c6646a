import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pensions } from '../src/index.js';
import { anybody, done, pensionScheme, refusedBy } from './some-scheme.js';
import { awarded, claim, contributed, DEFINED_BENEFIT, determine, determineAgain, key, owed, persons } from './some-pension.js';

let platform: TestPlatform;
let clerk: TestClient;
let approver: TestClient;
let people: Readonly<Record<string, string>>;
let scheme: string;
const person = (name: string): string => people[name] ?? '';

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [pensions], today: '2026-06-10' });
  [clerk, approver] = [anybody(platform, 'clerk'), anybody(platform, 'approver')];
  people = await persons(platform, { Ama: '1966-03-15', Kofi: '1966-05-01', Esi: '1970-01-01', Yaw: '1965-12-01', Adwoa: '1966-08-01' });
  scheme = await pensionScheme(platform, 'PENSION', DEFINED_BENEFIT);
  await contributed(platform, scheme, person('Ama'), '2000-01-01', '2022-12-01', '800.00');
  await contributed(platform, scheme, person('Ama'), '2023-01-01', '2026-03-01', '1234.50');
  await contributed(platform, scheme, person('Kofi'), '2018-01-01', '2026-03-01', '500.00');
  await contributed(platform, scheme, person('Yaw'), '2010-01-01', '2025-12-01', '300.00');
  await contributed(platform, scheme, person('Adwoa'), '2010-01-01', '2025-12-01', '300.00');
});
afterAll(() => platform.stop());

describe('a pension', () => {
  it('is claimed, worked out with every step shown, granted by a second person, determined and paid', async () => {
    const { id, state } = await claim(clerk, scheme, person('Ama'), '2026-04-01');
    expect(state).toBe('ENTITLED');
    const { pensionClaim } = await clerk.run<{ pensionClaim: { decision: { explanation: { rule: string; parts: { depth: number; expression: string; value: string }[] }[] } } }>(
      `query ($id: ID!) { pensionClaim(by: { id: $id }) { kind from lodgedOn person { givenName } enrolment { state } decision { kind outcome on amount { amount currency } values { rule value } explanation { rule parts { depth expression value } } } } }`, { id });
    // 315 months; the mean of the best 36 is 1234.50; 1234.50 x 2 % x 26.25 years.
    expect(pensionClaim).toMatchObject({
      kind: 'OLD_AGE', from: '2026-04-01', lodgedOn: '2026-06-10', person: { givenName: 'Ama' }, enrolment: { state: 'ELIGIBLE' },
      decision: { kind: 'PENSION_CLAIM', outcome: 'ELIGIBLE', on: '2026-04-01', amount: { amount: '648.11', currency: 'GHS' }, values: expect.arrayContaining([{ rule: 'base', value: '1234.5' }, { rule: 'earned', value: '648.1125' }]) },
    });
    expect(pensionClaim.decision.explanation.find((each) => each.rule === 'months_enough')?.parts).toEqual([
      { depth: 0, expression: 'person.contributions.months >= 120', value: 'true' }, { depth: 1, expression: 'person.contributions.months', value: '315' }]);
    // Maker is not checker.
    expect(await refusedBy(clerk, 'pensionClaimAward', { claimId: id, ...key() })).toMatchObject([{ code: 'OWN_PENSION_CLAIM', path: ['input', 'claimId'] }]);
    const { award } = await done<{ award: object }>(approver, 'pensionClaimAward', { claimId: id, ...key() }, 'award { state from kind monthlyToday awardedBy steps { nodes { number kind from monthly { amount } decision { kind } } } enrolment { state enrolledOn } }');
    expect(award).toMatchObject({
      state: 'IN_PAYMENT', from: '2026-04-01', kind: 'OLD_AGE', monthlyToday: '648.11', steps: { nodes: [{ number: 1, kind: 'AWARD', from: '2026-04-01', monthly: { amount: '648.11' }, decision: { kind: 'PENSION_CLAIM' } }] },
      enrolment: { state: 'ENROLLED', enrolledOn: '2026-04-01' },
    });
    expect(await refusedBy(approver, 'pensionClaimAward', { claimId: id, ...key() })).toMatchObject([{ code: 'PENSION_CLAIM_DECIDED' }]);
    expect(await refusedBy(clerk, 'pensionClaimLodge', { programmeId: scheme, personId: person('Ama'), kind: 'OLD_AGE', from: '2026-06-01' })).toMatchObject([{ code: 'PENSIONER_OF_SCHEME' }]);
    await determine(platform, scheme, '2026-04');
    await determine(platform, scheme, '2026-05');
    expect(await owed(platform, scheme, person('Ama'))).toEqual({ '2026-04': '648.11', '2026-05': '648.11' });
    await pay();
    // The payroll asks what was awarded, and how a month came about is explained and worked out again like any decision.
    const { pensionAwards } = await clerk.run<{ pensionAwards: { nodes: { enrolment: { determinations: { nodes: { decision: { id: string } }[] } } }[] } }>(
      'query ($p: ID!) { pensionAwards(where: { person: { id: { eq: $p } } }) { nodes { enrolment { determinations { nodes { becomes { amount } decision { id } } } } } } }', { p: person('Ama') });
    const [month] = pensionAwards.nodes[0]?.enrolment.determinations.nodes ?? [];
    expect(month).toMatchObject({ becomes: { amount: '648.11' } });
    expect(await clerk.run('query ($id: ID!) { decision(by: { id: $id }) { kind basis { ofPeriods } facts { path value } explanation { rule kind } } }', { id: month?.decision.id })).toMatchObject({ decision: {
      kind: 'ENTITLEMENT', basis: { ofPeriods: true }, facts: expect.arrayContaining([{ path: 'enrolment.pension.monthly', value: '648.11' }]),
      explanation: [{ rule: 'award_in_payment', kind: 'ELIGIBILITY' }, { rule: 'award_due', kind: 'AMOUNT' }],
    } });
    expect(await clerk.run('query ($id: ID!) { decisionReplay(id: $id) { equal differences { what } today { outcome amount changedFacts } } }', { id: month?.decision.id }))
      .toEqual({ decisionReplay: { equal: true, differences: [], today: { outcome: 'ELIGIBLE', amount: '648.11', changedFacts: [] } } });
  });

  async function pay(): Promise<void> {
    const payer = anybody(platform, 'payer');
    const { run } = await done<{ run: { id: string } }>(payer, 'paymentRunCreate', { programmeId: scheme, until: '2026-06-10', channel: 'csv-file', ...key() }, 'run { id }');
    await platform.finishJobs();
    const { paymentRun } = await payer.run<{ paymentRun: { contentHash: string } }>('query ($id: ID!) { paymentRun(by: { id: $id }) { state contentHash instructionCount total { amount } } }', { id: run.id });
    expect(paymentRun).toMatchObject({ state: 'DRAFT', instructionCount: 2, total: { amount: '1296.22' } });
    await done(approver, 'paymentRunApprove', { runId: run.id, contentHash: paymentRun.contentHash, ...key() }, 'run { state }');
    await done(payer, 'paymentRunSend', { runId: run.id, ...key() }, 'run { state }');
    await platform.finishJobs();
    expect(await payer.run('query ($id: ID!) { paymentRun(by: { id: $id }) { state proof { balanced } } }', { id: run.id })).toMatchObject({ paymentRun: { state: 'SENT', proof: { balanced: true } } });
  }

  it('that is claimed too early names what is missing, and is granted once facts were put right', async () => {
    const { id, state } = await claim(clerk, scheme, person('Kofi'), '2026-06-01');
    expect(state).toBe('NOT_ENTITLED');
    expect(await clerk.run('query ($id: ID!) { pensionClaim(by: { id: $id }) { decision { outcome reasons { code } } } }', { id })).toEqual({ pensionClaim: { decision: { outcome: 'NOT_ELIGIBLE', reasons: [{ code: 'months_enough' }] } } });
    expect(await refusedBy(approver, 'pensionClaimAward', { claimId: id, ...key() })).toMatchObject([{ code: 'NOT_ENTITLED' }]);
    expect(await refusedBy(clerk, 'pensionClaimLodge', { programmeId: scheme, personId: person('Kofi'), kind: 'OLD_AGE', from: '2026-06-01' })).toMatchObject([{ code: 'PENSION_CLAIM_OPEN' }]);
    await contributed(platform, scheme, person('Kofi'), '2015-01-01', '2017-12-01', '450.00');
    const { claim: again } = await done<{ claim: { state: string } }>(clerk, 'pensionClaimAssess', { claimId: id }, 'claim { state }');
    expect(again.state).toBe('ENTITLED');
    const { award } = await done<{ award: object }>(approver, 'pensionClaimAward', { claimId: id, ...key() }, 'award { monthlyToday }');
    // 135 months, the best 36 with 500.00: 500 x 2 % x 11.25.
    expect(award).toEqual({ monthlyToday: '112.50' });
  });

  it('is refused with a reason, or withdrawn, and may be claimed again', async () => {
    const first = await claim(clerk, scheme, person('Esi'), '2026-06-01');
    expect(await refusedBy(clerk, 'pensionClaimReject', { claimId: first.id, because: 'Not of age' })).toMatchObject([{ code: 'OWN_PENSION_CLAIM' }]);
    await done(approver, 'pensionClaimReject', { claimId: first.id, because: 'Not of age' }, 'claim { state because }');
    const second = await claim(clerk, scheme, person('Esi'), '2026-06-10');
    expect(second.id).not.toBe(first.id);
    const { claim: withdrawn } = await done<{ claim: object }>(clerk, 'pensionClaimWithdraw', { claimId: second.id, because: 'Works on' }, 'claim { state because enrolment { state } }');
    expect(withdrawn).toMatchObject({ state: 'WITHDRAWN', because: 'Works on', enrolment: { state: 'EXITED' } });
    expect(await refusedBy(clerk, 'pensionClaimLodge', { programmeId: scheme, personId: person('Esi'), kind: 'OLD_AGE', from: '2026-12-11' })).toMatchObject([{ code: 'PENSION_CLAIM_AHEAD', path: ['input', 'from'] }]);
  });

  it('that is granted with effect in the past is paid with its arrears, once', async () => {
    await awarded(platform, scheme, person('Yaw'), '2026-04-01');
    expect(await owed(platform, scheme, person('Yaw'))).toEqual({ '2026-04': '0.00', '2026-05': '0.00' });
    expect(await determineAgain(platform, scheme)).toBe(true);
    // 192 months: 300 x 2 % x 16.
    expect(await owed(platform, scheme, person('Yaw'))).toEqual({ '2026-04': '96.00', '2026-05': '96.00' });
  });

  it('that is claimed ahead is granted from its day on, by what is known then', async () => {
    const { id, state } = await claim(clerk, scheme, person('Adwoa'), '2026-09-01');
    expect(state).toBe('ENTITLED');
    expect(await refusedBy(approver, 'pensionClaimAward', { claimId: id, ...key() })).toMatchObject([{ code: 'PENSION_CLAIM_NOT_YET' }]);
    await contributed(platform, scheme, person('Adwoa'), '2026-01-01', '2026-08-01', '300.00');
    platform.setToday('2026-09-02');
    expect(await refusedBy(approver, 'pensionClaimAward', { claimId: id, ...key() })).toMatchObject([{ code: 'PENSION_CLAIM_ASSESSED_AHEAD' }]);
    expect(await done(clerk, 'pensionClaimAssess', { claimId: id }, 'claim { state assessedOn }')).toMatchObject({ claim: { state: 'ENTITLED', assessedOn: '2026-09-02' } });
    // 200 months: 300 x 2 % x 16 2/3.
    expect(await done(approver, 'pensionClaimAward', { claimId: id, ...key() }, 'award { from monthlyToday enrolment { enrolledOn } }')).toMatchObject({ award: { from: '2026-09-01', monthlyToday: '100.00', enrolment: { enrolledOn: '2026-09-01' } } });
  });
});
