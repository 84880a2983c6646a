import type { Claims } from '../kernel/access/actor.js';
import { inScope } from '../kernel/read/in-scope.js';
import { sql } from '../kernel/read/sql.js';
import { ask } from '../kernel/write/ask.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { ChangeRequestState } from './change-request.js';
import { requestDecided, requestNotFound } from './refusals.js';
import { bySubject } from './scope.js';

/** A request that is to be decided on. */
export interface LockedRequest {
  readonly id: string;
  readonly operation: string;
  readonly state: ChangeRequestState;
  readonly sealed: Buffer;
  readonly made_by: string;
  readonly maker: Omit<Claims, 'id'>;
  readonly approvals: readonly string[];
  readonly lapses_on: string | null;
  readonly person_id: string | null;
  readonly household_id: string | null;
  readonly place_id: string | null;
}

/** A pending request that the actor may see, held until the transaction ends, so that it is decided once. */
export async function lockRequest(ctx: TxContext, id: string): Promise<LockedRequest> {
  const { rows } = await ask<LockedRequest>(ctx, sql`
    select r.id, r.operation, r.state, r.sealed, r.made_by, r.maker, r.approvals, r.lapses_on::text, r.person_id, r.household_id, r.place_id
    from change_requests.change_request r
    where r.id = ${id}::uuid and ${inScope(ctx, bySubject('madeBy'), { madeBy: sql`r.made_by`, person: sql`r.person_id`, household: sql`r.household_id`, place: sql`r.place_id` })}
    for update of r`);
  const request = rows[0] ?? refuse(requestNotFound('id'));
  if (request.state !== ChangeRequestState.PENDING) refuse(requestDecided('id', { state: request.state }));
  return request;
}

/** Ends a request; what of its steps is not done need not be any more. */
export async function endRequest(ctx: TxContext, id: string, state: ChangeRequestState, reason: string | null | undefined): Promise<void> {
  await ctx.tx.query(
    'update change_requests.change_request set state = $2, decided_by = $3, decided_at = now(), decision_reason = $4 where id = $1', [id, state, ctx.actor.id, reason ?? null],
  );
  await ctx.tx.query("update change_requests.task set state = 'CANCELLED', closed_at = now(), closed_by = $2 where request_id = $1 and state in ('WAITING', 'OPEN')", [id, ctx.actor.id]);
}
