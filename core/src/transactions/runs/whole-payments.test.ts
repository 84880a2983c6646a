import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../kernel/context.js';
import { goOn, uuidOf, type MadeRun } from '../testing/course-of-runs.js';
import { giveAccount, giveAccounts } from '../testing/accounts.js';
import { giveUpPayment, holdPayment, releasePayment } from '../testing/holds.js';
import { beginReissue } from '../testing/reissues.js';
import { answerOf, scriptedChannel } from '../testing/scripted-channel.js';
import { createRun, makeRun, proofOf, receive } from '../testing/story.js';
import { as, oweAgain, owing, run as ask, startWorld, unseen, type World } from '../testing/world.js';
import { sendRun } from './send-run-job.js';

const channel = scriptedChannel();
let world: World;
const [ONE, TWO] = ['018f0000-0000-7000-8000-00000000000a', '018f0000-0000-7000-8000-00000000000b'];
beforeAll(async () => {
  world = await startWorld({ channels: { scripted: channel }, settings: { batchSize: 2 } });
  await world.pool.query(`insert into people.place (id, code, name, level, depth, number, last_number) values ('${ONE}', 'ONE', 'One', 'district', 0, 1, 1), ('${TWO}', 'TWO', 'Two', 'district', 0, 2, 2)`);
});
beforeEach(() => {
  channel.fail = 'never';
  channel.book.clear();
  delete channel.cannotPay;
});
afterAll(() => world.stop());

const officer = (places?: readonly string[]): Context => as(world, 'payment-officer', 'officer', places);

interface Instruction {
  readonly id: string;
  readonly reference: string;
  readonly payment: string;
  readonly amount: string;
  readonly whole: string;
  readonly batch: number;
  readonly state: string;
  readonly reason: string | null;
  readonly payee: string;
}

/** What a run pays, by amount. */
const instructionsOf = async (made: MadeRun): Promise<readonly Instruction[]> => (await world.pool.query<Instruction>(
  `select id, reference, payment, amount::text, payment_amount::text as whole, case when moved_to is not null then moved_to else batch_number end as batch, state, returned_reason as reason, payee_id as payee
   from transactions.payment_instruction i where run_id = $1 order by i.amount`, [uuidOf(made)])).rows;
const statesOf = async (made: MadeRun): Promise<string> => (await instructionsOf(made)).map(({ state }) => state).join(' ');
const handed = (): readonly string[] => [...channel.book.values()].flatMap(({ payments }) => payments.map(({ payeeName, amount }) => `${payeeName} ${amount}`)).toSorted();
const lines = (): readonly { readonly reference: string; readonly amount: string }[] => [...channel.book.values()].flatMap(({ payments }) => payments);
const proof = (made: MadeRun) => proofOf(as(world, 'auditor'), made.id);

async function drafted(programme: string): Promise<MadeRun> {
  const { run } = await createRun(officer(), programme, { channel: 'scripted' });
  return { id: run?.id ?? '', hash: run?.contentHash ?? '' };
}
async function sent(made: MadeRun): Promise<void> {
  await goOn(world, channel, made, 'never');
  await goOn(world, channel, made, 'never');
}
/** Two cycles that are due together: of the first 10 and 20, of the second 1 and 2 for the same persons, and 40 for somebody else. */
async function twoCycles(): Promise<string> {
  const programme = await owing(world, ['10', '20', '40']);
  await oweAgain(world, programme, ['1', '2']);
  return programme;
}

describe('what one receiver is paid by a run', () => {
  it('is one line to the channel, and one instruction for each entitlement', async () => {
    const made = await drafted(await twoCycles());
    await sent(made);
    expect(handed()).toEqual(['Ama Mensah 1 11.00', 'Ama Mensah 2 22.00', 'Ama Mensah 3 40.00']);
    const its = await instructionsOf(made);
    expect(its.map(({ amount, whole, state }) => `${amount} of ${whole} ${state}`)).toEqual(['1.00 of 11.00 SENT', '2.00 of 22.00 SENT', '10.00 of 11.00 SENT', '20.00 of 22.00 SENT', '40.00 of 40.00 SENT']);
    // A batch is of so many payments, and a payment is in one batch.
    expect([...channel.book.values()].map(({ payments }) => payments.length).toSorted()).toEqual([1, 2]);
    const { paymentRun } = await ask<{ paymentRun: { instructionCount: number; total: object; batches: { nodes: { instructionCount: number }[] } } }>(officer(),
      'query ($id: ID!) { paymentRun(by: { id: $id }) { instructionCount total { amount } batches { nodes { instructionCount } } } }', { id: made.id });
    expect(paymentRun).toMatchObject({ instructionCount: 5, total: { amount: '73.00' } });
    expect(paymentRun.batches.nodes.reduce((sum, { instructionCount }) => sum + instructionCount, 0)).toBe(5);
    const [named] = lines();
    const { paymentInstructions, paymentInstruction } = await ask<Record<string, { nodes: object[] }>>(officer(),
      'query ($payment: String!) { paymentInstruction(by: { reference: $payment }) { payment paymentAmount { amount currency } } paymentInstructions(where: { payment: { eq: $payment } }) { totalCount } }', { payment: named?.reference });
    expect(paymentInstruction).toEqual({ payment: named?.reference, paymentAmount: { amount: named?.amount, currency: 'GHS' } });
    expect(paymentInstructions).toEqual({ totalCount: its.filter(({ payment }) => payment === named?.reference).length });
  });

  it('is settled as a whole by one line, and each line that books nothing is told of once', async () => {
    const made = await drafted(await twoCycles());
    await sent(made);
    const its = await instructionsOf(made);
    const [first, second, third] = lines().toSorted((a, b) => Number(a.amount) - Number(b.amount)) as [{ reference: string; amount: string }, { reference: string; amount: string }, { reference: string; amount: string }];
    const part = its.find(({ reference, payment }) => reference !== payment);
    expect(await receive(officer(), made.id, answerOf([first, first, { ...second, amount: '20.00' }, { reference: part?.reference ?? '', amount: part?.amount ?? '' }]))).toMatchObject({
      paid: 1, returned: 0, unmatched: [{ line: 3, reason: 'REPEATED' }, { line: 4, reason: 'WRONG_AMOUNT' }, { line: 5, reason: 'UNKNOWN_REFERENCE' }],
    });
    expect(await statesOf(made)).toBe('PAID SENT PAID SENT SENT');
    expect(await receive(officer(), made.id, answerOf([first, second, { ...second, status: 'RETURNED', reason: 'x' }]))).toMatchObject({
      paid: 0, unmatched: [{ line: 2, reason: 'ALREADY_PAID' }, { line: 3, reason: 'CONTRADICTS_ITSELF' }, { line: 4, reason: 'CONTRADICTS_ITSELF' }],
    });
    expect(await receive(officer(), made.id, answerOf([{ ...second, status: 'RETURNED', reason: 'Closed' }, third]))).toMatchObject({ paid: 1, returned: 1, unmatched: [], run: { state: 'RECONCILED' } });
    expect(await proof(made)).toMatchObject({ balanced: true, paid: '51.00/51.00', returned: '22.00/22.00', counts: [{ state: 'PAID', count: 3 }, { state: 'RETURNED', count: 2 }] });
  });

  it('comes back as a whole where the channel can never pay it', async () => {
    channel.cannotPay = ({ amount }) => (amount === '22.00' ? 'AMOUNT_UNLUCKY' : undefined);
    const made = await drafted(await twoCycles());
    await sent(made);
    expect(handed()).toEqual(['Ama Mensah 1 11.00', 'Ama Mensah 3 40.00']);
    expect((await instructionsOf(made)).map(({ state, reason }) => reason ?? state)).toEqual(['SENT', 'AMOUNT_UNLUCKY', 'SENT', 'AMOUNT_UNLUCKY', 'SENT']);
    expect(await proof(made)).toMatchObject({ balanced: true, returned: '22.00/22.00', pending: '51.00/51.00' });
    const { rows } = await world.pool.query('select sum(handed_total)::text as handed, sum(total)::text as total from transactions.payment_batch where run_id = $1', [uuidOf(made)]);
    expect(rows).toEqual([{ handed: '51.00', total: '73.00' }]);
  });

  it('comes back as a whole where who receives has died since', async () => {
    const made = await drafted(await twoCycles());
    const [{ payee }] = await instructionsOf(made) as [Instruction];
    await world.pool.query("update people.person set death_date = '2026-02-28' where id = $1", [payee]);
    await sent(made);
    expect((await instructionsOf(made)).map(({ state, reason }) => reason ?? state)).toEqual(['RECEIVER_DEAD', 'SENT', 'RECEIVER_DEAD', 'SENT', 'SENT']);
    expect(await proof(made)).toMatchObject({ balanced: true });
  });

  it('comes back as a whole where who was merged then is two persons again, one of whom has died', async () => {
    const programme = await owing(world, ['10', '20']);
    const merged = (set: string) => world.pool.query(`update people.person p set ${set} from programmes.entitlement e where e.payee_id = p.id and e.programme_id = $1 and e.amount = 20`, [programme]);
    await world.pool.query('alter table people.person disable trigger user');
    await merged("merged_into_id = (select o.payee_id from programmes.entitlement o where o.programme_id = $1 and o.amount = 10)");
    const made = await drafted(programme);
    expect((await instructionsOf(made)).map(({ whole }) => whole)).toEqual(['30.00', '30.00']);
    await merged("merged_into_id = null, death_date = '2026-02-01'");
    await world.pool.query('alter table people.person enable trigger user');
    await sent(made);
    expect(handed()).toEqual([]);
    expect((await instructionsOf(made)).map(({ state, reason }) => `${state} ${reason}`)).toEqual(['RETURNED RECEIVER_DEAD', 'RETURNED RECEIVER_DEAD']);
    expect(await proof(made)).toMatchObject({ balanced: true, returned: '30.00/30.00' });
  });

  it('is held, released in a batch of its own, and given up as a whole', async () => {
    const made = await drafted(await twoCycles());
    const [one, two] = await instructionsOf(made) as [Instruction, Instruction];
    for (const { id } of [one, two]) expect(await holdPayment(officer(), id)).toMatchObject({ userErrors: [] });
    const both = (await instructionsOf(made)).find(({ payment, id }) => payment === one.payment && id !== one.id);
    expect(await holdPayment(officer(), both?.id ?? '')).toMatchObject({ userErrors: [{ code: 'PAYMENT_HELD_ALREADY' }] });
    await sent(made);
    expect(handed()).toEqual(['Ama Mensah 3 40.00']);
    expect(await releasePayment(officer(), both?.id ?? '')).toMatchObject({ instruction: { heldBy: null, movedTo: 3 }, userErrors: [] });
    await sendRun.run(officer(), { runId: uuidOf(made) }, unseen);
    expect(handed()).toEqual(['Ama Mensah 1 11.00', 'Ama Mensah 3 40.00']);
    expect((await world.pool.query('select instruction_count as n, total::text, handed_total::text as handed from transactions.payment_batch where run_id = $1 and number = 3', [uuidOf(made)])).rows).toEqual([{ n: 2, total: '11.00', handed: '11.00' }]);
    expect(await giveUpPayment(officer(), two.id)).toMatchObject({ instruction: { state: 'RETURNED' }, userErrors: [] });
    expect((await instructionsOf(made)).map(({ state, reason }) => reason ?? state)).toEqual(['SENT', 'GIVEN_UP', 'SENT', 'GIVEN_UP', 'SENT']);
    await receive(officer(), made.id, answerOf(lines()));
    expect(await proof(made)).toMatchObject({ balanced: true, paid: '51.00/51.00', returned: '22.00/22.00', pending: '0.00/0.00' });
  });

  it('is paid again as one, or one entitlement of it alone', async () => {
    const made = await drafted(await twoCycles());
    await sent(made);
    await receive(officer(), made.id, answerOf(lines().map((line) => ({ ...line, status: 'RETURNED', reason: 'Closed' }))));
    const [one, two, ten] = await instructionsOf(made) as [Instruction, Instruction, Instruction];
    channel.book.clear();
    const again = await makeRun(officer(), await beginReissue(officer(), [one, ten, two]));
    await sent({ id: again.run?.id ?? '', hash: again.run?.contentHash ?? '' });
    expect(handed()).toEqual(['Ama Mensah 1 11.00', 'Ama Mensah 2 2.00']);
    channel.book.clear();
    const rest = await drafted((await world.pool.query<{ id: string }>('select programme_id as id from transactions.payment_run where id = $1', [uuidOf(made)])).rows[0]?.id ?? '');
    await sent(rest);
    expect(handed()).toEqual(['Ama Mensah 2 20.00', 'Ama Mensah 3 40.00']);
  });

  it('is what goes into one account, for whomever: a guardian gets one line for all, and somebody else one of their own', async () => {
    const programme = await owing(world, ['10', '20', '40']);
    await oweAgain(world, programme, ['1', '2']);
    await giveAccounts(world, programme);
    const { rows: payees } = await world.pool.query<{ id: string }>('select payee_id as id from programmes.entitlement where programme_id = $1 group by 1 order by min(id::text)', [programme]);
    const [one, two, three] = payees.map(({ id }) => id) as [string, string, string];
    const own = await giveAccount(world, three, { preferred: true });
    for (const beneficiary of [one, two]) {
      const { rows: [arranged] } = await world.pool.query<{ id: string }>(
        "insert into transactions.payee_arrangement (id, beneficiary_id, receiver_id, kind, valid_from, reason, proposed_by) values (kernel.uuid7(), $1, $2, 'GUARDIAN', '2020-01-01', 'A child', 'x') returning id", [beneficiary, three]);
      await world.pool.query("update transactions.payee_arrangement set state = 'CONFIRMED', decided_by = 'y', decided_on = '2020-01-01' where id = $1", [arranged?.id]);
    }
    const made = await drafted(programme);
    await sent(made);
    expect(handed()).toEqual(['Ama Mensah 3 73.00']);
    const { rows } = await world.pool.query('select distinct account_id as account, payment_amount::text as whole from transactions.payment_instruction where run_id = $1', [uuidOf(made)]);
    expect(rows).toEqual([{ account: own, whole: '73.00' }]);
    expect(await receive(officer(), made.id, answerOf(lines()))).toMatchObject({ paid: 1, run: { state: 'RECONCILED' } });
    expect(await proof(made)).toMatchObject({ balanced: true, paid: '73.00/73.00' });
  });

  it('is held by nobody who does not see all of it', async () => {
    const programme = await owing(world, ['10'], { place: ONE ?? '' });
    await oweAgain(world, programme, ['1']);
    await world.pool.query('alter table programmes.entitlement disable trigger user');
    await world.pool.query('update programmes.entitlement set place_id = $2 where programme_id = $1 and amount = 1', [programme, TWO]);
    await world.pool.query('alter table programmes.entitlement enable trigger user');
    const made = await drafted(programme);
    const [elsewhere, here] = await instructionsOf(made) as [Instruction, Instruction];
    expect(await holdPayment(officer(['ONE']), here.id)).toMatchObject({ userErrors: [{ code: 'PAYMENT_PARTLY_ELSEWHERE', path: ['input', 'instructionId'] }] });
    expect(await holdPayment(officer(['ONE']), elsewhere.id)).toMatchObject({ userErrors: [{ code: 'PAYMENT_NOT_FOUND' }] });
    expect(await holdPayment(officer(['ONE', 'TWO']), here.id)).toMatchObject({ userErrors: [] });
  });
});

describe('the database', () => {
  it('keeps a payment whole, also for plain SQL', async () => {
    const made = await drafted(await twoCycles());
    const [one] = await instructionsOf(made) as [Instruction];
    const change = (set: string, which = 'id = $1', of = one.id): Promise<unknown> => world.pool.query(`update transactions.payment_instruction set ${set} where ${which}`, [of]);
    await expect(change("payment = 'else'")).rejects.toMatchObject({ code: 'KG014' });
    await expect(change('payment_amount = 12')).rejects.toMatchObject({ code: 'KG014' });
    await expect(change("held_by = 'x', held_because = 'x'")).rejects.toMatchObject({ constraint: 'payment_instruction_whole' });
    await expect(change("state = 'SENT'")).rejects.toMatchObject({ constraint: 'payment_instruction_whole' });
    await expect(change("state = 'SENT'", 'payment = $1', one.payment)).resolves.toMatchObject({ rowCount: 2 });

    const { rows: [run] } = await world.pool.query<{ id: string }>(
      `insert into transactions.payment_run (id, code, programme_id, until, currency, channel, created_by) select kernel.uuid7(), 'BY-HAND', programme_id, until, currency, channel, 'x' from transactions.payment_run where id = $1 returning id`, [uuidOf(made)]);
    const other = await owing(world, ['10', '20']);
    const insert = (parts: string): Promise<unknown> => world.pool.query(
      `insert into transactions.payment_instruction (id, run_id, batch_number, entitlement_id, payee_id, payee_name, amount, currency, reference, payment, payment_amount)
       select kernel.uuid7(), $1, p.batch, e.id, e.payee_id, 'x', round(e.amount, 2), 'GHS', 'HAND' || e.amount, p.payment, p.whole
       from programmes.entitlement e join (values ${parts}) as p (of, batch, payment, whole) on p.of = e.amount where e.programme_id = $2`, [run?.id, other]);
    for (const parts of ["(10, 1, 'HAND10', 30), (20, 2, 'HAND10', 30)", "(10, 1, 'HAND10', 31), (20, 1, 'HAND10', 31)", "(10, 1, 'HAND10', 30)", "(20, 1, 'HAND10', 30)", "(10, 1, 'HAND10', 10), (20, 1, 'HAND10', 20)", "(10, 1, 'NOBODY', 30), (20, 1, 'NOBODY', 30)"]) {
      await expect(insert(parts), parts).rejects.toMatchObject({ constraint: 'payment_instruction_whole' });
    }
    await insert("(10, 1, 'HAND10', 30), (20, 1, 'HAND10', 30)");
  });

  it('takes what says nothing of a payment for one by itself, whose hash is that of before', async () => {
    const made = await drafted(await owing(world, ['10', '20']));
    expect((await instructionsOf(made)).every(({ reference, payment, amount, whole }) => reference === payment && amount === whole)).toBe(true);
    const { rows } = await world.pool.query<{ before: string }>(
      `select encode(sha256(string_agg(sha256(convert_to(jsonb_build_array(i.reference, i.entitlement_id, i.payee_id, i.payee_name, i.amount::text, i.currency, i.batch_number)::text, 'UTF8')), ''::bytea order by i.reference)), 'hex') as before
       from transactions.payment_instruction i where i.run_id = $1`, [uuidOf(made)]);
    expect(made.hash).toBe(rows[0]?.before);
    const joint = await drafted(await twoCycles());
    await world.pool.query('alter table transactions.payment_instruction disable trigger user');
    await world.pool.query('update transactions.payment_instruction set payment = reference, payment_amount = amount where run_id = $1', [uuidOf(joint)]);
    await world.pool.query('alter table transactions.payment_instruction enable trigger user');
    expect((await world.pool.query<{ hash: string }>('select transactions.content_hash($1) as hash', [uuidOf(joint)])).rows[0]?.hash).not.toBe(joint.hash);
  });
});
