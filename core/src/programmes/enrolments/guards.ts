import { extensionPoint } from '../../kernel/module/extension-point.js';
import { join, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import type { Refusal } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import type { EnrolmentMove } from './enrolment-state.js';

/** Refuses moves of enrolments, many at once. */
export interface EnrolmentGuard {
  readonly description: string;
  /** The moves that it looks at; all where left out. */
  readonly moves?: readonly EnrolmentMove[];
  /** What it refuses with, by code: makers of refusals. */
  readonly refusals: Readonly<Record<string, (path: string, values?: Readonly<Record<string, string | number>>) => Refusal>>;
  /**
   * Those that are refused.
   *
   * @param asked a table with a row for each move that is asked for: key, enrolment_id (null where it begins), programme_id, person_id,
   * household_id, organisation_id, place_id, move, from_state (null where it begins), to_state, on_day
   * @returns a query of key, code and values (jsonb of what the refusal's text names, or null)
   */
  refused(ctx: TxContext, asked: Sql): Sql;
}

/** Where modules and countries refuse moves of enrolments. */
export const enrolmentGuards = extensionPoint<EnrolmentGuard>('programmes.enrolment-guards', 'many', 'Refuse moves of enrolments');

/** A query of key, code and values of what the guards of a move refuse among the rows asked for; undefined where none looks at it. */
export function refusedBy(ctx: TxContext, move: EnrolmentMove, asked: Sql): Sql | undefined {
  const looking = [...ctx.platform.extensions(enrolmentGuards).values()].filter(({ moves }) => !moves || moves.includes(move));
  if (looking.length === 0) return undefined;
  return sql`${join(looking.map((guard) => sql`(${guard.refused(ctx, asked)})`), ' union all ')}`;
}

/** The refusals of a move that is asked for one enrolment. */
export async function refusalsOf(ctx: TxContext, move: EnrolmentMove, row: Sql, path: string): Promise<readonly Refusal[]> {
  const refused = refusedBy(ctx, move, trusted('asked'));
  if (!refused) return [];
  const { rows } = await ask<{ code: string; values: Record<string, string | number> | null }>(ctx, sql`with asked as (${row}) select code, values from (${refused}) refused (key, code, values) order by code`);
  return rows.map(({ code, values }) => maker(ctx, code)(path, values ?? {}));
}

function maker(ctx: TxContext, code: string): EnrolmentGuard['refusals'][string] {
  for (const { refusals } of ctx.platform.extensions(enrolmentGuards).values()) if (refusals[code]) return refusals[code];
  throw new Error(`no guard of enrolments has a refusal ${code}`);
}
