import type { Context } from '../../kernel/context.js';
import { encodeId } from '../../kernel/schema/ids.js';
import { newKey, type UserError } from './story.js';
import { run } from './world.js';

export interface HoldAnswer {
  readonly instruction?: { readonly state: string; readonly heldBy: string | null; readonly movedTo: number | null } | null;
  readonly run?: { readonly state: string; readonly heldBy: string | null } | null;
  readonly job: { readonly id: string } | null;
  readonly userErrors: readonly UserError[];
}

async function mutate(ctx: Context, field: string, input: object, fields: string): Promise<HoldAnswer> {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
  const answer = await run<Record<string, HoldAnswer>>(ctx, `mutation ($input: ${type}!) { ${field}(input: $input) { ${fields} job { id } userErrors { code path hint } } }`, { input: { ...input, idempotencyKey: newKey() } });
  return answer[field] as HoldAnswer;
}

const PAYMENT = 'instruction { state heldBy movedTo }';
const RUN = 'run { state heldBy }';
const REASON = 'The household is being looked at';
const named = (uuid: string): { readonly instructionId: string } => ({ instructionId: encodeId('payment_instruction', uuid) });

/** Payments are given by UUID, runs by id. */
export const holdPayment = (ctx: Context, uuid: string): Promise<HoldAnswer> => mutate(ctx, 'paymentInstructionHold', { ...named(uuid), reason: REASON }, PAYMENT);
export const releasePayment = (ctx: Context, uuid: string): Promise<HoldAnswer> => mutate(ctx, 'paymentInstructionRelease', named(uuid), PAYMENT);
export const giveUpPayment = (ctx: Context, uuid: string): Promise<HoldAnswer> => mutate(ctx, 'paymentInstructionGiveUp', named(uuid), PAYMENT);
export const holdRun = (ctx: Context, runId: string): Promise<HoldAnswer> => mutate(ctx, 'paymentRunHold', { runId, reason: REASON }, RUN);
export const releaseRun = (ctx: Context, runId: string): Promise<HoldAnswer> => mutate(ctx, 'paymentRunRelease', { runId }, RUN);
