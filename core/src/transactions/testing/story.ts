import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { decodeId, encodeId } from '../../kernel/schema/ids.js';
import { Refused, toUserError } from '../../kernel/write/refusal.js';
import { computeRun } from '../runs/compute-run.js';
import { run, unseen } from './world.js';

export interface UserError {
  readonly code: string;
  readonly path: readonly string[];
  readonly hint: string | null;
}

export interface RunAnswer {
  readonly run: { readonly id: string; readonly code: string; readonly state: string; readonly contentHash: string; readonly instructionCount: number; readonly total: { readonly amount: string } } | null;
  readonly userErrors: readonly UserError[];
}

export interface ReceivedAnswer extends RunAnswer {
  readonly paid: number | null;
  readonly returned: number | null;
  readonly unmatched: readonly { readonly line: number; readonly reference: string; readonly reason: string }[] | null;
}

const RUN_FIELDS = 'id code state contentHash instructionCount total { amount }';
const RUN = `run { ${RUN_FIELDS} } userErrors { code path hint }`;

/** A key that nobody used. */
export const newKey = (): string => uuidv7();

async function mutate<A extends RunAnswer>(ctx: Context, field: string, type: string, input: object, more = ''): Promise<A> {
  const answer = await run<Record<string, A>>(ctx, `mutation ($input: ${type}!) { ${field}(input: $input) { ${RUN} ${more} } }`, { input });
  return answer[field] as A;
}

/** A run that a job is to make. */
export interface BegunAnswer extends RunAnswer {
  readonly job: { readonly id: string; readonly state: string } | null;
}

type Wanted = { readonly channel?: string; readonly until?: string; readonly key?: string; readonly funder?: string; readonly changeTolerance?: string };

/** Asks for a run, which a job is to make. */
export function beginRun(ctx: Context, programme: string, given: Wanted = {}): Promise<BegunAnswer> {
  const input = { programmeId: encodeId('programme', programme), until: given.until ?? '2026-03-01', channel: given.channel ?? 'csv-file', idempotencyKey: given.key ?? newKey(), funderId: given.funder ?? null, changeTolerance: given.changeTolerance ?? null };
  return mutate(ctx, 'paymentRunCreate', 'PaymentRunCreateInput', input, 'job { id state }');
}

/** Has the job make a run that was asked for. What it refuses is told as a mutation would tell it. */
export async function makeRun(ctx: Context, begun: RunAnswer): Promise<RunAnswer> {
  if (!begun.run) return begun;
  const { id } = begun.run;
  try {
    await computeRun.run(ctx, { runId: decodeId(id)?.uuid ?? '' }, unseen);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { run: null, userErrors: error.refusals.map((refusal) => toUserError(ctx, refusal)) as unknown as readonly UserError[] };
  }
  const { paymentRun } = await run<{ paymentRun: RunAnswer['run'] }>(ctx, `query ($id: ID!) { paymentRun(by: { id: $id }) { ${RUN_FIELDS} } }`, { id });
  return { run: paymentRun, userErrors: [] };
}

/** A run that is made: asked for, and its job done. */
export async function createRun(ctx: Context, programme: string, given: Wanted = {}): Promise<RunAnswer> {
  return makeRun(ctx, await beginRun(ctx, programme, given));
}

export const approveRun = (ctx: Context, runId: string, contentHash: string, key = newKey()): Promise<RunAnswer> =>
  mutate(ctx, 'paymentRunApprove', 'PaymentRunApproveInput', { runId, contentHash, idempotencyKey: key });

export const cancelRun = (ctx: Context, runId: string, key = newKey()): Promise<RunAnswer> =>
  mutate(ctx, 'paymentRunCancel', 'PaymentRunCancelInput', { runId, idempotencyKey: key });

export const startSending = (ctx: Context, runId: string, key = newKey()): Promise<RunAnswer & { readonly job: { readonly id: string } | null }> =>
  mutate(ctx, 'paymentRunSend', 'PaymentRunSendInput', { runId, idempotencyKey: key }, 'job { id state }');

export const receive = (ctx: Context, runId: string, answer: string, key = newKey()): Promise<ReceivedAnswer> =>
  mutate(ctx, 'paymentRunReceiveAnswer', 'PaymentRunReceiveAnswerInput', { runId, answer, idempotencyKey: key }, 'paid returned unmatched { line reference reason }');

export interface Proof {
  readonly balanced: boolean;
  readonly counts: readonly { readonly state: string; readonly count: number }[];
}

const PAIR = '{ instructions { amount currency } ledger { amount currency } }';

/** The proof of a run, with each line as `instructions/ledger`. */
export async function proofOf(ctx: Context, id: string): Promise<Proof & Readonly<Record<'entitled' | 'paid' | 'pending' | 'returned' | 'recovered' | 'deducted' | 'cancelled', string>>> {
  type Pair = { readonly instructions: { readonly amount: string }; readonly ledger: { readonly amount: string } };
  const { paymentRun } = await run<{ paymentRun: { proof: Proof & Record<string, Pair> } }>(
    ctx,
    `query ($id: ID!) { paymentRun(by: { id: $id }) { proof { balanced counts { state count } entitled ${PAIR} paid ${PAIR} pending ${PAIR} returned ${PAIR} recovered ${PAIR} deducted ${PAIR} cancelled ${PAIR} } } }`,
    { id },
  );
  const { balanced, counts, ...lines } = paymentRun.proof;
  const told = Object.fromEntries(Object.entries(lines as Record<string, Pair>).map(([name, pair]) => [name, `${pair.instructions.amount}/${pair.ledger.amount}`]));
  return { balanced, counts, ...told } as Awaited<ReturnType<typeof proofOf>>;
}
