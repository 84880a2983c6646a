import { startMobileMoney, startTestPlatform, type RunningProvider, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { decodeId } from '@kinga/plugin-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthInsurance } from '../src/index.js';
import { claimed, planWith } from './some-adjudication.js';
import { asked, family, line, someFamily } from './some-claims.js';
import { key } from './some-plan.js';
import { somePolicy } from './some-policy.js';
import { anybody, done, refusedFor, someRegisters } from './some-registers.js';

const VARIABLE = 'KINGA_TEST_REMITTANCES_SECRET';
let provider: RunningProvider;
let platform: TestPlatform;
let door: string;
let officer: TestClient;
let approver: TestClient;
let people: Readonly<Record<string, string>>;
let programmeId: string;

beforeAll(async () => {
  process.env[VARIABLE] = 'made-up-secret-of-tests';
  provider = await startMobileMoney({ secret: 'made-up-secret-of-tests' });
  // What is killed here is done by nobody else.
  platform = await startTestPlatform({ modules: [healthInsurance], today: '2026-06-01', workers: false, settings: { transactions: { batchSize: 1, channels: { wallets: { kind: 'mobile-money', url: provider.url, secretVariable: VARIABLE } } } } });
  door = new URL('/payment-channels/wallets', (await platform.serve()).url).href;
  [officer, approver] = [anybody(platform, 'officer'), anybody(platform, 'approver')];
  await someRegisters(platform);
  people = await someFamily(platform, 'F-1', family);
  await somePolicy(platform, await planWith(platform, 'PLAN', {}, ['CONS', 'LAB']), 'F-1', Object.values(people));
  programmeId = (await officer.run<{ programme: { id: string } }>('{ programme(by: { code: "PLAN" }) { id } }')).programme.id;
});
afterAll(async () => {
  delete process.env[VARIABLE];
  await platform?.stop();
  await provider?.stop();
});

const money = (input: object): object => ({ idempotencyKey: key(), ...input });
const uuid = (id: string): string => decodeId(id)?.uuid ?? '';
const control = { progress: () => Promise.resolve() };
const system = () => platform.platform.context({ actor: platform.platform.system() });

/** A job of core's, which nobody but this test takes. */
function job(name: string, input: object): Promise<unknown> {
  const found = platform.platform.plan.modules.flatMap((module) => module.jobs ?? []).find((each) => each.name === name);
  if (!found) throw new Error(`there is no job ${name}`);
  return (found.run as (ctx: object, given: object, control: object) => Promise<unknown>)(system(), input, control);
}

/** Claims of facilities that are decided, as one approved remittance run. */
async function remitted(claims: readonly (readonly [facility: string, services: readonly string[]])[]): Promise<void> {
  for (const [facilityCode, services] of claims) await claimed(platform, asked(people['Kofi'] ?? '', services.map((service) => line(service)), { facilityCode }));
  const { run } = await done<{ run: { id: string } }>(officer, 'remittanceRunCreate', 'run { id } job { id }', money({ programmeId }));
  await job('health-insurance.compute-remittances', { runId: uuid(run.id) });
  await done(approver, 'remittanceRunApprove', 'run { state }', money({ id: run.id }));
}

async function account(code: string, number: string): Promise<{ readonly id: string; readonly version: number }> {
  return (await done<{ account: { id: string; version: number } }>(officer, 'organisationAccountAdd', 'account { id version }', { code, account: { kind: 'WALLET', institution: 'MOMO', number } })).account;
}
const verify = (of: { readonly id: string; readonly version: number }, who = approver, verification = 'VERIFIED') => done(who, 'organisationAccountVerify', 'account { verification checkedBy }', { ...of, verification, method: 'Answer of the provider' });

interface Due { readonly source: string; readonly organisation: { readonly code: string }; readonly amount: { readonly amount: string }; readonly problem: string | null }
const due = async (who = officer, channel = 'wallets'): Promise<readonly string[]> => (await who.run<{ organisationPaymentsDue: readonly Due[] }>(
  'query ($id: ID!, $channel: String!) { organisationPaymentsDue(programmeId: $id, channel: $channel) { source sourceId organisation { code } amount { amount currency } account { masked } problem explanation } }', { id: programmeId, channel }))
  .organisationPaymentsDue.map(({ organisation, amount, problem }) => `${organisation.code} ${amount.amount}${problem ? ` ${problem}` : ''}`);

interface Made { readonly run: { readonly id: string; readonly contentHash: string; readonly instructionCount: number; readonly total: { readonly amount: string } }; readonly leftOut: number }
const create = (more: object = {}) => done<Made>(officer, 'organisationPaymentRunCreate', 'run { id kind state contentHash instructionCount total { amount } } leftOut', money({ programmeId, channel: 'wallets', ...more }));
const approve = ({ run }: Made, who = approver) => done(who, 'paymentRunApprove', 'run { state }', money({ runId: run.id, contentHash: run.contentHash }));
async function sending(made: Made): Promise<string> {
  await approve(made);
  await done(officer, 'paymentRunSend', 'run { state } job { id }', money({ runId: made.run.id }));
  return uuid(made.run.id);
}
const hand = (runId: string) => job('transactions.send-run', { runId });

interface Sent { readonly state: string; readonly reason: string | null; readonly remittance: string; readonly facility: string }
/** The payments of a run, with where the remittances that they are of stand. */
const payments = async (runId: string): Promise<readonly Sent[]> => (await platform.pool.query<Sent & { facility: string }>(
  `select o.code as facility, p.state, p.returned_reason as reason, m.state as remittance from transactions.organisation_payment p join people.organisation o on o.id = p.organisation_id
   join health_insurance.remittance m on m.id = p.source_id where p.run_id = $1 order by o.code, p.id`, [runId])).rows;
/** What the books say: the sum of postings by purpose of the account, and organisation. */
async function books(): Promise<Readonly<Record<string, string>>> {
  const { rows } = await platform.pool.query<{ account: string; sum: string }>(
    `select concat_ws(' ', a.purpose, o.code) as account, sum(p.amount)::numeric(12,2)::text as sum from transactions.posting p join transactions.account a on a.id = p.account_id left join people.organisation o on o.id = a.organisation_id
     where a.programme_id = $1 group by 1 having sum(p.amount) <> 0 order by 1`, [uuid(programmeId)]);
  return Object.fromEntries(rows.map(({ account: name, sum }) => [name, sum]));
}
const proof = async (id: string): Promise<object> => (await officer.run<{ paymentRun: { proof: object; state: string } }>(
  'query ($id: ID!) { paymentRun(by: { id: $id }) { state proof { balanced entitled { instructions { amount } ledger { amount } } paid { instructions { amount } ledger { amount } } pending { instructions { amount } } returned { instructions { amount } } counts { state count } } organisationPayments { nodes { organisation { code } } } } }', { id })).paymentRun;
const remittance = async (facility: string): Promise<string> => (await platform.pool.query<{ id: string }>(
  `select m.id from health_insurance.remittance m join health_insurance.facility f on f.id = m.facility_id join people.organisation o on o.id = f.organisation_id where o.code = $1 order by m.id desc limit 1`, [facility])).rows[0]?.id ?? '';
const remittanceId = async (facility: string): Promise<string> => {
  const { remittances } = await officer.run<{ remittances: { nodes: { id: string; facility: { organisation: { code: string } } }[] } }>('{ remittances(orderBy: [{ id: DESC }]) { nodes { id facility { organisation { code } } } } }');
  return remittances.nodes.find((each) => each.facility.organisation.code === facility)?.id ?? '';
};

describe('Remittances to health facilities', () => {
  let first: Made;
  let atHospital: { readonly id: string; readonly version: number };

  it('go into accounts that a second person has verified; whoever has none is listed with the reason', async () => {
    await remitted([['H', ['CONS', 'LAB']], ['D', ['CONS']]]);
    expect(await due()).toEqual(['D 20.00 NO_ACCOUNT', 'H 27.50 NO_ACCOUNT']);
    expect(await refusedFor(officer, 'organisationPaymentRunCreate', money({ programmeId, channel: 'wallets' }))).toEqual(['ORGANISATIONS_UNPAYABLE']);
    expect(await refusedFor(officer, 'organisationAccountAdd', { code: 'H', account: { kind: 'CASH_POINT', institution: 'MOMO', number: '1234' } })).toEqual(['ORGANISATION_ACCOUNT_KIND']);
    atHospital = await account('H', '+233240000007');
    expect(await due()).toEqual(['D 20.00 NO_ACCOUNT', 'H 27.50 ACCOUNT_NOT_VERIFIED']);
    expect(await refusedFor(officer, 'organisationAccountVerify', { ...atHospital, verification: 'VERIFIED', method: 'Looked at it' })).toEqual(['ORGANISATION_ACCOUNT_SECOND_PERSON']);
    expect(await verify(atHospital)).toMatchObject({ account: { verification: 'VERIFIED' } });
    expect(await due()).toEqual(['D 20.00 NO_ACCOUNT', 'H 27.50']);
    expect(await due(platform.as({ name: 'there', permissions: ['transactions.runs.read', 'people.organisations.read', 'people.organisation-accounts.read'], organisations: ['H'] }))).toEqual([]);
    const { organisation } = await officer.run<{ organisation: object }>('{ organisation(by: { code: "H" }) { accounts { nodes { masked number verification recordedBy holderName } } } }');
    expect(organisation).toMatchObject({ accounts: { nodes: [{ masked: '••••007', number: '+233240000007', verification: 'VERIFIED', holderName: 'Hospital' }] } });
    first = await create();
    expect(first).toMatchObject({ run: { kind: 'ORGANISATIONS', state: 'DRAFT', instructionCount: 1, total: { amount: '27.50' } }, leftOut: 1 });
    expect(await due()).toEqual(['D 20.00 NO_ACCOUNT']);
  });

  it('are approved by another person, and are paid by hand by nobody while a run pays them', async () => {
    expect(await refusedFor(officer, 'paymentRunApprove', money({ runId: first.run.id, contentHash: first.run.contentHash }))).toEqual(['MAKER_IS_CHECKER']);
    expect(await refusedFor(officer, 'remittancePay', money({ id: await remittanceId('H'), reference: 'BANK-1' }))).toEqual(['ORGANISATION_PAYMENT_UNDER_WAY']);
    await done(officer, 'remittancePay', 'remittance { state }', money({ id: await remittanceId('D'), reference: 'BANK-2' }));
    expect(await due()).toEqual([]);
    await done(officer, 'remittanceReturn', 'remittance { state }', money({ id: await remittanceId('D'), reason: 'By mistake' }));
    await done(officer, 'paymentRunCancel', 'run { state }', money({ runId: first.run.id }));
    expect(await payments(uuid(first.run.id))).toEqual([{ facility: 'H', state: 'CANCELLED', reason: null, remittance: 'PENDING' }]);
    expect(await proof(first.run.id)).toMatchObject({ state: 'CANCELLED', proof: { balanced: true } });
  });

  it('that the provider returns are owed as before, with the reason, and are paid by the next run', async () => {
    provider.provider.behaviour = { seed: 1, returns: 1 };
    const made = await create();
    const runId = await sending(made);
    await hand(runId);
    expect(await payments(runId)).toEqual([{ facility: 'H', state: 'SENT', reason: null, remittance: 'PENDING' }]);
    expect(await proof(made.run.id)).toMatchObject({ state: 'SENT', proof: { balanced: true, pending: { instructions: { amount: '27.50' } } } });
    expect(new Set(await provider.tell(door, platform.platform.now()))).toEqual(new Set([204]));
    const [returned] = await payments(runId);
    expect(returned).toMatchObject({ state: 'RETURNED', reason: expect.any(String), remittance: 'RETURNED' });
    expect(await officer.run('query ($id: ID!) { remittance(by: { id: $id }) { state returnedBecause payments { nodes { state source sourceId returnedReason } } } }', { id: await remittanceId('H') })).toMatchObject({
      remittance: { state: 'RETURNED', returnedBecause: returned?.reason, payments: { nodes: [{ state: 'CANCELLED' }, { state: 'RETURNED', source: 'health-insurance.remittances', sourceId: await remittanceId('H'), returnedReason: returned?.reason }] } } });
    // Nothing was booked, since nothing was paid.
    expect(await books()).toEqual({ SERVICES_EXPENSE: '47.50', 'ORGANISATION_PAYABLE H': '-27.50', 'ORGANISATION_PAYABLE D': '-20.00' });
    expect(await proof(made.run.id)).toMatchObject({ state: 'RECONCILED', proof: { balanced: true, returned: { instructions: { amount: '27.50' } } } });
    await verify(await account('D', '+233240000008'));
    provider.provider.behaviour = { seed: 1 };
    const again = await create();
    expect(again).toMatchObject({ run: { instructionCount: 2, total: { amount: '47.50' } }, leftOut: 0 });
    const second = await sending(again);
    await hand(second);
    await provider.tell(door, platform.platform.now());
    expect(await payments(second)).toEqual(['D', 'H'].map((facility) => ({ facility, state: 'PAID', reason: null, remittance: 'PAID' })));
    expect(await books()).toEqual({ SERVICES_EXPENSE: '47.50', FUNDS: '-47.50' });
    expect(await proof(again.run.id)).toMatchObject({ state: 'RECONCILED', proof: { balanced: true, paid: { instructions: { amount: '47.50' }, ledger: { amount: '47.50' } }, counts: [{ state: 'PAID', count: 2 }] }, organisationPayments: { nodes: expect.arrayContaining([{ organisation: { code: 'H' } }]) } });
    expect(await refusedFor(officer, 'organisationPaymentRunCreate', money({ programmeId, channel: 'wallets' }))).toEqual(['ORGANISATION_NOTHING_DUE']);
  });

  it('that came back after they were paid, as whoever records it says, are owed again', async () => {
    await done(officer, 'remittanceReturn', 'remittance { state }', money({ id: await remittanceId('D'), reason: 'Sent back by the facility' }));
    expect((await platform.pool.query('select state, returned_reason from transactions.organisation_payment where source_id = $1', [await remittance('D')])).rows).toEqual([{ state: 'RETURNED', returned_reason: 'Sent back by the facility' }]);
    expect(await books()).toEqual({ SERVICES_EXPENSE: '47.50', FUNDS: '-27.50', 'ORGANISATION_PAYABLE D': '-20.00' });
    expect(await due()).toEqual(['D 20.00']);
  });

  it('are in one run of two that are made at once, and are paid by a run or by hand', async () => {
    const both = await Promise.all([officer, approver].map((who) => who.send('mutation ($input: OrganisationPaymentRunCreateInput!) { organisationPaymentRunCreate(input: $input) { run { id } userErrors { code } } }', { input: money({ programmeId, channel: 'wallets' }) })));
    const told = both.map(({ data }) => (data as { organisationPaymentRunCreate: { run: { id: string } | null; userErrors: { code: string }[] } }).organisationPaymentRunCreate);
    expect(told.map(({ userErrors }) => userErrors[0]?.code ?? 'made').sort()).toEqual(['ORGANISATION_NOTHING_DUE', 'made']);
    await done(officer, 'paymentRunCancel', 'run { state }', money({ runId: told.find(({ run }) => run)?.run?.id }));
    const id = await remittanceId('D');
    for (let round = 0; round < 4; round += 1) {
      const [made, paid] = await Promise.all([
        officer.send('mutation ($input: OrganisationPaymentRunCreateInput!) { organisationPaymentRunCreate(input: $input) { run { id } userErrors { code } } }', { input: money({ programmeId, channel: 'wallets' }) }),
        officer.send('mutation ($input: RemittancePayInput!) { remittancePay(input: $input) { remittance { id } userErrors { code } } }', { input: money({ id, reference: `HAND-${round}` }) }),
      ]);
      const { run } = (made.data as { organisationPaymentRunCreate: { run: { id: string } | null } }).organisationPaymentRunCreate;
      const { remittance: byHand } = (paid.data as { remittancePay: { remittance: object | null } }).remittancePay;
      expect([run, byHand].filter(Boolean)).toHaveLength(1);
      if (run) await done(officer, 'paymentRunCancel', 'run { state }', money({ runId: run.id }));
      if (byHand) await done(officer, 'remittanceReturn', 'remittance { state }', money({ id }));
    }
  });

  it('killed at any statement while they are made, sent or answered, are paid once', async () => {
    await remitted([['H', ['LAB']], ['H', ['CONS']]]);
    const before = new Map(provider.provider.paid);
    const killed = async (work: () => Promise<unknown>): Promise<number> => {
      for (let at = 0; ; at += 1) if (await platform.killedAfter(at, work)) return at;
    };
    const input = money({ programmeId, channel: 'wallets' });
    let made: Made | undefined;
    expect(await killed(async () => { made = await done<Made>(officer, 'organisationPaymentRunCreate', 'run { id contentHash instructionCount } leftOut', input); })).toBeGreaterThan(10);
    expect(made?.run.instructionCount).toBe(2);
    expect((await platform.pool.query("select count(*)::int as runs from transactions.payment_run where state = 'DRAFT'")).rows).toEqual([{ runs: 1 }]);
    const runId = await sending(made as Made);
    expect(await killed(() => hand(runId))).toBeGreaterThan(10);
    expect((await payments(runId)).map(({ state }) => state)).toEqual(['SENT', 'SENT']);
    const paid = [...provider.provider.paid].filter(([reference]) => !before.has(reference));
    expect(paid.map(([, times]) => times)).toEqual([1, 1]);
    expect(await killed(() => job('transactions.inquire-run', { runId }))).toBeGreaterThan(10);
    await provider.tell(door, platform.platform.now());
    expect((await payments(runId)).map(({ state, remittance: its }) => [state, its])).toEqual([['PAID', 'PAID'], ['PAID', 'PAID']]);
    expect(await books()).toEqual({ SERVICES_EXPENSE: '75.00', FUNDS: '-75.00' });
    const { rows } = await platform.pool.query("select count(*)::int as unbalanced from (select from transactions.posting group by transaction_id, currency having sum(amount) <> 0) off");
    expect(rows).toEqual([{ unbalanced: 0 }]);
  });

  it('into an account that was closed since the run was made come back, and are not sent', async () => {
    await remitted([['H', ['CONS']]]);
    const made = await create();
    const runId = await sending(made);
    const { organisationAccounts } = await officer.run<{ organisationAccounts: { nodes: { id: string; version: number }[] } }>('{ organisationAccounts(where: { organisation: { code: { eq: "H" } } }) { nodes { id version } } }');
    await verify(organisationAccounts.nodes[0] as { id: string; version: number }, approver, 'REFUTED');
    await hand(runId);
    expect(await payments(runId)).toEqual([{ facility: 'H', state: 'RETURNED', reason: 'ACCOUNT_REFUTED', remittance: 'RETURNED' }]);
    expect(await due()).toEqual(['H 20.00 ACCOUNT_NOT_VERIFIED']);
  });
});
