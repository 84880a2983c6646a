import type { TxContext } from '../kernel/write/transaction.js';
import { refuse } from '../kernel/write/refusal.js';
import { placeNotFound } from './refusals.js';

/** Places by code, as UUIDs; refuses those that don't exist or lie outside of the actor's own. */
export async function findPlaces(ctx: TxContext, codes: readonly { readonly code: string; readonly path: string }[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await ctx.tx.query<{ code: string; id: string }>(
    `select here.code, here.id from people.place here
     where here.code = any($1) and ($2::text[] is null or exists (
       select 1 from people.place root where root.code = any($2) and here.number between root.number and root.last_number))`,
    [codes.map(({ code }) => code), ctx.actor.places],
  );
  const found = new Map(rows.map(({ code, id }) => [code, id]));
  const missing = codes.filter(({ code }) => !found.has(code));
  if (missing.length > 0) refuse(...missing.map(({ code, path }) => placeNotFound(path, { code })));
  return found;
}
