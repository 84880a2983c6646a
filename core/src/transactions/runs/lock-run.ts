import { beyondScope } from '../../kernel/write/beyond-scope.js';
import { sql, trusted } from '../../kernel/read/sql.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { inPlacesOf, inProgrammesOf } from '../../people/scope.js';
import { ask } from '../../kernel/write/ask.js';
import { ofWholeProgrammes } from '../../programmes/whole-programme.js';
import type { PaymentRunKind, PaymentRunState } from './payment-run.js';
import { runNotFound, runState } from '../refusals.js';

export interface LockedRun {
  readonly id: string;
  readonly code: string;
  readonly programme_id: string;
  readonly currency: string;
  readonly funder_id: string | null;
  readonly channel: string;
  readonly kind: PaymentRunKind;
  readonly state: PaymentRunState;
  readonly created_by: string;
  readonly content_hash: string;
  /** Whether nothing more of it may be handed over for now. */
  readonly held: boolean;
}

const COLUMNS = trusted('r.id, r.code, r.programme_id, r.currency, r.funder_id, r.channel, r.kind, r.state, r.created_by, r.content_hash, r.held_by is not null as held');

/**
 * A run that the actor may act on, locked until the transaction ends: whatever changes a run, its batches or its
 * instructions takes this lock first. An actor of some places may act on runs that lie wholly in them; runs to organisations are of a whole programme.
 */
export async function lockRun(ctx: TxContext, id: string, wanted?: readonly PaymentRunState[]): Promise<LockedRun> {
  // Of instructions elsewhere only their being there is looked at.
  const { rows } = await beyondScope(ctx, () => ask<LockedRun>(ctx, sql`
    select ${COLUMNS} from transactions.payment_run r where r.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`r.programme_id`)} and not exists (
      select from transactions.payment_instruction i where i.run_id = r.id and not ${inPlacesOf(ctx, sql`i.place_id`)})
      and (r.kind <> 'ORGANISATIONS' or ${ofWholeProgrammes(ctx)})
    for no key update`));
  return inState(rows[0] ?? refuse(runNotFound('runId')), 'runId', wanted);
}

/** The run of something of it that the actor may act on by itself, wherever the rest of the run lies; locked likewise. */
export async function lockRunOf(ctx: TxContext, id: string, path: string, wanted?: readonly PaymentRunState[]): Promise<LockedRun> {
  const { rows } = await ask<LockedRun>(ctx, sql`select ${COLUMNS} from transactions.payment_run r where r.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`r.programme_id`)} for no key update`);
  return inState(rows[0] ?? refuse(runNotFound(path)), path, wanted);
}

function inState(run: LockedRun, path: string, wanted: readonly PaymentRunState[] | undefined): LockedRun {
  if (wanted && !wanted.includes(run.state)) refuse(runState(path, { state: run.state, wanted: wanted.join(' or ') }));
  return run;
}
