import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId } from '../../kernel/schema/ids.js';
import { approveRun, beginRun, cancelRun, createRun, makeRun, proofOf } from '../testing/story.js';
import { as, owing, run, startWorld, unseen, type World } from '../testing/world.js';
import { computeRun } from './compute-run.js';

let world: World;
beforeAll(async () => { world = await startWorld(); });
afterAll(() => world.stop());

const officer = (name?: string) => as(world, 'payment-officer', name);
const uuid = (id: string | undefined): string => decodeId(id ?? '')?.uuid ?? '';
const runOf = (id: string | undefined): Promise<{ paymentRun: object }> =>
  run(officer(), 'query ($id: ID!) { paymentRun(by: { id: $id }) { state problem instructionCount total { amount } job { state } instructions { totalCount } } }', { id });

describe('a run that a job makes', () => {
  it('is computing until then, holds nothing, and accounts for nothing', async () => {
    const begun = await beginRun(officer(), await owing(world, ['10', '20']));
    expect(begun).toMatchObject({ run: { state: 'COMPUTING', instructionCount: 0, contentHash: null }, job: { state: 'QUEUED' }, userErrors: [] });
    expect(await runOf(begun.run?.id)).toMatchObject({ paymentRun: { state: 'COMPUTING', instructions: { totalCount: 0 }, job: { state: 'QUEUED' } } });
    expect(await proofOf(officer(), begun.run?.id ?? '')).toMatchObject({ balanced: true, counts: [], entitled: '0.00/0.00' });
    expect(await approveRun(as(world, 'payment-approver'), begun.run?.id ?? '', 'a'.repeat(64))).toMatchObject({ userErrors: [{ code: 'RUN_STATE' }] });
    expect(await makeRun(officer(), begun)).toMatchObject({ run: { state: 'DRAFT', instructionCount: 2, total: { amount: '30.00' } } });
  });

  it('is made once, however often and by however many its job is done', async () => {
    const begun = await beginRun(officer(), await owing(world, ['10', '20', '30']));
    const work = (): Promise<unknown> => computeRun.run(officer(), { runId: uuid(begun.run?.id) }, unseen);
    expect(await Promise.all([work(), work(), work()])).toEqual([{ instructions: 3 }, { instructions: 3 }, { instructions: 3 }]);
    expect(await proofOf(officer(), begun.run?.id ?? '')).toMatchObject({ balanced: true, entitled: '60.00/60.00' });
    const { rows } = await world.pool.query("select count(*)::int as told from kernel.event where name = 'transactions.run-created' and payload ->> 'id' = $1", [uuid(begun.run?.id)]);
    expect(rows).toEqual([{ told: 1 }]);
  });

  it.each([1, 2])('whose job is killed at step %i is not there in parts, and is made the next time', async (step) => {
    const begun = await beginRun(officer(), await owing(world, ['10', '20']));
    const killed = { progress: async (done: number) => { if (done === step) throw new Error('killed'); } };
    await expect(computeRun.run(officer(), { runId: uuid(begun.run?.id) }, killed)).rejects.toThrow('killed');
    expect(await runOf(begun.run?.id)).toMatchObject({ paymentRun: { state: 'COMPUTING', problem: null, instructions: { totalCount: 0 } } });
    expect(await makeRun(officer(), begun)).toMatchObject({ run: { state: 'DRAFT', total: { amount: '30.00' } } });
  });

  it('that cannot be made says why, and can be cancelled', async () => {
    const begun = await beginRun(officer(), await owing(world, ['10.005']));
    expect(await makeRun(officer(), begun)).toMatchObject({ run: null, userErrors: [{ code: 'AMOUNT_TOO_FINE' }] });
    expect(await runOf(begun.run?.id)).toMatchObject({ paymentRun: { state: 'COMPUTING', problem: expect.stringMatching(/^AMOUNT_TOO_FINE: 1 entitlements, such as one of 10.005, have more digits than GHS can pay\./) as unknown } });
    expect(await cancelRun(officer(), begun.run?.id ?? '')).toMatchObject({ run: { state: 'CANCELLED' }, userErrors: [] });
  });

  it('is not made any more once it is cancelled, also while it is being made', async () => {
    const programme = await owing(world, ['10']);
    const begun = await beginRun(officer(), programme);
    const cancelling = { progress: async (done: number) => { if (done === 2) expect(await cancelRun(officer('other'), begun.run?.id ?? '')).toMatchObject({ run: { state: 'CANCELLED' } }); } };
    await expect(computeRun.run(officer(), { runId: uuid(begun.run?.id) }, cancelling)).rejects.toThrow('RUN_STATE');
    expect(await runOf(begun.run?.id)).toMatchObject({ paymentRun: { state: 'CANCELLED', instructions: { totalCount: 0 } } });
    expect(await createRun(officer(), programme)).toMatchObject({ run: { state: 'DRAFT', total: { amount: '10.00' } } });
  });

  it('begins as one and is made with content, also for plain SQL', async () => {
    const begun = await beginRun(officer(), await owing(world, ['10']));
    const move = (state: string): Promise<unknown> => world.pool.query('update transactions.payment_run set state = $2 where id = $1', [uuid(begun.run?.id), state]);
    await expect(move('DRAFT')).rejects.toMatchObject({ constraint: 'payment_run_made' });
    await expect(move('SENDING')).rejects.toMatchObject({ constraint: expect.stringMatching(/^payment_run_(moves|approved)$/) as unknown });
  });
});
