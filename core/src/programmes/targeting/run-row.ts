import { ask } from '../../kernel/write/ask.js';
import { identifier, join, sql } from '../../kernel/read/sql.js';
import type { TxContext } from '../../kernel/write/transaction.js';

/** A run as the work on it takes it. */
export interface Run {
  readonly id: string;
  readonly programme_id: string;
  readonly mode: 'ASSESS' | 'ENROL' | 'REASSESS' | 'OVERDUE';
  readonly on_date: string;
  readonly place_codes: readonly string[] | null;
  /** The filter that it is limited to. */
  readonly chosen: object | null;
  readonly former: boolean;
  readonly leads_to: 'KEEP' | 'EXIT' | 'SUSPEND';
  readonly basis_id: string | null;
  readonly phase: 'JUDGE' | 'ALLOCATE' | 'WAIT' | 'DONE';
  readonly done_to: string | null;
  readonly seen: number;
}

/** The run, held until the transaction ends, so that two workers never do the same. */
export async function holdRun(ctx: TxContext, id: string): Promise<Run> {
  const { rows: [run] } = await ctx.tx.query<Run>('select id, programme_id, mode, on_date::text, place_codes, chosen, former, leads_to, basis_id, phase, done_to, seen from programmes.targeting_run where id = $1 for update', [id]);
  if (!run) throw new Error(`the run ${id} is gone`);
  return run;
}

/** What was done is added to the run, and how far it is set, in the transaction that did it. */
export async function moveOn(ctx: TxContext, { id }: Pick<Run, 'id'>, done: Readonly<Record<string, number | string | null>>): Promise<void> {
  const sets = Object.entries(done).map(([column, value]) => (typeof value === 'number' ? sql`${identifier(column)} = ${identifier(column)} + ${value}::int`
    : column === 'done_to' ? sql`done_to = ${value}::uuid` : sql`${identifier(column)} = ${value}::text`));
  await ask(ctx, sql`update programmes.targeting_run set ${join(sets, ', ')} where id = ${id}::uuid`);
}
