import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeId } from '../../kernel/schema/ids.js';
import { giveAccount, giveAccounts } from '../testing/accounts.js';
import { goOn, uuidOf, type MadeRun } from '../testing/course-of-runs.js';
import { beginReissue } from '../testing/reissues.js';
import { answerOf, scriptedChannel } from '../testing/scripted-channel.js';
import { createRun, makeRun, proofOf, receive } from '../testing/story.js';
import { as, owing, run, startWorld, type World } from '../testing/world.js';

const channel = scriptedChannel();
let world: World;
beforeAll(async () => { world = await startWorld({ channels: { banks: { ...channel, paysWithoutAccount: false } } }); });
beforeEach(() => channel.book.clear());
afterAll(() => world.stop());

const officer = () => as(world, 'payment-officer');

interface Payment {
  readonly id: string;
  readonly reference: string;
  readonly payee: string;
  readonly amount: string;
  readonly state: string;
  readonly reason: string | null;
  readonly account: string | null;
}

async function paymentsOf(made: MadeRun): Promise<readonly [Payment, Payment, Payment]> {
  return (await world.pool.query<Payment>(
    'select id, reference, payee_id as payee, amount::text, state, returned_reason as reason, account_id as account from transactions.payment_instruction where run_id = $1 order by amount', [uuidOf(made)],
  )).rows as unknown as readonly [Payment, Payment, Payment];
}

async function made(programme: string): Promise<MadeRun> {
  const { run: draft, userErrors } = await createRun(officer(), programme, { channel: 'banks' });
  expect(userErrors).toEqual([]);
  return { id: draft?.id ?? '', hash: draft?.contentHash ?? '' };
}

const handed = (): string[] => [...channel.book.values()].flatMap(({ payments }) => payments.map(({ amount, account }) => `${amount} ${account}`)).toSorted();

describe('between a run and its sending', () => {
  it('an account is closed: that payment comes back with the reason, and all else goes where it was to go', async () => {
    const programme = await owing(world, ['10', '20', '30']);
    await giveAccounts(world, programme, (amount) => ({ number: `00${amount}0000` }));
    const target = await made(programme);
    await goOn(world, channel, target, 'never');
    const [one, two, three] = await paymentsOf(target);
    await world.pool.query("update people.payment_account set valid_to = '2026-02-28' where id = $1", [two.account]);
    await giveAccount(world, one.payee, { number: '0099999999', preferred: true });
    await world.pool.query("update people.person set family_name = 'Otherwise' where id = $1", [three.payee]);
    await goOn(world, channel, target, 'never');
    expect((await paymentsOf(target)).map(({ state, reason }) => [state, reason])).toEqual([['SENT', null], ['RETURNED', 'ACCOUNT_CLOSED'], ['SENT', null]]);
    expect(handed()).toEqual(['10.00 00100000', '30.00 00300000']);
    expect(await proofOf(officer(), target.id)).toMatchObject({ balanced: true, pending: '40.00/40.00', returned: '20.00/20.00' });
  });
});

describe('a payment that came back', () => {
  it('is paid again into the account that is named, of who receives and no other', async () => {
    const programme = await owing(world, ['10', '20']);
    await giveAccounts(world, programme);
    const target = await made(programme);
    await goOn(world, channel, target, 'never');
    await goOn(world, channel, target, 'never');
    const [one, two] = await paymentsOf(target);
    await receive(officer(), target.id, answerOf([one, two].map(({ reference, amount }) => ({ reference, amount, status: 'RETURNED', reason: 'AC04' }))));
    const another = await giveAccount(world, one.payee, { number: '0077777777' });
    await giveAccount(world, one.payee, { number: '0088888888', preferred: true });
    expect(await makeRun(officer(), await beginReissue(officer(), [{ id: one.id, account: two.account ?? '' }]))).toMatchObject({ run: null, userErrors: [{ code: 'ACCOUNT_NOT_OF_RECEIVER' }] });
    const { run: draft } = await makeRun(officer(), await beginReissue(officer(), [{ id: one.id, account: another }, { id: two.id }]));
    const again = { id: draft?.id ?? '', hash: draft?.contentHash ?? '' };
    expect((await paymentsOf(again)).map(({ account }) => account)).toEqual([another, two.account]);
    channel.book.clear();
    await goOn(world, channel, again, 'never');
    await goOn(world, channel, again, 'never');
    expect(handed()[0]).toBe('10.00 0077777777');
  });
});

describe('the exceptions of a run', () => {
  it('tell of accounts that several have, and of whom it leaves out: they stay due', async () => {
    const programme = await owing(world, ['10', '20', '30', '40']);
    const { rows } = await world.pool.query<{ payee: string }>('select payee_id as payee from programmes.entitlement where programme_id = $1 order by amount', [programme]);
    const [one, two, three, four] = rows.map(({ payee }) => payee) as [string, string, string, string];
    await giveAccount(world, one, { number: '0011111111' });
    await giveAccount(world, two, { number: '0011111111' });
    await giveAccount(world, three, { number: '0033333333' });
    const { rows: [stranger] } = await world.pool.query<{ id: string }>("insert into people.person (id, given_name, family_name, sex) values (kernel.uuid7(), 'Kojo', 'Elsewhere', 'MALE') returning id");
    await giveAccount(world, stranger?.id ?? '', { number: '0033333333', verification: 'UNVERIFIED' });

    const ready = await run<{ paymentRunReadiness: { checks: { code: string; count: number; hint: string }[] } }>(officer(),
      'query ($p: ID!) { paymentRunReadiness(programmeId: $p, until: "2026-03-01", channel: "banks") { checks { code count hint } } }', { p: encodeId('programme', programme) });
    expect(ready.paymentRunReadiness.checks).toContainEqual({ code: 'NO_ACCOUNT', count: 1, hint: 'Register their accounts, or pay through a channel that needs none.' });

    const target = await made(programme);
    const { paymentRun } = await run<{ paymentRun: { instructionCount: number; exceptionCounts: object[]; exceptions: { nodes: { kind: string; leftOut: boolean; present: { amount: string } }[] } } }>(officer(),
      'query ($id: ID!) { paymentRun(by: { id: $id }) { instructionCount exceptionCounts { kind leftOut count amount { amount } } exceptions(first: 10) { nodes { kind leftOut present { amount } } } } }', { id: target.id });
    expect(paymentRun.instructionCount).toBe(3);
    expect(paymentRun.exceptionCounts).toEqual([
      { kind: 'DUPLICATE_ACCOUNT', leftOut: false, count: 2, amount: { amount: '30.00' } }, { kind: 'NO_ACCOUNT', leftOut: true, count: 1, amount: { amount: '40.00' } }, { kind: 'SHARED_ACCOUNT', leftOut: false, count: 1, amount: { amount: '30.00' } },
    ]);
    await giveAccount(world, four);
    expect(await createRun(officer(), programme, { channel: 'banks' })).toMatchObject({ run: { instructionCount: 1, total: { amount: '40.00' } } });
  });
});
