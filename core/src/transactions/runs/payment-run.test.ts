import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approveRun, createRun, proofOf, receive, startSending } from '../testing/story.js';
import { as, owing, run, startWorld, type World } from '../testing/world.js';

let world: World;
beforeAll(async () => { world = await startWorld({ settings: { batchSize: 2 }, workers: true }); });
afterAll(() => world.stop());

async function jobDone(id: string): Promise<void> {
  for (;;) {
    const { job } = await run<{ job: { state: string; problem: string | null } }>(as(world, 'payment-officer'), 'query ($id: ID!) { job(by: { id: $id }) { state problem } }', { id });
    if (job.state === 'FAILED') throw new Error(job.problem ?? '');
    if (job.state === 'DONE') return;
    await wait(50);
  }
}

describe('a payment run', () => {
  it('goes from what is owed to a proof that it was paid, by GraphQL alone', async () => {
    const officer = as(world, 'payment-officer');
    const finance = as(world, 'payment-approver');
    const programme = await owing(world, ['320', '380', '440']);

    const made = await createRun(officer, programme);
    expect(made).toMatchObject({ userErrors: [], run: { state: 'DRAFT', instructionCount: 3, total: { amount: '1140.00' } } });
    const id = made.run?.id ?? '';
    expect(await proofOf(finance, id)).toMatchObject({ balanced: true, entitled: '1140.00/1140.00', pending: '1140.00/1140.00' });

    expect(await approveRun(finance, id, made.run?.contentHash ?? '')).toMatchObject({ userErrors: [], run: { state: 'APPROVED' } });
    const sending = await startSending(officer, id);
    expect(sending).toMatchObject({ userErrors: [], run: { state: 'SENDING' } });
    await jobDone(sending.job?.id ?? '');

    const { paymentRun } = await run<{ paymentRun: { state: string; batches: { nodes: { state: string; receipt: string; number: number }[] }; instructions: { nodes: { reference: string; amount: { amount: string } }[] } } }>(
      as(world, 'auditor'),
      'query ($id: ID!) { paymentRun(by: { id: $id }) { state batches(orderBy: [{ number: ASC }]) { nodes { number state receipt } } instructions(orderBy: [{ batchNumber: ASC }]) { nodes { reference payeeName state amount { amount currency } entitlement { instructions { totalCount } } } } } }',
      { id },
    );
    expect(paymentRun).toMatchObject({ state: 'SENT', batches: { nodes: [{ number: 1, state: 'SENT' }, { number: 2, state: 'SENT' }] } });
    const files = await Promise.all(paymentRun.batches.nodes.map(({ receipt }) => readFile(receipt, 'utf8')));
    expect(files.join('').match(/GHS/g)).toHaveLength(3);
    expect(files[0]?.split('\r\n')[0]).toBe('reference,payee,account,amount,currency');

    const [first, second, third] = paymentRun.instructions.nodes;
    const answer = await receive(officer, id, `reference,amount,status,reason\n${first?.reference},${first?.amount.amount},PAID,\n${second?.reference},${second?.amount.amount},RETURNED,Account closed\n`);
    expect(answer).toMatchObject({ paid: 1, returned: 1, unmatched: [], run: { state: 'SENT' } });
    expect(await proofOf(finance, id)).toMatchObject({ balanced: true, entitled: '1140.00/1140.00', counts: [{ state: 'PAID', count: 1 }, { state: 'RETURNED', count: 1 }, { state: 'SENT', count: 1 }] });
    expect(await receive(officer, id, `reference,amount,status,reason\r\n${third?.reference},${third?.amount.amount},PAID,\r\n`)).toMatchObject({ paid: 1, run: { state: 'RECONCILED' } });
    expect(await proofOf(finance, id)).toMatchObject({ balanced: true, pending: '0.00/0.00' });
  });
});
