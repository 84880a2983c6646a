import 'reflect-metadata';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId } from '../kernel/schema/ids.js';
import { sendRun } from './send-run-job.js';
import { answerOf, scriptedChannel } from './testing/scripted-channel.js';
import { approveRun, cancelRun, createRun, proofOf, receive, startSending } from './testing/story.js';
import { as, owe, owing, startWorld, unseen, type World } from './testing/world.js';

const channel = scriptedChannel();
let world: World;
beforeAll(async () => { world = await startWorld({ channels: { scripted: channel }, settings: { batchSize: 2 } }); });
afterAll(() => world.stop());

/** What may happen, in any order, to the runs of one programme. */
type Step =
  | { readonly do: 'owe'; readonly amount: number }
  | { readonly do: 'create' | 'approve' | 'cancel'; readonly run: number }
  | { readonly do: 'send'; readonly run: number; readonly fail: 'never' | 'before' | 'after' }
  | { readonly do: 'answer'; readonly run: number; readonly status: 'PAID' | 'RETURNED'; readonly which: number; readonly wrong: boolean };

const run = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('owe' as const), amount: fc.integer({ min: 1, max: 99_999 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('create' as const, 'approve' as const), run }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), run }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('send' as const), run, fail: fc.constantFrom('never' as const, 'before' as const, 'after' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('answer' as const), run, status: fc.constantFrom('PAID' as const, 'RETURNED' as const), which: fc.nat(7), wrong: fc.boolean() }) },
);

interface Made {
  readonly id: string;
  readonly hash: string;
}

async function take(programme: string, made: Made[], next: Step): Promise<void> {
  const officer = as(world, 'payment-officer');
  if (next.do === 'owe') return owe(world, programme, [(next.amount / 100).toFixed(2)]);
  if (next.do === 'create') {
    const created = await createRun(officer, programme, { channel: 'scripted' });
    if (created.run) made.push({ id: created.run.id, hash: created.run.contentHash });
    return;
  }
  const target = made[next.run % Math.max(made.length, 1)];
  if (!target) return;
  switch (next.do) {
    case 'approve':
      return void (await approveRun(as(world, 'payment-approver'), target.id, target.hash));
    case 'cancel':
      return void (await cancelRun(officer, target.id));
    case 'send': {
      const asked = await startSending(officer, target.id);
      channel.fail = next.fail;
      if (asked.userErrors.length === 0) await sendRun.run(officer, { runId: decodeId(target.id)?.uuid ?? '' }, unseen).catch(() => undefined);
      channel.fail = 'never';
      return;
    }
    case 'answer': {
      const { rows } = await world.pool.query<{ reference: string; amount: string }>('select reference, amount::text from transactions.payment_instruction where run_id = $1 order by id', [decodeId(target.id)?.uuid]);
      const payment = rows[next.which % rows.length];
      if (payment) await receive(officer, target.id, answerOf([{ ...payment, ...(next.wrong && { amount: `${payment.amount}1` }), status: next.status, reason: 'x' }]));
    }
  }
}

describe('the proof of every run', () => {
  it('holds after each step, whatever happens in whatever order, and nothing is paid twice', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
        const programme = await owing(world, ['10', '20.50', '0.01']);
        const made: Made[] = [];
        for (const next of steps) {
          await take(programme, made, next);
          for (const { id } of made) {
            const proof = await proofOf(as(world, 'auditor'), id);
            expect(proof, JSON.stringify({ next, proof })).toMatchObject({ balanced: true });
          }
        }
        const { rows } = await world.pool.query(
          `select (select coalesce(sum(p.amount), 0) = 0 from transactions.posting p where p.programme_id = $1) as zero,
             (select count(*)::int from (select entitlement_id from transactions.payment_instruction i join transactions.payment_run r on r.id = i.run_id
               where r.programme_id = $1 and i.state = 'PAID' group by 1 having count(*) > 1) twice) as twice,
             (select coalesce(-sum(p.amount), 0) from transactions.posting p join transactions.account a on a.id = p.account_id where a.programme_id = $1 and a.purpose = 'FUNDS')
               = (select coalesce(sum(i.amount), 0) from transactions.payment_instruction i join transactions.payment_run r on r.id = i.run_id where r.programme_id = $1 and i.state = 'PAID') as paid`,
          [programme],
        );
        expect(rows).toEqual([{ zero: true, twice: 0, paid: true }]);
      }),
      { numRuns: 40 },
    );
  });
});
