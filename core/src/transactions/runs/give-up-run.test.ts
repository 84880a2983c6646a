import 'reflect-metadata';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decodeId } from '../../kernel/schema/ids.js';
import { approveRun, cancelRun, createRun, proofOf, startSending } from '../testing/story.js';
import { as, owing, run, startWorld, unseen, type World } from '../testing/world.js';
import { cancelRun as givesUp } from './give-up-run.js';

let world: World;
beforeAll(async () => { world = await startWorld({ settings: { runs: { cancelAtOnce: 2 } } }); });
afterAll(() => world.stop());

it('a run of many payments is given up by a job; until then nothing of it is sent', async () => {
  const officer = as(world, 'payment-officer');
  const programme = await owing(world, ['1', '2', '3']);
  const { run: made } = await createRun(officer, programme);
  const id = made?.id ?? '';
  await approveRun(as(world, 'payment-approver'), id, made?.contentHash ?? '');
  expect(await cancelRun(officer, id)).toMatchObject({ run: { state: 'APPROVED' }, userErrors: [] });
  expect(await run(officer, 'query ($id: ID!) { paymentRun(by: { id: $id }) { heldBecause } }', { id })).toEqual({ paymentRun: { heldBecause: 'It is being given up.' } });
  expect(await startSending(officer, id)).toMatchObject({ userErrors: [{ code: 'RUN_HELD' }] });
  const work = (): Promise<unknown> => givesUp.run(officer, { runId: decodeId(id)?.uuid ?? '' }, unseen);
  await Promise.all([work(), work()]);
  expect(await proofOf(officer, id)).toMatchObject({ balanced: true, cancelled: '6.00/6.00' });
  expect(await createRun(officer, programme)).toMatchObject({ run: { instructionCount: 3 } });
});
