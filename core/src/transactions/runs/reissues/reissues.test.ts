import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, scriptedChannel } from '../../testing/scripted-channel.js';
import { goOn, uuidOf, type MadeRun } from '../../testing/course-of-runs.js';
import { beginReissue } from '../../testing/reissues.js';
import { approveRun, createRun, makeRun, proofOf, receive } from '../../testing/story.js';
import { as, owing, run, startWorld, type World } from '../../testing/world.js';

const channel = scriptedChannel();
let world: World;
beforeAll(async () => { world = await startWorld({ channels: { scripted: channel } }); });
afterAll(() => world.stop());

const officer = () => as(world, 'payment-officer');

interface Payment {
  readonly id: string;
  readonly reference: string;
  readonly amount: string;
  readonly state: string;
}

async function paymentsOf(made: MadeRun): Promise<readonly [Payment, Payment, Payment]> {
  return (await world.pool.query<Payment>('select id, reference, amount::text, state from transactions.payment_instruction where run_id = $1 order by amount', [uuidOf(made)])).rows as unknown as readonly [Payment, Payment, Payment];
}

async function sentAgain(made: MadeRun): Promise<void> {
  await goOn(world, channel, made, 'never');
  await goOn(world, channel, made, 'never');
}

/** A run of 10, 20 and 30, of which 20 and 30 came back. */
async function cameBack(): Promise<{ readonly programme: string; readonly made: MadeRun; readonly payments: readonly [Payment, Payment, Payment] }> {
  const programme = await owing(world, ['10', '20', '30']);
  const { run: first } = await createRun(officer(), programme, { channel: 'scripted' });
  const made = { id: first?.id ?? '', hash: first?.contentHash ?? '' };
  await sentAgain(made);
  const [one, two, three] = await paymentsOf(made);
  await receive(officer(), made.id, answerOf([{ reference: one.reference, amount: one.amount }, ...[two, three].map(({ reference, amount }) => ({ reference, amount, status: 'RETURNED', reason: 'AC04' }))]));
  return { programme, made, payments: await paymentsOf(made) };
}

describe('payments that came back', () => {
  it('are paid again by a run of their own, which another person approves', async () => {
    const { made, payments: [, two, three] } = await cameBack();
    const begun = await beginReissue(officer(), [two, three]);
    expect(begun).toMatchObject({ run: { state: 'COMPUTING' }, job: { state: 'QUEUED' }, userErrors: [] });
    const { run: again } = await makeRun(officer(), begun);
    expect(again).toMatchObject({ state: 'DRAFT', instructionCount: 2, total: { amount: '50.00' } });
    const target = { id: again?.id ?? '', hash: again?.contentHash ?? '' };
    expect(await approveRun(officer(), target.id, target.hash).catch((error: { extensions?: { code: string } }) => error.extensions?.code)).toBe('FORBIDDEN');
    await sentAgain(target);
    await receive(officer(), target.id, answerOf((await paymentsOf(target)).map(({ reference, amount }) => ({ reference, amount }))));
    expect(await run(officer(), 'query ($id: ID!) { paymentRun(by: { id: $id }) { kind state exceptions { totalCount } } }', { id: target.id })).toEqual({ paymentRun: { kind: 'REISSUE', state: 'RECONCILED', exceptions: { totalCount: 0 } } });
    expect(await proofOf(officer(), target.id)).toMatchObject({ balanced: true, paid: '50.00/50.00' });
    expect(await proofOf(officer(), made.id)).toMatchObject({ balanced: true, paid: '10.00/10.00', returned: '50.00/50.00' });
  });

  it('are paid once, however many ask for it at once', async () => {
    const { payments: [, two, three] } = await cameBack();
    const begun = await Promise.all([beginReissue(officer(), [two]), beginReissue(officer(), [two]), beginReissue(officer(), [two, three])]);
    const made = await Promise.all(begun.map((each) => makeRun(officer(), each)));
    const { rows } = await world.pool.query(
      "select count(*)::int as live from transactions.payment_instruction i join transactions.payment_instruction r on r.entitlement_id = i.entitlement_id where r.id = $1 and i.state in ('PENDING', 'SENT', 'PAID')", [two.id]);
    expect(rows).toEqual([{ live: 1 }]);
    expect(made.flatMap(({ userErrors }) => userErrors.map(({ code }) => code)).filter((code) => code !== 'NOTHING_TO_PAY')).toEqual([]);
    expect(await beginReissue(officer(), [two])).toMatchObject({ userErrors: [{ code: 'PAID_AGAIN_ALREADY', path: ['input', 'payments', '0', 'instructionId'] }] });
  });

  it('alone are paid again, of one programme at once, and by who sees them', async () => {
    const [{ payments: [one, two] }, other] = [await cameBack(), await cameBack()];
    expect(await beginReissue(officer(), [one, two, two])).toMatchObject({ userErrors: [{ code: 'PAYMENT_NOT_RETURNED', path: ['input', 'payments', '0', 'instructionId'] }, { code: 'PAYMENT_TWICE', path: ['input', 'payments', '2', 'instructionId'] }] });
    expect(await beginReissue(officer(), [two, other.payments[1]])).toMatchObject({ userErrors: [{ code: 'REISSUE_MIXED', path: ['input', 'payments', '1', 'instructionId'] }] });
    expect(await beginReissue(as(world, 'payment-officer', 'far', ['NOWHERE']), [two])).toMatchObject({ userErrors: [{ code: 'PAYMENT_NOT_FOUND' }] });
    expect(await beginReissue(officer(), [two], 'pigeon')).toMatchObject({ userErrors: [{ code: 'CHANNEL_UNKNOWN' }] });
    const { run: draft } = await createRun(officer(), await owing(world, ['5']), { channel: 'scripted' });
    await expect(world.pool.query('insert into transactions.payment_reissue (run_id, instruction_id) values ($1, $2)', [uuidOf({ id: draft?.id ?? '', hash: '' }), two.id])).rejects.toMatchObject({ constraint: 'payment_run_frozen' });
  });
});
