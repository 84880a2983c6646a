import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { refuse } from '../../kernel/write/refusal.js';
import { placeNotFound } from './refusals.js';
import { inPlacesOf } from '../scope.js';

/** Places by code, as UUIDs; refuses those that don't exist or lie outside of the actor's own. */
export async function findPlaces(ctx: TxContext, codes: readonly { readonly code: string; readonly path: string }[]): Promise<ReadonlyMap<string, string>> {
  const wanted = codes.map(({ code }) => code);
  const { rows } = await ask<{ code: string; id: string }>(ctx, sql`
    select p.code, p.id from people.place p where p.code = any(${wanted}::text[]) and ${inPlacesOf(ctx, sql`p.id`)}`);
  const found = new Map(rows.map(({ code, id }) => [code, id]));
  const missing = codes.filter(({ code }) => !found.has(code));
  if (missing.length > 0) refuse(...missing.map(({ code, path }) => placeNotFound(path, { code })));
  return found;
}
