import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId } from '../../kernel/schema/ids.js';
import { sendRun } from './send-run-job.js';
import { answerOf } from '../testing/scripted-channel.js';
import { approveRun, createRun, newKey, proofOf, receive, startSending } from '../testing/story.js';
import { as, owe, owing, startWorld, unseen, type World } from '../testing/world.js';

let world: World;
beforeAll(async () => { world = await startWorld(); });
afterAll(() => world.stop());

interface Payment {
  readonly reference: string;
  readonly amount: string;
}

async function sent(programme: string): Promise<{ readonly id: string; readonly payments: readonly [Payment, Payment, Payment] }> {
  const { run } = await createRun(as(world, 'payment-officer'), programme);
  const id = run?.id ?? '';
  const runId = decodeId(id)?.uuid ?? '';
  await approveRun(as(world, 'payment-approver'), id, run?.contentHash ?? '');
  await startSending(as(world, 'payment-officer'), id);
  await sendRun.run(as(world, 'payment-officer'), { runId }, unseen);
  const { rows } = await world.pool.query<Payment>('select reference, amount::text from transactions.payment_instruction where run_id = $1 order by amount', [runId]);
  return { id, payments: rows as unknown as readonly [Payment, Payment, Payment] };
}

const officer = () => as(world, 'payment-officer');
const booked = async (): Promise<unknown> => (await world.pool.query('select count(*)::int as postings, (select count(*)::int from transactions.payment_answer) as answers from transactions.posting')).rows[0];

describe('an answer', () => {
  it('that comes twice books once: by its key without a word, by another key with the reason', async () => {
    const { id, payments } = await sent(await owing(world, ['10', '20', '30']));
    const answer = answerOf([payments[0], { ...payments[1], status: 'RETURNED', reason: 'Account closed' }]);
    const key = newKey();
    const first = await receive(officer(), id, answer, key);
    expect(first).toMatchObject({ paid: 1, returned: 1, unmatched: [] });
    expect(await receive(officer(), id, answer, key)).toEqual(first);
    expect(await receive(officer(), id, answer)).toMatchObject({
      paid: 0, returned: 0, unmatched: [{ line: 2, reference: payments[0].reference, reason: 'ALREADY_PAID' }, { line: 3, reference: payments[1].reference, reason: 'ALREADY_RETURNED' }],
    });
    expect(await proofOf(officer(), id)).toMatchObject({ balanced: true, paid: '10.00/10.00', returned: '20.00/20.00', pending: '30.00/30.00' });
  });

  it('that is given ten times at once with one key has one effect and one answer', async () => {
    const { id, payments } = await sent(await owing(world, ['10', '20', '30']));
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 10 }, () => receive(officer(), id, answerOf(payments), key)));
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(answers[0]).toMatchObject({ paid: 3, run: { state: 'RECONCILED' } });
    const others = await Promise.all(Array.from({ length: 5 }, () => receive(officer(), id, answerOf(payments))));
    expect(others.map(({ paid }) => paid)).toEqual([0, 0, 0, 0, 0]);
    expect(await proofOf(officer(), id)).toMatchObject({ balanced: true, paid: '60.00/60.00' });
  });

  it('books what it can and lists the rest with the reason', async () => {
    const { id, payments } = await sent(await owing(world, ['10', '20', '30']));
    const other = await sent(await owing(world, ['40']));
    const draft = await createRun(officer(), await owing(world, ['50']));
    const { rows } = await world.pool.query<{ reference: string }>('select reference from transactions.payment_instruction where run_id = $1', [decodeId(draft.run?.id ?? '')?.uuid]);
    const answer = answerOf([
      { ...payments[0], amount: '10.01' },
      { ...payments[1], status: 'PERHAPS' },
      { ...payments[1], amount: '2e1' },
      { reference: 'nobody', amount: '1' },
      other.payments[0],
      { ...payments[2], status: 'returned', reason: '"Closed, long ago"' },
      { ...payments[2], status: 'RETURNED' },
    ]);
    expect(await receive(officer(), id, answer)).toMatchObject({
      paid: 0, returned: 1,
      unmatched: [
        { line: 2, reason: 'WRONG_AMOUNT' }, { line: 3, reason: 'STATUS_UNKNOWN' }, { line: 4, reason: 'AMOUNT_UNREADABLE' },
        { line: 5, reason: 'UNKNOWN_REFERENCE' }, { line: 6, reason: 'OTHER_RUN' }, { line: 8, reason: 'REPEATED' },
      ],
    });
    const contradiction = answerOf([payments[0], { ...payments[0], status: 'RETURNED' }]);
    expect(await receive(officer(), id, contradiction)).toMatchObject({ paid: 0, returned: 0, unmatched: [{ reason: 'CONTRADICTS_ITSELF' }, { reason: 'CONTRADICTS_ITSELF' }] });
    expect(await receive(officer(), draft.run?.id ?? '', answerOf([{ reference: rows[0]?.reference ?? '', amount: '50' }]))).toMatchObject({ paid: 0, unmatched: [{ reason: 'NOT_SENT' }] });
    expect(await proofOf(officer(), id)).toMatchObject({ balanced: true, returned: '30.00/30.00', pending: '30.00/30.00' });
    expect(await proofOf(officer(), other.id)).toMatchObject({ balanced: true, pending: '40.00/40.00' });
  });

  it.each([
    ['cut off in a line', (text: string) => text.slice(0, -5)],
    ['cut off in a quotation', (text: string) => `${text}"abc,10,PA\n`],
    ['of another kind', () => 'a,b,c\n1,2,3\n'],
    ['empty', () => '\n'],
    ['no text at all', () => '\0\n'],
  ])('that is %s is refused as a whole and books nothing', async (_what, spoil) => {
    const { id, payments } = await sent(await owing(world, ['10', '20', '30']));
    const before = await booked();
    const refused = await receive(officer(), id, spoil(answerOf(payments)));
    expect(refused).toMatchObject({ run: null, userErrors: [{ path: ['input', 'answer'] }] });
    expect(['ANSWER_UNREADABLE', 'INVALID_VALUE']).toContain(refused.userErrors[0]?.code);
    expect(await booked()).toEqual(before);
  });
});

describe('what was returned', () => {
  it('is paid by the next run, out of what is owed again', async () => {
    const programme = await owing(world, ['10']);
    const first = await sent(programme);
    await receive(officer(), first.id, answerOf([{ ...first.payments[0], status: 'RETURNED', reason: 'Not collected' }]));
    await owe(world, programme, ['20']);
    const second = await sent(programme);
    expect(second.payments.map(({ amount }) => amount)).toEqual(['10.00', '20.00']);
    await receive(officer(), second.id, answerOf(second.payments));
    expect(await proofOf(officer(), first.id)).toMatchObject({ balanced: true, entitled: '10.00/10.00', returned: '10.00/10.00' });
    expect(await proofOf(officer(), second.id)).toMatchObject({ balanced: true, entitled: '30.00/30.00', paid: '30.00/30.00' });
    const { rows } = await world.pool.query(
      "select a.purpose, sum(p.amount)::text as balance from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 group by 1 order by 1", [programme],
    );
    expect(rows).toEqual([
      { purpose: 'BENEFIT_EXPENSE', balance: '30.00' }, { purpose: 'FUNDS', balance: '-30.00' }, { purpose: 'IN_TRANSIT', balance: '0.00' },
      { purpose: 'PAYABLE', balance: '0.00' }, { purpose: 'RETURNED', balance: '0.00' },
    ]);
  });
});
