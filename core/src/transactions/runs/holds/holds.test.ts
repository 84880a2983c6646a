import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerOf, scriptedChannel } from '../../testing/scripted-channel.js';
import { goOn, uuidOf, type MadeRun } from '../../testing/course-of-runs.js';
import { giveUpPayment, holdPayment, holdRun, releasePayment, releaseRun } from '../../testing/holds.js';
import { cancelRun, createRun, proofOf, receive, startSending } from '../../testing/story.js';
import { as, owing, startWorld, unseen, type World } from '../../testing/world.js';
import { sendRun } from '../send-run-job.js';

const channel = scriptedChannel();
let world: World;
beforeAll(async () => { world = await startWorld({ channels: { scripted: channel }, settings: { batchSize: 2 } }); });
beforeEach(() => {
  channel.fail = 'never';
  channel.book.clear();
  channel.calls.length = 0;
});
afterAll(() => world.stop());

const officer = (places?: readonly string[]) => as(world, 'payment-officer', 'officer', places);

interface Payment {
  readonly id: string;
  readonly reference: string;
  readonly amount: string;
  readonly state: string;
  readonly reason: string | null;
}

/** Payments of a run by their amount, in order. */
async function paymentsOf(made: MadeRun): Promise<readonly Payment[]> {
  return (await world.pool.query<Payment>('select id, reference, amount::text, state, returned_reason as reason from transactions.payment_instruction where run_id = $1 order by amount', [uuidOf(made)])).rows;
}

/** The answer that all that is with the channel was paid. */
const paid = async (made: MadeRun): Promise<string> => answerOf((await paymentsOf(made)).filter(({ state }) => state === 'SENT').map(({ reference, amount }) => ({ reference, amount })));

async function drafted(amounts: readonly string[]): Promise<{ readonly made: MadeRun; readonly programme: string; readonly ids: readonly string[] }> {
  const programme = await owing(world, amounts);
  const { run } = await createRun(officer(), programme, { channel: 'scripted' });
  const made = { id: run?.id ?? '', hash: run?.contentHash ?? '' };
  return { made, programme, ids: (await paymentsOf(made)).map(({ id }) => id) };
}

/** Approves and sends. */
async function sent(made: MadeRun): Promise<void> {
  await goOn(world, channel, made, 'never');
  await goOn(world, channel, made, 'never');
}

const stateOf = async (made: MadeRun): Promise<string | undefined> => (await world.pool.query<{ state: string }>('select state from transactions.payment_run where id = $1', [uuidOf(made)])).rows[0]?.state;
/** What the channel has, batch by batch: which are in one is by the ids of entitlements. */
const batches = (): number[] => [...channel.book.values()].map(({ payments }) => payments.length);
const handed = (): string => [...channel.book.values()].flatMap(({ payments }) => payments.map(({ amount }) => amount)).toSorted().join(' ');
const proof = (made: MadeRun) => proofOf(as(world, 'auditor'), made.id);

describe('a payment that is held', () => {
  it('does not go with its batch, counts as pending, and goes in a batch of its own once it is released', async () => {
    const { made, ids } = await drafted(['1', '2', '3']);
    expect(await holdPayment(as(world, 'payment-approver'), ids[1] ?? '')).toMatchObject({ instruction: { state: 'PENDING', heldBy: 'payment-approver@example.org', movedTo: null }, userErrors: [] });
    await sent(made);
    expect(handed()).toBe('1.00 3.00');
    expect(await stateOf(made)).toBe('SENT');
    await receive(officer(), made.id, await paid(made));
    expect(await stateOf(made)).toBe('SENT');
    expect(await proof(made)).toMatchObject({ balanced: true, paid: '4.00/4.00', pending: '2.00/2.00' });

    expect(await releasePayment(officer(), ids[1] ?? '')).toMatchObject({ instruction: { heldBy: null, movedTo: 3 }, job: { id: expect.any(String) as unknown }, userErrors: [] });
    expect(await stateOf(made)).toBe('SENDING');
    await sendRun.run(officer(), { runId: uuidOf(made) }, unseen);
    expect(handed()).toBe('1.00 2.00 3.00');
    expect(batches().at(-1)).toBe(1);
    await receive(officer(), made.id, await paid(made));
    expect(await stateOf(made)).toBe('RECONCILED');
    expect(await proof(made)).toMatchObject({ balanced: true, paid: '6.00/6.00', pending: '0.00/0.00' });
  });

  it('goes with its batch where it is released in time', async () => {
    const { made, ids } = await drafted(['1', '2']);
    await holdPayment(officer(), ids[0] ?? '');
    expect(await holdPayment(officer(), ids[0] ?? '')).toMatchObject({ userErrors: [{ code: 'PAYMENT_HELD_ALREADY' }] });
    expect(await releasePayment(officer(), ids[0] ?? '')).toMatchObject({ instruction: { movedTo: null }, job: null });
    expect(await releasePayment(officer(), ids[0] ?? '')).toMatchObject({ userErrors: [{ code: 'PAYMENT_NOT_HELD' }] });
    await sent(made);
    expect(batches()).toEqual([2]);
  });

  it('comes back where it is given up, and another run pays it', async () => {
    const { made, ids, programme } = await drafted(['1', '2']);
    await holdPayment(officer(), ids[0] ?? '');
    await sent(made);
    await receive(officer(), made.id, await paid(made));
    expect(await giveUpPayment(officer(), ids[0] ?? '')).toMatchObject({ instruction: { state: 'RETURNED', heldBy: null }, userErrors: [] });
    expect((await paymentsOf(made))[0]).toMatchObject({ reason: 'GIVEN_UP' });
    expect(await stateOf(made)).toBe('RECONCILED');
    expect(await proof(made)).toMatchObject({ balanced: true, paid: '2.00/2.00', returned: '1.00/1.00' });
    expect(await createRun(officer(), programme, { channel: 'scripted' })).toMatchObject({ run: { instructionCount: 1, total: { amount: '1.00' } } });
  });

  it('is given up with a run that is cancelled', async () => {
    const { made, ids } = await drafted(['1', '2']);
    await holdPayment(officer(), ids[0] ?? '');
    expect(await cancelRun(officer(), made.id)).toMatchObject({ run: { state: 'CANCELLED' } });
    expect(await proof(made)).toMatchObject({ balanced: true, cancelled: '3.00/3.00' });
  });

  it('is not held any more once it is on its way, and is in no batch that is being handed over, also for plain SQL', async () => {
    const { made, ids } = await drafted(['1', '2']);
    await goOn(world, channel, made, 'never');
    await goOn(world, channel, made, 'after');
    expect(await holdPayment(officer(), ids[0] ?? '')).toMatchObject({ userErrors: [{ code: 'PAYMENT_ON_ITS_WAY' }] });
    await sendRun.run(officer(), { runId: uuidOf(made) }, unseen);
    expect(await holdPayment(officer(), ids[0] ?? '')).toMatchObject({ userErrors: [{ code: 'PAYMENT_ON_ITS_WAY', path: ['input', 'instructionId'] }] });

    const other = await drafted(['1', '2']);
    const change = (set: string): Promise<unknown> => world.pool.query(`update transactions.payment_instruction set ${set} where id = $1`, [other.ids[0]]);
    await expect(change('moved_to = 7')).rejects.toMatchObject({ constraint: 'payment_instruction_moves' });
    await holdPayment(officer(), other.ids[0] ?? '');
    await expect(change("state = 'SENT'")).rejects.toMatchObject({ constraint: 'payment_instruction_held' });
    await expect(change('held_because = null')).rejects.toMatchObject({ constraint: 'payment_instruction_held' });
  });

  it('is of nobody who does not see it', async () => {
    const { ids } = await drafted(['1']);
    expect(await holdPayment(officer(['NOWHERE']), ids[0] ?? '')).toMatchObject({ userErrors: [{ code: 'PAYMENT_NOT_FOUND' }] });
    await expect(holdPayment(as(world, 'auditor'), ids[0] ?? '')).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  });
});

describe('a run that is held', () => {
  it('hands nothing over until it is released, and then goes on', async () => {
    const { made } = await drafted(['1', '2', '3']);
    expect(await holdRun(as(world, 'payment-approver'), made.id)).toMatchObject({ run: { heldBy: 'payment-approver@example.org' }, userErrors: [] });
    await goOn(world, channel, made, 'never');
    expect(await startSending(officer(), made.id)).toMatchObject({ userErrors: [{ code: 'RUN_HELD' }] });
    await releaseRun(officer(), made.id);
    await startSending(officer(), made.id);
    const stopping = { progress: async (done: number) => { if (done === 1 && batches().length === 1) await holdRun(officer(), made.id); } };
    await sendRun.run(officer(), { runId: uuidOf(made) }, stopping);
    expect(batches()).toEqual([2]);
    expect(await stateOf(made)).toBe('SENDING');
    await expect(world.pool.query("update transactions.payment_batch set state = 'SENDING' where run_id = $1 and state = 'PENDING'", [uuidOf(made)])).rejects.toMatchObject({ constraint: 'payment_run_held' });
    expect(await releaseRun(officer(), made.id)).toMatchObject({ run: { heldBy: null }, job: { id: expect.any(String) as unknown } });
    await sendRun.run(officer(), { runId: uuidOf(made) }, unseen);
    expect(batches()).toEqual([2, 1]);
    expect(await holdRun(officer(), made.id)).toMatchObject({ userErrors: [{ code: 'RUN_STATE' }] });
  });
});

describe('who has died since a run was made', () => {
  it('is not paid: the payment comes back with the reason, and all else goes', async () => {
    const { made, ids } = await drafted(['1', '2', '3']);
    await goOn(world, channel, made, 'never');
    await world.pool.query("update people.person set death_date = '2026-02-28' where id = (select payee_id from transactions.payment_instruction where id = $1)", [ids[1]]);
    await goOn(world, channel, made, 'never');
    expect(handed()).toBe('1.00 3.00');
    expect((await paymentsOf(made)).map(({ state, reason }) => [state, reason])).toEqual([['SENT', null], ['RETURNED', 'RECEIVER_DEAD'], ['SENT', null]]);
    expect(await proof(made)).toMatchObject({ balanced: true, returned: '2.00/2.00', pending: '4.00/4.00' });
  });

  it('is given to the channel alike where they die while their batch is handed over', async () => {
    const { made, ids } = await drafted(['1', '2']);
    await goOn(world, channel, made, 'never');
    await goOn(world, channel, made, 'before');
    await world.pool.query("update people.person set death_date = '2026-02-28' where id = (select payee_id from transactions.payment_instruction where id = $1)", [ids[0]]);
    await sendRun.run(officer(), { runId: uuidOf(made) }, unseen);
    expect(batches()).toEqual([2]);
  });
});

it('what else changes in the registry changes nothing of a run on its way', async () => {
  const { made, ids } = await drafted(['1']);
  const told = async (): Promise<unknown> => (await world.pool.query('select payee_name, account_id, place_id, amount, transactions.content_hash(run_id) as hash from transactions.payment_instruction where id = $1', [ids[0]])).rows[0];
  const before = await told();
  await world.pool.query("update people.person set family_name = 'Otherwise', place_id = null where id = (select payee_id from transactions.payment_instruction where id = $1)", [ids[0]]);
  await sent(made);
  expect(await told()).toEqual(before);
  expect([...channel.book.values()][0]?.payments[0]?.payeeName).toMatch(/^Ama Mensah/);
});
