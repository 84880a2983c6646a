import type { Context } from '../../kernel/context.js';
import { inScope } from '../../kernel/read/in-scope.js';
import { sql } from '../../kernel/read/sql.js';
import { resourceOptions } from '../../kernel/schema/resource.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { FIGURES, SEE_SMALL, type Figure } from './figures.js';
import { simulationNotFound, simulationRunning } from './refusals.js';
import { SimulationReport } from './simulation-report.js';

/** What a simulation says of a group to whoever asks: figures that are hidden from them are null. */
export interface ToldGroup extends Readonly<Record<Exclude<Figure, 'cost_before' | 'cost_after' | 'gained' | 'lost'>, number | null>>, Readonly<Record<'cost_before' | 'cost_after' | 'gained' | 'lost', string | null>> {
  readonly breakdown: string;
  readonly key: string | null;
  readonly label: string | null;
}

/** A simulation that is done, for who may see it. */
export interface ToldReport {
  readonly id: string;
  readonly programme: string;
  readonly currency: string;
  readonly number: number;
  readonly against: number | null;
  readonly title: string | null;
  readonly on: string;
  readonly groups: readonly ToldGroup[];
}

const isAmount = (figure: Figure): boolean => figure.startsWith('cost') || figure === 'gained' || figure === 'lost';

export async function toldReport(ctx: TxContext, id: string, path: string): Promise<ToldReport> {
  const { rows: [report] } = await ask<Omit<ToldReport, 'groups'> & { readonly state: string }>(ctx, sql`
    select r.id, r.state, p.code as programme, p.currency, v.number, a.number as against, r.title, r.on_date::text as on
    from programmes.simulation_report r join programmes.programme p on p.id = r.programme_id join programmes.programme_version v on v.id = r.version_id left join programmes.programme_version a on a.id = r.against_id
    where r.id = ${id}::uuid and ${inScope(ctx, resourceOptions(SimulationReport)?.scope, { programme: sql`r.programme_id`, askedBy: sql`r.asked_by` })}`);
  if (!report) return refuse(simulationNotFound(path));
  if (report.state !== 'DONE') refuse(simulationRunning(path));
  const { rows } = await ctx.tx.query<ToldGroup>(
    `select breakdown, key, label, ${FIGURES.map((figure) => `case when $2 or '${figure}' <> all (hidden) then ${figure}${isAmount(figure) ? '::text' : ''} end as ${figure}`).join(', ')}
     from programmes.simulation_row where report_id = $1 order by breakdown <> 'TOTAL', breakdown, position`, [id, seesSmall(ctx)],
  );
  return { ...report, groups: rows };
}

export function seesSmall(ctx: Context): boolean {
  return ctx.actor.permissions.has(SEE_SMALL);
}

/** How many are eligible before and after, where that is told. */
export function caseloads({ gainers, losers, unchanged, newly_in: entering, newly_out: leaving }: ToldGroup): { readonly before: number | null; readonly after: number | null } {
  const sum = (...counts: readonly (number | null)[]): number | null => (counts.includes(null) ? null : counts.reduce<number>((total, count) => total + (count ?? 0), 0));
  return { before: sum(gainers, losers, unchanged, leaving), after: sum(gainers, losers, unchanged, entering) };
}
