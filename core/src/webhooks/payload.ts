import { withoutLimits } from '../kernel/access/scope.js';
import { readRows } from '../kernel/read/read-rows.js';
import type { Context } from '../kernel/context.js';
import { parameters, render, sql } from '../kernel/read/sql.js';
import { restsOnConsent } from '../kernel/privacy/purpose.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a value says in ids alone; `undefined` where it has none. */
function idsOf(value: unknown): unknown {
  if (typeof value === 'string') return UUID.test(value) ? value : undefined;
  if (Array.isArray(value)) return value.map(idsOf).filter((part) => part !== undefined);
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.fromEntries(Object.entries(value).flatMap(([key, part]) => {
    const ids = idsOf(part);
    return ids === undefined ? [] : [[key, ids]];
  }));
}

/** Every id that a value holds. */
function allIds(value: unknown): readonly string[] {
  if (typeof value === 'string') return UUID.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(allIds) : [];
}

/** A value without the ids given in its lists; `undefined` where one of them stands alone, so that nothing can be left out. */
function without(value: unknown, ids: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return ids.has(value) ? undefined : value;
  if (Array.isArray(value)) return value.map((part) => without(part, ids)).filter((part) => part !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([key, part]) => [key, without(part, ids)] as const);
  return parts.some(([, part]) => part === undefined) ? undefined : Object.fromEntries(parts);
}

/**
 * What an endpoint is told of an event: its ids, or, where it is told details, all that it says. Where the purpose rests on consent,
 * persons and households of whom nothing may be given away are left out, as it is at this moment.
 *
 * @returns `undefined` where nothing may be told
 */
export async function tellable(ctx: Context, payload: unknown, { purpose, details }: { readonly purpose: string; readonly details: boolean }): Promise<unknown> {
  const said = details ? payload : idsOf(payload);
  if (!restsOnConsent(ctx.platform, purpose)) return said;
  const { mayShare } = ctx.platform.model;
  const ids = [...new Set(allIds(payload))];
  const unshared = render(sql`
    select p.id from people.person p where p.id = any(${ids}::uuid[]) and not (${mayShare({ person: sql`p.id` }, sql`${purpose}::text`)})
    union all select h.id from people.household h where h.id = any(${ids}::uuid[]) and not (${mayShare({ household: sql`h.id` }, sql`${purpose}::text`)})`);
  const { rows } = await readRows<{ id: string }>(withoutLimits(ctx), unshared.text, parameters(unshared, { ctx, variables: {} }));
  const missing = new Set(rows.map(({ id }) => id));
  if (missing.size === 0) return said;
  const left = without(said, missing);
  return left !== undefined && allIds(left).length > 0 ? left : undefined;
}
