import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { ADMINISTRATIVE, MAIN_HIERARCHY } from './hierarchy.js';
import { hierarchyNotFound } from './refusals.js';

/** A hierarchy whose tree nobody else changes until the transaction ends. */
export interface HeldHierarchy {
  readonly id: string;
  readonly code: string;
  readonly main: boolean;
}

/**
 * Holds hierarchies, so that two changes that are right one by one don't make a loop together. The main one comes first,
 * then by code, whoever asks: no two transactions wait for one another.
 *
 * @param codes which ones; all where left out
 */
export async function holdHierarchies(ctx: TxContext, codes?: readonly { readonly code: string; readonly path: string }[]): Promise<ReadonlyMap<string, HeldHierarchy>> {
  const { rows } = await ctx.tx.query<{ id: string; code: string }>(
    `select id, code from people.place_hierarchy where $1::text[] is null or code = any($1)
     order by id <> $2, code for no key update`, [codes ? [...new Set(codes.map(({ code }) => code))] : null, ADMINISTRATIVE],
  );
  const held = new Map(rows.map((row) => [row.code, { ...row, main: row.id === ADMINISTRATIVE }]));
  const missing = (codes ?? []).filter(({ code }) => !held.has(code));
  if (missing.length > 0) refuse(...missing.map(({ code, path }) => hierarchyNotFound(path, { code })));
  return held;
}

/** Holds one hierarchy; the main one where no code is given. */
export async function holdHierarchy(ctx: TxContext, code: string | null | undefined, path = 'hierarchyCode'): Promise<HeldHierarchy> {
  const wanted = code ?? MAIN_HIERARCHY;
  return (await holdHierarchies(ctx, [{ code: wanted, path }])).get(wanted) ?? refuse(hierarchyNotFound(path, { code: wanted }));
}
