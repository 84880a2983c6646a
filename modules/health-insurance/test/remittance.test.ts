import { readRows } from '@kinga/plugin-sdk';
import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { adjudicate, claimed, outcomeOf, planWith } from './some-adjudication.js';
import { asked, family, line, someFamily, submit } from './some-claims.js';
import { key } from './some-plan.js';
import { somePolicy } from './some-policy.js';
import { anybody, done, refusedFor, someRegisters } from './some-registers.js';

let platform: TestPlatform;
let officer: TestClient;
let approver: TestClient;
let people: Readonly<Record<string, string>>;
let programmeId: string;

const person = (name: string): string => people[name] ?? '';
const money = (input: object): object => ({ idempotencyKey: key(), ...input });

async function run(): Promise<string> {
  const { run: made } = await done<{ run: { id: string } }>(officer, 'remittanceRunCreate', 'run { id } job { id }', money({ programmeId }));
  await platform.finishJobs();
  return made.id;
}
const told = async (id: string): Promise<object> => (await officer.run<{ remittanceRun: object }>(
  'query ($id: ID!) { remittanceRun(by: { id: $id }) { state total { amount } paidAmount remittances(orderBy: [{ createdAt: ASC }, { id: ASC }]) { nodes { state amount { amount } facility { organisation { code } } claims(orderBy: [{ id: ASC }]) { nodes { owed { amount } before { amount } amount { amount } claim { code state } } } } } } }', { id })).remittanceRun;
/** What the books say: the sum of postings by purpose of the account, and organisation. */
async function books(): Promise<Readonly<Record<string, string>>> {
  const { rows } = await platform.pool.query<{ account: string; sum: string }>(
    `select concat_ws(' ', a.purpose, o.code) as account, sum(p.amount)::numeric(12,2)::text as sum from transactions.posting p join transactions.account a on a.id = p.account_id left join people.organisation o on o.id = a.organisation_id where a.programme_id = (select id from programmes.programme where code = 'PLAN') group by 1 having sum(p.amount) <> 0 order by 1`);
  return Object.fromEntries(rows.map(({ account, sum }) => [account, sum]));
}

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-06-01' });
  [officer, approver] = [anybody(platform, 'officer'), anybody(platform, 'approver')];
  await someRegisters(platform);
  people = await someFamily(platform, 'F-1', family);
  await somePolicy(platform, await planWith(platform, 'PLAN', {}, ['CONS', 'LAB', 'NEW']), 'F-1', Object.values(people));
  programmeId = (await officer.run<{ programme: { id: string } }>('{ programme(by: { code: "PLAN" }) { id } }')).programme.id;
});
afterAll(() => platform.stop());

describe('A remittance run', () => {
  let first: string;
  let claim: string;

  it('CLM-53: gives each facility one sum, with each claim, and is owed once a second person approved it', async () => {
    ({ id: claim } = await claimed(platform, asked(person('Ama'), [line('CONS'), line('NEW')], { code: 'A' })));
    await claimed(platform, asked(person('Kofi'), [line('LAB')], { code: 'B' }));
    await claimed(platform, asked(person('Kofi'), [line('CONS')], { code: 'C', facilityCode: 'D' }));
    await claimed(platform, asked(person('Kofi'), [line('UNLISTED')], { code: 'X' }));
    first = await run();
    expect(await told(first)).toEqual({ state: 'DRAFT', total: { amount: '47.50' }, paidAmount: '0', remittances: { nodes: expect.arrayContaining([
      { state: 'PENDING', amount: { amount: '27.50' }, facility: { organisation: { code: 'H' } }, claims: { nodes: expect.arrayContaining([{ owed: { amount: '20.00' }, before: { amount: '0' }, amount: { amount: '20.00' }, claim: { code: 'A', state: 'VALUED' } }, { owed: { amount: '7.50' }, before: { amount: '0' }, amount: { amount: '7.50' }, claim: { code: 'B', state: 'VALUED' } }]) } },
      { state: 'PENDING', amount: { amount: '20.00' }, facility: { organisation: { code: 'D' } }, claims: { nodes: [{ owed: { amount: '20.00' }, before: { amount: '0' }, amount: { amount: '20.00' }, claim: { code: 'C', state: 'VALUED' } }] } },
    ]) } });
    expect(await refusedFor(officer, 'remittanceRunApprove', money({ id: first }))).toEqual(['REMITTANCE_SECOND_PERSON']);
    expect(await refusedFor(officer, 'remittanceRunCreate', money({ programmeId }))).toEqual(['REMITTANCE_RUN_OPEN']);
    for (const limits of [{ organisations: ['D'] }, { places: ['V'] }]) {
      const local = anybody(platform, 'local', limits);
      expect([await refusedFor(local, 'remittanceRunApprove', money({ id: first })), await refusedFor(local, 'remittanceRunCancel', money({ id: first }))]).toEqual([['WHOLE_PROGRAMME_NEEDED'], ['WHOLE_PROGRAMME_NEEDED']]);
    }
    const input = money({ id: first });
    await done(approver, 'remittanceRunApprove', 'run { state }', input);
    // Sent again, it is answered and nothing is booked again.
    await done(approver, 'remittanceRunApprove', 'run { state }', input);
    expect(await books()).toEqual({ SERVICES_EXPENSE: '47.50', 'ORGANISATION_PAYABLE H': '-27.50', 'ORGANISATION_PAYABLE D': '-20.00' });
    const { claim: paid } = await officer.run<{ claim: object }>('query ($id: ID!) { claim(by: { id: $id }) { state approved { amount } remitted { amount } paidOn } }', { id: claim });
    expect(paid).toEqual({ state: 'PAID', approved: { amount: '20.00' }, remitted: { amount: '20.00' }, paidOn: '2026-06-01' });
    expect(await refusedFor(officer, 'remittanceRunCancel', money({ id: first }))).toEqual(['REMITTANCE_RUN_STATE']);
  });

  it('is paid once, under a reference of its own; what comes back is owed again and paid anew', async () => {
    const { remittances } = await officer.run<{ remittances: { nodes: { id: string; facility: { organisation: { code: string } } }[] } }>('{ remittances { nodes { id facility { organisation { code } } } } }');
    const of = (code: string): string => remittances.nodes.find(({ facility }) => facility.organisation.code === code)?.id ?? '';
    for (const limits of [{ organisations: ['D'] }, { places: [] }]) {
      const other = platform.as({ name: 'cashier', permissions: ['health-insurance.remittances.pay', 'health-insurance.remittances.read'], ...limits });
      expect([await refusedFor(other, 'remittancePay', money({ id: of('H'), reference: 'BANK-0' })), await refusedFor(other, 'remittanceReturn', money({ id: of('H') }))]).toEqual([['REMITTANCE_NOT_FOUND'], ['REMITTANCE_NOT_FOUND']]);
    }
    await done(officer, 'remittancePay', 'remittance { id }', money({ id: of('H'), reference: 'BANK-1' }));
    expect(await refusedFor(officer, 'remittancePay', money({ id: of('H'), reference: 'BANK-2' }))).toEqual(['REMITTANCE_STATE']);
    expect(await refusedFor(officer, 'remittancePay', money({ id: of('D'), reference: 'BANK-1' }))).toEqual(['REMITTANCE_REFERENCE_TAKEN']);
    expect(await refusedFor(officer, 'remittancePay', money({ id: of('D'), reference: 'BANK-3', paidOn: '2026-06-02' }))).toEqual(['REMITTANCE_IN_FUTURE']);
    expect(await books()).toEqual({ SERVICES_EXPENSE: '47.50', FUNDS: '-27.50', 'ORGANISATION_PAYABLE D': '-20.00' });
    const { remittance } = await done<{ remittance: object }>(officer, 'remittanceReturn', 'remittance { state returnedBecause }', money({ id: of('H'), reason: 'Account closed' }));
    expect(remittance).toEqual({ state: 'RETURNED', returnedBecause: 'Account closed' });
    expect(await books()).toEqual({ SERVICES_EXPENSE: '47.50', 'ORGANISATION_PAYABLE H': '-27.50', 'ORGANISATION_PAYABLE D': '-20.00' });
    const both = await Promise.all([officer, approver].map((who, n) => who.send('mutation ($input: RemittancePayInput!) { remittancePay(input: $input) { userErrors { code } } }', { input: money({ id: of('H'), reference: `BANK-1${n}` }) })));
    expect(both.map(({ data }) => (data as { remittancePay: { userErrors: { code: string }[] } }).remittancePay.userErrors[0]?.code ?? 'paid').sort()).toEqual(['REMITTANCE_STATE', 'paid']);
    expect(await officer.run('query ($id: ID!) { remittance(by: { id: $id }) { state returnedBecause } }', { id: of('H') })).toEqual({ remittance: { state: 'PAID', returnedBecause: null } });
    expect(await told(first)).toMatchObject({ paidAmount: '27.50' });
    expect(await books()).toEqual({ SERVICES_EXPENSE: '47.50', FUNDS: '-27.50', 'ORGANISATION_PAYABLE D': '-20.00' });
  });

  it('pays or keeps back the difference of claims that were decided anew: what was booked stays', async () => {
    await done(anybody(platform, 'keeper'), 'pricesSet', 'added', { listCode: 'NATIONAL', from: '2020-01-01', prices: [{ serviceCode: 'NEW' }] });
    await done(officer, 'claimReopen', 'claim { id }', { id: claim, reason: 'The list was short of a service' });
    await adjudicate(officer, [claim]);
    const more = await run();
    expect(await told(more)).toMatchObject({ total: { amount: '40.00' }, remittances: { nodes: [{ amount: { amount: '40.00' }, claims: { nodes: [{ owed: { amount: '60.00' }, before: { amount: '20.00' }, amount: { amount: '40.00' } }] } }] } });
    await done(approver, 'remittanceRunApprove', 'run { state }', money({ id: more }));
    // Corrected again, to less: kept back out of what else the facility is owed, and no facility is asked for money.
    await done(anybody(platform, 'keeper'), 'pricesSet', 'added', { listCode: 'NATIONAL', from: '2020-01-01', prices: [{ serviceCode: 'NEW', unitPrice: '30.00' }] });
    await done(officer, 'claimReopen', 'claim { id }', { id: claim, reason: 'The price was wrong' });
    await adjudicate(officer, [claim]);
    const nothing = await run();
    expect(await told(nothing)).toMatchObject({ total: { amount: '0' }, remittances: { nodes: [] } });
    expect(await refusedFor(approver, 'remittanceRunApprove', money({ id: nothing }))).toEqual(['REMITTANCE_EMPTY']);
    await done(officer, 'remittanceRunCancel', 'run { state }', money({ id: nothing }));
    await claimed(platform, asked(person('Esi'), [line('CONS')], { code: 'E' }));
    const less = await run();
    expect(await told(less)).toMatchObject({ total: { amount: '10.00' }, remittances: { nodes: [{ amount: { amount: '10.00' }, claims: { nodes: expect.arrayContaining([expect.objectContaining({ before: { amount: '60.00' }, amount: { amount: '-10.00' } })]) } }] } });
    await done(approver, 'remittanceRunApprove', 'run { state }', money({ id: less }));
    expect(await books()).toMatchObject({ SERVICES_EXPENSE: '97.50' });
    // Decided once more to the same, it is paid as before and in no further run.
    await done(officer, 'claimReopen', 'claim { id }', { id: claim, reason: 'To see that nothing changes' });
    await adjudicate(officer, [claim]);
    expect(await officer.run('query ($id: ID!) { claim(by: { id: $id }) { state approved { amount } remitted { amount } } }', { id: claim })).toEqual({ claim: { state: 'PAID', approved: { amount: '50.00' }, remitted: { amount: '50.00' } } });
    const { rows: [sums] } = await platform.pool.query<{ same: boolean }>("select sum(approved) = sum(remitted) as same from health_insurance.claim where state in ('PAID', 'REJECTED')");
    expect(sums?.same).toBe(true);
  });

  it('is not approved where what its claims come to has changed since it was made', async () => {
    const { id } = await claimed(platform, asked(person('Esi'), [line('LAB')], { code: 'S' }));
    const stale = await run();
    await done(officer, 'claimReopen', 'claim { id }', { id, reason: 'Looked at again' });
    expect(await refusedFor(approver, 'remittanceRunApprove', money({ id: stale }))).toEqual(['REMITTANCE_STALE']);
    await done(officer, 'remittanceRunCancel', 'run { state }', money({ id: stale }));
    await expect(platform.pool.query("update health_insurance.remittance_run set total = 1 where state = 'APPROVED'")).rejects.toMatchObject({ code: 'KG001' });
    await expect(platform.pool.query('delete from health_insurance.remittance_claim')).rejects.toMatchObject({ code: 'KG001' });
  });
});

describe('Claims that somebody is limited to', () => {
  it('are those of the programmes that insured the patient at the visit, and of the facility, also for the work on all that wait', async () => {
    const ids = await Promise.all(['H', 'D'].map((facilityCode) => submit(officer, asked(person('Kofi'), [line('LAB')], { facilityCode }))));
    const seen = async (limits: object): Promise<readonly boolean[]> => {
      const { nodes } = await anybody(platform, 'somebody', limits).run<{ nodes: readonly (object | null)[] }>('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
      return nodes.map((node) => node !== null);
    };
    expect([await seen({ programmes: ['PLAN'] }), await seen({ programmes: ['OTHER'] }), await seen({ organisations: ['D'] }), await seen({ programmes: ['PLAN'], organisations: ['D'] }), await seen({ programmes: ['OTHER'], organisations: ['D'] })])
      .toEqual([[true, true], [false, false], [false, true], [false, true], [false, false]]);
    for (const dimension of ['programmes', 'organisations']) {
      const { rows: [found] } = await readRows<{ n: number }>(platform.platform.context({ actor: { ...platform.platform.system(), id: 'somebody', [dimension]: ['OTHER'] } }), 'select count(*)::int as n from health_insurance.claim');
      expect([dimension, found?.n]).toEqual([dimension, 0]);
    }

    const local = anybody(platform, 'local', { organisations: ['D'] });
    const { job } = await done<{ job: { id: string } }>(local, 'claimsAdjudicate', 'job { id }', {});
    await platform.finishJobs();
    expect(await Promise.all(ids.map(async (id) => (await outcomeOf(officer, id)).state))).toEqual(['SUBMITTED', 'VALUED']);
    const JOB = 'query ($id: ID!) { job(by: { id: $id }) { state } }';
    expect([await local.run(JOB, { id: job.id }), await anybody(platform, 'another', { organisations: ['H'] }).run(JOB, { id: job.id })]).toEqual([{ job: { state: 'DONE' } }, { job: null }]);
    // Whoever is limited to other programmes enters no claims for whom none of theirs insures.
    const elsewhere = anybody(platform, 'elsewhere', { programmes: ['OTHER'] });
    expect(await refusedFor(elsewhere, 'claimEnter', asked(person('Kofi'), [line('LAB')]))).toEqual(['PATIENT_UNKNOWN']);
  });
});

describe('Relative prices', () => {
  const index = (input: object) => done<{ index: object; settled: number }>(officer, 'relativeIndexCompute', 'index { index periodTo contributions { amount } adjusted { amount } } settled', money(input));

  it('CLM-45, CLM-51, CLM-52, A-22: wait for the index of their period: contributions of the period times its share by what the care comes to', async () => {
    const others = await someFamily(platform, 'F-2', family);
    const policy = await somePolicy(platform, await planWith(platform, 'REL', { inPatient: 'STAY' }, [{ serviceCode: 'CONS', priceOrigin: 'RELATIVE' }, 'LAB']), 'F-2', Object.values(others), { from: '2026-01-01', to: '2026-12-31' });
    await platform.pool.query("alter table health_insurance.policy disable trigger a_guard_policy; update health_insurance.policy set value = 365 where id = '" + policy + "'; alter table health_insurance.policy enable trigger a_guard_policy");
    const { plan } = (await officer.run<{ insurancePlans: { nodes: { id: string; programme: { code: string } }[] } }>('{ insurancePlans { nodes { id programme { code } } } }')).insurancePlans.nodes.map(({ id, programme }) => ({ plan: id, code: programme.code })).find(({ code }) => code === 'REL') ?? { plan: '' };
    const waiting = await claimed(platform, asked(others['Ama'] ?? '', [line('CONS', { quantity: '5' }), line('LAB')], { visitFrom: '2026-02-10' }));
    expect(waiting).toMatchObject({ state: 'PROCESSED', approved: null, lines: ['CONS: 100/0/0/0/0', 'LAB: 7.5/0/0/0/0'] });
    await claimed(platform, asked(others['Kofi'] ?? '', [line('CONS')], { visitFrom: '2026-03-31' }));
    const april = await claimed(platform, asked(others['Kofi'] ?? '', [line('CONS')], { visitFrom: '2026-04-01' }));
    const refused = (input: object) => refusedFor(officer, 'relativeIndexCompute', money({ planId: plan, ...input }));
    expect([await refused({ kind: 'QUARTER', from: '2026-02-01' }), await refused({ kind: 'QUARTER', from: '2026-04-01' }), await refused({ kind: 'MONTH', from: '2026-01-01' })]).toEqual([['RELATIVE_INDEX_PERIOD'], ['RELATIVE_INDEX_OPEN'], ['RELATIVE_INDEX_NOTHING']]);
    // 90 of 365 days of a premium of 365; two thirds of it for care that comes to 120.
    expect(await index({ planId: plan, kind: 'QUARTER', from: '2026-01-01', share: '0.8' })).toMatchObject({ index: { index: '0.6000000000', periodTo: '2026-03-31', contributions: { amount: '90.00' }, adjusted: { amount: '120.00' } }, settled: 2 });
    expect(await outcomeOf(officer, waiting.id)).toMatchObject({ state: 'VALUED', approved: { amount: '67.50' }, lines: ['CONS: 60/0/0/0/0', 'LAB: 7.5/0/0/0/0'] });
    expect((await outcomeOf(officer, april.id)).state).toBe('PROCESSED');
    // A claim of the quarter that comes later is settled by the same index.
    const late = await claimed(platform, asked(others['Esi'] ?? '', [line('CONS')], { visitFrom: '2026-01-31' }));
    expect(await index({ planId: plan, kind: 'QUARTER', from: '2026-01-01', share: '0.8' })).toMatchObject({ index: { index: '0.6000000000' }, settled: 1 });
    expect(await outcomeOf(officer, late.id)).toMatchObject({ state: 'VALUED', approved: { amount: '12.00' } });
    expect(await refused({ kind: 'MONTH', from: '2026-03-01' })).toEqual(['RELATIVE_INDEX_NOTHING']);
    expect(await index({ planId: plan, kind: 'MONTH', from: '2026-04-01' })).toMatchObject({ settled: 1 });
  });
});
