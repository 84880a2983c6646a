import { inScope } from '../kernel/read/in-scope.js';
import { sql } from '../kernel/read/sql.js';
import { ask } from '../kernel/write/ask.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { changedMeanwhile } from '../people/persons/refusals.js';
import { bySubject } from './response.js';
import { responseEnded, responseNotFound } from './refusals.js';
import { ResponseState } from './types.js';

/** A response that counts, held until the transaction ends. */
export interface LockedResponse {
  readonly versionId: string;
  readonly personId: string | null;
  readonly householdId: string | null;
  readonly answeredOn: string;
  readonly source: string | null;
}

export async function lockResponse(ctx: TxContext, id: string, version: number): Promise<LockedResponse> {
  const { rows } = await ask<LockedResponse & { readonly state: ResponseState; readonly version: number }>(ctx, sql`
    select r.version_id as "versionId", r.person_id as "personId", r.household_id as "householdId", r.answered_on::text as "answeredOn", r.source, r.state, r.version
    from surveys.response r
    where r.id = ${id}::uuid and ${inScope(ctx, bySubject, { person: sql`r.person_id`, household: sql`r.household_id` })} for update of r`);
  const { state, version: present, ...response } = rows[0] ?? refuse(responseNotFound('id'));
  if (state !== ResponseState.COUNTS) refuse(responseEnded('id', { state }));
  if (present !== version) refuse(changedMeanwhile('version', { version: present }));
  return response;
}

export async function endResponse(ctx: TxContext, id: string, state: ResponseState, reason: string): Promise<void> {
  await ctx.tx.query('update surveys.response set state = $2, ended_because = $3 where id = $1', [id, state, reason]);
}
