import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId, encodeId } from '../../../src/kernel/schema/ids.js';
import { sendRun } from '../../../src/transactions/runs/send-run-job.js';
import { giveAccount, giveAccounts } from '../../../src/transactions/testing/accounts.js';
import { mutated } from '../../../src/transactions/testing/books.js';
import { scriptedChannel } from '../../../src/transactions/testing/scripted-channel.js';
import { approveRun, createRun, newKey, proofOf, startSending } from '../../../src/transactions/testing/story.js';
import { as, owing, run, startWorld, unseen, type World } from '../../../src/transactions/testing/world.js';

const bank = { ...scriptedChannel(), accountKinds: ['BANK'] as const, paysWithoutAccount: false };
const cash = scriptedChannel();
let world: World;
beforeAll(async () => {
  world = await startWorld({ channels: { bank, cash } });
});
afterAll(() => world.stop());

const officer = () => as(world, 'payment-officer');
const approver = () => as(world, 'payment-approver');

/** A programme that owes something to one person. */
async function owed(amount = '100'): Promise<{ readonly programme: string; readonly payee: string }> {
  const programme = await owing(world, [amount]);
  const { rows } = await world.pool.query<{ payee: string }>('select payee_id as payee from programmes.entitlement where programme_id = $1', [programme]);
  return { programme, payee: rows[0]!.payee };
}

/** Somebody else; of age where nothing is said. */
async function somebody(given: { readonly born?: string; readonly died?: string; readonly name?: string } = {}): Promise<string> {
  const { rows } = await world.pool.query<{ id: string }>(
    "insert into people.person (id, given_name, family_name, sex, birth_date, death_date) values (kernel.uuid7(), 'Efua', $1, 'FEMALE', $2, $3) returning id", [given.name ?? 'Owusu', given.born ?? '1980-01-01', given.died ?? null]);
  return rows[0]!.id;
}

/** A run that is made, and how many of what is due it leaves out, by why. */
async function created(programme: string, channel: string) {
  const made = await createRun(officer(), programme, { channel });
  if (!made.run) return { ...made, leftOut: null };
  const { paymentRun } = await run<{ paymentRun: { exceptionCounts: { kind: string; count: number; leftOut: boolean }[] } }>(officer(), 'query ($id: ID!) { paymentRun(by: { id: $id }) { exceptionCounts { kind count leftOut } } }', { id: made.run.id });
  return { ...made, leftOut: paymentRun.exceptionCounts.flatMap(({ kind, count, leftOut }) => (leftOut ? [{ problem: kind, count }] : [])) };
}

/** Approves and sends a run; what the provider got of it. */
async function sent(made: { readonly id: string; readonly contentHash: string }, channel = bank) {
  expect(await approveRun(approver(), made.id, made.contentHash)).toMatchObject({ userErrors: [] });
  await startSending(officer(), made.id);
  const uuid = decodeId(made.id)?.uuid ?? '';
  await sendRun.run(officer(), { runId: uuid }, unseen);
  return [...channel.book].filter(([key]) => key.startsWith(uuid.replaceAll('-', ''))).flatMap(([, batch]) => batch.payments);
}

const INSTRUCTIONS = `query ($run: ID!) { paymentInstructions(where: { run: { id: { eq: $run } } }) { nodes {
  payeeName receiverName receiver { familyName } arrangement { kind } account { kind institution holderName masked number } } } }`;
const instructionsOf = async (id: string, ctx = officer()) => (await run<{ paymentInstructions: { nodes: Record<string, unknown>[] } }>(ctx, INSTRUCTIONS, { run: id })).paymentInstructions.nodes;

describe('the account that a payment goes into', () => {
  it('is the registry’s: open, verified, of the channel’s kind and the currency, of several the preferred one', async () => {
    const { programme, payee } = await owed();
    await giveAccount(world, payee, { number: 'WALLET1', kind: 'WALLET' });
    await giveAccount(world, payee, { number: 'OTHERBANK1', institution: 'OTHER' });
    await giveAccount(world, payee, { number: 'PREFERRED77001', preferred: true, holder: 'Ama and Kofi Mensah' });
    await giveAccount(world, payee, { number: 'EURO1', currency: 'EUR' });
    await giveAccount(world, payee, { number: 'CLOSED1', validTo: '2026-02-01' });
    const made = await created(programme, 'bank');
    expect(made).toMatchObject({ leftOut: [], userErrors: [] });
    expect(await instructionsOf(made.run!.id)).toEqual([{
      payeeName: 'Ama Mensah 1', receiverName: null, receiver: null, arrangement: null, account: { kind: 'BANK', institution: 'GHBANK', holderName: 'Ama and Kofi Mensah', masked: '••••001', number: null },
    }]);
    expect(await sent(made.run!)).toMatchObject([{ payeeName: 'Ama and Kofi Mensah', account: 'PREFERRED77001', institution: 'GHBANK', amount: '100.00' }]);
    const { rows } = await world.pool.query('select from transactions.payment_instruction i where to_jsonb(i)::text ~ $1 union all select from kernel.history h where h.row_before::text ~ $1', ['PREFERRED77001']);
    expect(rows).toEqual([]);
  });

  it('stays what it was when the run was made: the registry keeps it from becoming another', async () => {
    const { programme, payee } = await owed();
    const account = await giveAccount(world, payee, { number: 'FROZEN77002' });
    const made = await created(programme, 'bank');
    const change = (set: string) => world.pool.query(`update people.payment_account set ${set} where id = $1`, [account]);
    for (const set of ["institution = 'ELSEWHERE'", "kind = 'WALLET'", "holder_name = 'Somebody'", "digest = set_byte(digest, 10, 1)", 'digest = null, sealed = null', "currency = 'EUR'"]) await expect(change(set)).rejects.toThrow(/another/);
    await change("valid_to = '2026-12-31', preferred = false");
    await giveAccount(world, payee, { number: 'LATER77003', preferred: true });
    await expect(world.pool.query('update transactions.payment_instruction set account_id = null where account_id = $1', [account])).rejects.toThrow(/frozen/);
    expect(await sent(made.run!)).toMatchObject([{ account: 'FROZEN77002' }]);
  });

  it('is missed with a code: nobody is skipped in silence, or paid by accident', async () => {
    const programme = await owing(world, ['1', '2', '3', '4', '5', '6', '7']);
    const { rows } = await world.pool.query<{ payee: string }>('select payee_id as payee from programmes.entitlement where programme_id = $1 order by amount', [programme]);
    const [none, wallet, euro, unverified, refuted, dead, fine] = rows.map(({ payee }) => payee) as [string, string, string, string, string, string, string];
    expect(none).toBeTruthy();
    await giveAccount(world, wallet, { kind: 'WALLET', preferred: true });
    await giveAccount(world, euro, { currency: 'EUR', preferred: true });
    await giveAccount(world, unverified, { verification: 'UNVERIFIED', preferred: true });
    await giveAccount(world, refuted, { verification: 'REFUTED' });
    await giveAccount(world, dead);
    await world.pool.query("update people.person set death_date = '2026-02-01' where id = $1", [dead]);
    await giveAccount(world, fine);
    expect(await created(programme, 'bank')).toMatchObject({
      run: { instructionCount: 1 }, userErrors: [],
      leftOut: [{ problem: 'ACCOUNT_CURRENCY', count: 1 }, { problem: 'ACCOUNT_KIND', count: 1 }, { problem: 'ACCOUNT_NOT_VERIFIED', count: 2 }, { problem: 'NO_ACCOUNT', count: 1 }, { problem: 'PAYEE_DEAD', count: 1 }],
    });
    expect(await created(programme, 'bank')).toMatchObject({ run: null, userErrors: [{ code: 'NOBODY_PAYABLE' }] });
    // In cash, whoever has no account is paid by name; whoever has one that does not fit is not.
    expect(await created(programme, 'cash')).toMatchObject({ run: { instructionCount: 2 }, leftOut: [{ problem: 'ACCOUNT_CURRENCY', count: 1 }, { problem: 'ACCOUNT_NOT_VERIFIED', count: 2 }, { problem: 'PAYEE_DEAD', count: 1 }] });
  });
});

describe('somebody who receives for another', () => {
  const propose = (input: object, who = officer()) => mutated(who, 'payeeArrangementPropose', 'arrangement', { kind: 'GUARDIAN', reason: 'The court said so', validFrom: '2026-01-01', idempotencyKey: newKey(), ...input }, 'id state inForce');
  const decide = (id: string, confirm: boolean, who = approver()) => mutated(who, 'payeeArrangementDecide', 'arrangement', { id, confirm, idempotencyKey: newKey() }, 'id state inForce');
  const end = (id: string, on?: string) => mutated(officer(), 'payeeArrangementEnd', 'arrangement', { id, on, reason: 'It was lifted', idempotencyKey: newKey() }, 'id inForce validTo');
  const person = (uuid: string) => encodeId('person', uuid);

  it('is proposed by one, confirmed by another, and paid into an account of their own', async () => {
    const { programme, payee } = await owed();
    const guardian = await somebody();
    await giveAccount(world, payee, { number: 'CHILD77004' });
    await giveAccount(world, guardian, { number: 'GUARDIAN77005' });
    const proposed = await propose({ beneficiaryId: person(payee), receiverId: person(guardian) });
    expect(proposed).toMatchObject({ arrangement: { state: 'PROPOSED', inForce: false }, userErrors: [] });
    const id = proposed['arrangement']!.id;
    const both = world.platform.context({ actor: world.platform.actorOf({ id: 'payment-officer@example.org', roles: ['payment-approver'], places: null }) });
    expect(await decide(id, true, both)).toMatchObject({ userErrors: [{ code: 'PAYEE_ARRANGEMENT_SECOND_PERSON' }] });
    expect(await decide(id, true)).toMatchObject({ arrangement: { state: 'CONFIRMED', inForce: true } });
    expect(await decide(id, false)).toMatchObject({ userErrors: [{ code: 'PAYEE_ARRANGEMENT_DECIDED' }] });
    const made = await created(programme, 'bank');
    expect(await instructionsOf(made.run!.id)).toMatchObject([{ payeeName: 'Ama Mensah 1', receiverName: 'Efua Owusu', receiver: { familyName: 'Owusu' }, arrangement: { kind: 'GUARDIAN' }, account: { holderName: 'Efua Owusu' } }]);
    expect(await sent(made.run!)).toMatchObject([{ payeeName: 'Efua Owusu', account: 'GUARDIAN77005' }]);
    expect(await end(id)).toMatchObject({ arrangement: { inForce: false, validTo: '2026-03-01' } });
    expect(await end(id)).toMatchObject({ userErrors: [{ code: 'PAYEE_ARRANGEMENT_NOT_IN_FORCE' }] });
    expect(await proofOf(officer(), made.run!.id)).toMatchObject({ balanced: true, pending: '100.00/100.00' });
  });

  it('is somebody else, alive, of age, and one at a time', async () => {
    const { programme, payee } = await owed();
    const receiver = await somebody();
    const to = (receiverId: string, more: object = {}) => propose({ beneficiaryId: person(payee), receiverId: person(receiverId), ...more });
    expect(await to(payee)).toMatchObject({ userErrors: [{ code: 'RECEIVER_IS_BENEFICIARY', path: ['input', 'receiverId'] }] });
    expect(await to(await somebody({ died: '2025-01-01' }))).toMatchObject({ userErrors: [{ code: 'RECEIVER_DEAD' }] });
    expect(await to(await somebody({ born: '2008-03-02' }))).toMatchObject({ userErrors: [{ code: 'RECEIVER_MINOR' }] });
    expect(await to('01890000-0000-7000-8000-000000000000')).toMatchObject({ userErrors: [{ code: 'PERSON_NOT_FOUND', path: ['input', 'receiverId'] }] });
    expect(await to(receiver, { validTo: '2025-01-01' })).toMatchObject({ userErrors: [{ code: 'PAYEE_ARRANGEMENT_DAYS' }] });
    const [first, second] = [await to(receiver), await to(await somebody(), { validFrom: '2026-02-01' })].map(({ arrangement }) => arrangement!.id) as [string, string];
    expect(await decide(first, true)).toMatchObject({ userErrors: [] });
    expect(await decide(second, true)).toMatchObject({ userErrors: [{ code: 'PAYEE_ARRANGEMENTS_OVERLAP' }] });
    expect(await to(receiver)).toMatchObject({ userErrors: [{ code: 'PAYEE_ARRANGEMENTS_OVERLAP' }] });
    // One of the programme comes before one of all, also where its receiver has no account.
    const own = await to(await somebody({ name: 'Asante' }), { programmeId: encodeId('programme', programme), kind: 'ALTERNATE_PAYEE' });
    await decide(own['arrangement']!.id, true);
    await giveAccount(world, receiver);
    expect(await created(programme, 'bank')).toMatchObject({ userErrors: [{ code: 'NOBODY_PAYABLE' }] });
    const { rows } = await world.pool.query<{ id: string }>('select receiver_id as id from transactions.payee_arrangement where programme_id = $1', [programme]);
    await giveAccount(world, rows[0]!.id);
    expect(await instructionsOf((await created(programme, 'bank')).run!.id)).toMatchObject([{ receiverName: 'Efua Asante', arrangement: { kind: 'ALTERNATE_PAYEE' } }]);
  });

  it('receives after the beneficiary’s death as a nominee alone', async () => {
    for (const [kind, problem] of [['NOMINEE', null], ['GUARDIAN', 'PAYEE_DEAD']] as const) {
      const { programme, payee } = await owed();
      const receiver = await somebody();
      await giveAccount(world, receiver);
      const { arrangement } = await propose({ beneficiaryId: person(payee), receiverId: person(receiver), kind });
      await decide(arrangement!.id, true);
      await world.pool.query("update people.person set death_date = '2026-02-20' where id = $1", [payee]);
      const made = await created(programme, 'bank');
      if (problem) expect(made.userErrors).toMatchObject([{ code: 'NOBODY_PAYABLE' }]);
      else expect(made.leftOut).toEqual([]);
    }
  });

  it('is kept by the database, whoever writes', async () => {
    const { payee } = await owed();
    const receiver = await somebody();
    const { arrangement } = await propose({ beneficiaryId: person(payee), receiverId: person(receiver) });
    const uuid = decodeId(arrangement!.id)?.uuid;
    const set = (what: string) => world.pool.query(`update transactions.payee_arrangement set ${what} where id = $1`, [uuid]);
    await expect(set("state = 'CONFIRMED', decided_by = proposed_by, decided_on = '2026-03-01'")).rejects.toThrow(/second_person/);
    await expect(set('receiver_id = beneficiary_id')).rejects.toThrow(/keeps what it says/);
    await expect(world.pool.query('delete from transactions.payee_arrangement where id = $1', [uuid])).rejects.toThrow(/never changed/);
  });
});

describe('the hash of a run', () => {
  it('is another one with another account, and with another receiver', async () => {
    const hashes = new Set<string>();
    const { programme, payee } = await owed();
    for (const number of ['HASH77006', 'HASH77007']) {
      await world.pool.query('update people.payment_account set preferred = false where person_id = $1', [payee]);
      await giveAccounts(world, programme, { number, preferred: true });
      const { run: made } = await createRun(officer(), programme, { channel: 'bank' });
      const { rows } = await world.pool.query<{ hash: string }>("select transactions.content_hash(id) as hash from transactions.payment_run where id = $1", [decodeId(made!.id)!.uuid]);
      expect(rows[0]!.hash).toBe(made!.contentHash);
      hashes.add(made!.contentHash);
      await run(officer(), 'mutation ($input: PaymentRunCancelInput!) { paymentRunCancel(input: $input) { userErrors { code } } }', { input: { runId: made!.id, idempotencyKey: newKey() } });
    }
    expect(hashes.size).toBe(2);
  });
});
