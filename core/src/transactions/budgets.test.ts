import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../kernel/schema/ids.js';
import { mutated, type Done } from './testing/books.js';
import { answerOf } from './testing/scripted-channel.js';
import { approveRun, cancelRun, createRun, newKey, receive, startSending, type RunAnswer } from './testing/story.js';
import { sendRun } from './runs/send-run-job.js';
import { as, owe, owing, run, startWorld, unseen, type World } from './testing/world.js';
import { decodeId } from '../kernel/schema/ids.js';
import { scriptedChannel } from './testing/scripted-channel.js';

let world: World;
const officer = () => as(world, 'payment-officer');
const approver = (name?: string) => as(world, 'payment-approver', name);
const holder = () => as(world, 'budget-holder');

interface Sums { readonly approved: string; readonly committed: string; readonly drawn: string; readonly available: string }

async function sums(id: string): Promise<Sums> {
  const { budget } = await run<{ budget: Record<keyof Sums, { amount: string }> }>(holder(), 'query ($id: ID!) { budget(by: { id: $id }) { approved { amount } committed { amount } drawn { amount } available { amount currency } } }', { id });
  return Object.fromEntries(Object.entries(budget).map(([name, { amount }]) => [name, amount])) as unknown as Sums;
}

async function proposed(input: object): Promise<Done> {
  return mutated(as(world, 'ledger-keeper'), 'budgetCreate', 'amendment', { startsOn: '2026-01-01', endsOn: '2026-12-31', reason: 'The law of finance', idempotencyKey: newKey(), code: newKey(), ...input }, 'id budget { id }');
}
const decide = (id: string, approve = true, ctx = holder()) => mutated(ctx, 'budgetAmendmentDecide', 'amendment', { id, approve, idempotencyKey: newKey() }, 'id state decidedBy');
const amend = (budgetId: string, amount: string) => mutated(as(world, 'ledger-keeper'), 'budgetAmend', 'amendment', { budgetId, amount, reason: 'Less came in', idempotencyKey: newKey() });

/** A budget that is approved, by id. */
async function budgetFor(programme: string, amount: string, more: object = {}): Promise<string> {
  const { amendment } = await proposed({ programmeId: encodeId('programme', programme), amount, ...more });
  await decide(amendment?.id ?? '');
  return (amendment as unknown as { budget: { id: string } }).budget.id;
}

async function drafted(programme: string): Promise<{ id: string; hash: string }> {
  const { run: made, userErrors } = await createRun(officer(), programme, { channel: 'scripted' });
  expect(userErrors).toEqual([]);
  return { id: made?.id ?? '', hash: made?.contentHash ?? '' };
}
const approve = async (programme: string, name?: string): Promise<RunAnswer & { readonly id: string; readonly hash: string }> => {
  const draft = await drafted(programme);
  return { ...draft, ...(await approveRun(approver(name), draft.id, draft.hash)) };
};

beforeAll(async () => {
  world = await startWorld({ channels: { scripted: scriptedChannel() } });
});
afterAll(() => world.stop());

describe('a budget', () => {
  it('is proposed by one and approved by another, and amended by further rows', async () => {
    const programme = await owing(world, ['1']);
    const programmeId = encodeId('programme', programme);
    const first = await proposed({ programmeId, amount: '100' });
    const id = first['amendment']?.id ?? '';
    const { budget } = first['amendment'] as unknown as { budget: { id: string } };
    expect(await proposed({ programmeId, amount: '5', startsOn: '2026-06-01' })).toMatchObject({ userErrors: [{ code: 'BUDGETS_OVERLAP' }] });
    for (const amount of ['-5', '0', '1.001']) expect(await proposed({ programmeId, amount, startsOn: '2027-01-01', endsOn: '2027-12-31' })).toMatchObject({ userErrors: [{ code: 'BUDGET_AMOUNT' }] });
    expect(await sums(budget.id)).toEqual({ approved: '0.00', committed: '0.00', drawn: '0.00', available: '0.00' });
    const same = world.platform.context({ actor: world.platform.actorOf({ id: 'ledger-keeper@example.org', roles: ['budget-holder'], places: null }) });
    expect(await decide(id, true, same)).toMatchObject({ userErrors: [{ code: 'BUDGET_SECOND_PERSON' }] });
    await expect(world.pool.query("update transactions.budget_amendment set state = 'APPROVED', decided_by = proposed_by, decided_on = now() where id = $1", [decodeId(id)?.uuid])).rejects.toMatchObject({ constraint: 'budget_amendment_second_person' });
    expect(await decide(id)).toMatchObject({ amendment: { state: 'APPROVED', decidedBy: 'budget-holder@example.org' } });
    expect(await decide(id)).toMatchObject({ userErrors: [{ code: 'BUDGET_AMENDMENT_DECIDED' }] });
    const [more, less, tooMuch] = [await amend(budget.id, '50'), await amend(budget.id, '-30'), await amend(budget.id, '-500')];
    await decide(more['amendment']?.id ?? '');
    await decide(less['amendment']?.id ?? '', false);
    expect(await decide(tooMuch['amendment']?.id ?? '')).toMatchObject({ userErrors: [{ code: 'BUDGET_TOO_LOW' }] });
    expect(await sums(budget.id)).toEqual({ approved: '150.00', committed: '0.00', drawn: '0.00', available: '150.00' });
    await expect(world.platform.pool.query('update transactions.budget set approved = 1000, available = 1000')).rejects.toMatchObject({ code: '42501' });
  });

  it('is committed by approval, drawn by payment, and released by what comes back or is given up', async () => {
    const programme = await owing(world, ['10', '20', '30']);
    const budget = await budgetFor(programme, '60');
    const { id, userErrors } = await approve(programme);
    expect(userErrors).toEqual([]);
    expect(await sums(budget)).toMatchObject({ committed: '60.00', drawn: '0.00', available: '0.00' });
    const runId = decodeId(id)?.uuid ?? '';
    await startSending(officer(), id);
    await sendRun.run(officer(), { runId } as never, unseen);
    const { rows } = await world.pool.query<{ reference: string; amount: string }>('select reference, amount::text from transactions.payment_instruction where run_id = $1 order by amount', [runId]);
    await receive(officer(), id, answerOf(rows.slice(0, 2)));
    expect(await sums(budget)).toMatchObject({ committed: '30.00', drawn: '30.00', available: '0.00' });
    await receive(officer(), id, answerOf(rows.slice(2).map((each) => ({ ...each, status: 'RETURNED', reason: 'closed' }))));
    expect(await sums(budget)).toMatchObject({ committed: '0.00', drawn: '30.00', available: '30.00' });
    // What came back is paid again out of what it gave back; given up, it is there for others.
    const again = await approve(programme);
    expect(await sums(budget)).toMatchObject({ committed: '30.00', available: '0.00' });
    await cancelRun(officer(), again.id);
    expect(await sums(budget)).toMatchObject({ committed: '0.00', drawn: '30.00', available: '30.00' });
    const { budgetUses } = await run<{ budgetUses: { nodes: object[] } }>(holder(), 'query ($id: ID!) { budgetUses(where: { budget: { id: { eq: $id } } }) { nodes { kind amount { amount } paymentRun { code } } } }', { id: budget });
    expect(budgetUses.nodes).toMatchObject([['COMMITTED', '60.00'], ['DRAWN', '30.00'], ['RELEASED', '30.00'], ['COMMITTED', '30.00'], ['RELEASED', '30.00']].map(([kind, amount]) => ({ kind, amount: { amount } })));
  });

  it('is not gone over, but by who may allow it, with a reason that is kept', async () => {
    const programme = await owing(world, ['70', '40']);
    const budget = await budgetFor(programme, '100');
    const { id, hash, userErrors } = await approve(programme);
    expect(userErrors).toMatchObject([{ code: 'BUDGET_EXCEEDED', path: ['input', 'runId'] }]);
    const { rows: [found] } = await world.pool.query<{ id: string }>("select id from transactions.budget where id = $1", [decodeId(budget)?.uuid]);
    await expect(world.pool.query("update transactions.payment_run set state = 'APPROVED', approved_by = 'x', approved_hash = content_hash, budget_id = $2 where id = $1", [decodeId(id)?.uuid, found?.id])).rejects.toMatchObject({ constraint: 'budget_available' });
    await expect(world.pool.query("update transactions.payment_run set state = 'APPROVED', approved_by = 'x', approved_hash = content_hash where id = $1", [decodeId(id)?.uuid])).rejects.toMatchObject({ constraint: 'payment_run_has_budget' });
    const allow = (contentHash: string) => mutated(holder(), 'paymentRunAllowOverBudget', 'run', { runId: id, contentHash, reason: 'Households were cut off by the flood', idempotencyKey: newKey() }, 'budgetExceptions { nodes { reason allowedBy } }');
    expect(await allow('0'.repeat(64))).toMatchObject({ userErrors: [{ code: 'CONTENT_CHANGED' }] });
    expect(await allow(hash)).toMatchObject({ run: { budgetExceptions: { nodes: [{ allowedBy: 'budget-holder@example.org' }] } } });
    expect(await allow(hash)).toMatchObject({ userErrors: [{ code: 'OVER_BUDGET_ALLOWED' }] });
    expect(await approveRun(approver(), id, hash)).toMatchObject({ userErrors: [], run: { state: 'APPROVED' } });
    expect(await sums(budget)).toEqual({ approved: '100.00', committed: '110.00', drawn: '0.00', available: '-10.00' });
  });

  it('is asked for of programmes that have one, for the day and the funder', async () => {
    const programme = await owing(world, ['5']);
    await budgetFor(programme, '100', { startsOn: '2025-01-01', endsOn: '2025-12-31' });
    expect((await approve(programme)).userErrors).toMatchObject([{ code: 'BUDGET_MISSING' }]);
    expect((await approve(await owing(world, ['5']))).userErrors).toEqual([]);
  });

  it('is never oversold by runs that want the last of it at once', async () => {
    const programme = await owing(world, ['25']);
    const budget = await budgetFor(programme, '60');
    const drafts = [await drafted(programme)];
    for (let n = 0; n < 3; n += 1) {
      await owe(world, programme, ['25']);
      drafts.push(await drafted(programme));
    }
    const answers = await Promise.all(drafts.map(({ id, hash }, n) => approveRun(approver(`approver-${n}`), id, hash)));
    expect(answers.map(({ userErrors }) => userErrors[0]?.code ?? 'APPROVED').sort()).toEqual(['APPROVED', 'APPROVED', 'BUDGET_EXCEEDED', 'BUDGET_EXCEEDED']);
    expect(await sums(budget)).toEqual({ approved: '60.00', committed: '50.00', drawn: '0.00', available: '10.00' });
  });
});
