import { refuse } from '../../../kernel/write/refusal.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import { beyondScope } from '../../../kernel/write/beyond-scope.js';
import { inPlacesOf } from '../../../people/scope.js';
import { paymentNotFound, paymentPartlyElsewhere } from '../../refusals.js';
import { lockRunOf, type LockedRun } from '../lock-run.js';
import type { PaymentRunState } from '../payment-run.js';

/** A payment of a run that is locked. */
export interface LockedInstruction {
  readonly run: LockedRun;
  /** UUIDs of all of its instructions, one by one. */
  readonly ids: readonly string[];
  readonly payment: { readonly state: string; readonly held: boolean };
}

/** A payment by one of its instructions, all of which the actor sees, its run locked until the transaction ends: they may see no other payment of that run. */
export async function lockInstruction(ctx: TxContext, id: string, wanted: readonly PaymentRunState[]): Promise<LockedInstruction> {
  const its = (): Promise<{ rows: { runId: string; state: string; held: boolean }[] }> => ask(ctx, sql`
    select i.run_id as "runId", i.state, i.held_by is not null as held from transactions.payment_instruction i where i.id = ${id}::uuid and ${inPlacesOf(ctx, sql`i.place_id`)}`);
  const { rows: [found] } = await its();
  if (!found) return refuse(paymentNotFound('instructionId'));
  const run = await lockRunOf(ctx, found.runId, 'instructionId', wanted);
  const { rows: [payment] } = await its();
  return payment ? { run, payment, ids: await instructionsOf(ctx, id) } : refuse(paymentNotFound('instructionId'));
}

async function instructionsOf(ctx: TxContext, id: string): Promise<readonly string[]> {
  const { rows } = await beyondScope(ctx, () => ask<{ id: string; seen: boolean | null }>(ctx, sql`
    select o.id, ${inPlacesOf(ctx, sql`o.place_id`)} as seen from transactions.payment_instruction i join transactions.payment_instruction o on o.payment = i.payment where i.id = ${id}::uuid order by o.id`));
  if (rows.some(({ seen }) => !seen)) refuse(paymentPartlyElsewhere('instructionId'));
  return rows.map((row) => row.id);
}
