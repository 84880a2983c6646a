import { inScope } from '../../kernel/read/in-scope.js';
import { join, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { resourceOptions } from '../../kernel/schema/resource.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { AMOUNTS, FIGURES, type Figure } from './figures.js';
import { simulationNotFound, simulationRunning } from './refusals.js';
import { SimulationReport } from './simulation-report.js';
import { caseloadOf, toldFigure } from './told-figures.js';

/** What a simulation says of a group to whoever asks: figures that are hidden from them are null. */
export interface ToldGroup extends Readonly<Record<'caseload_before' | 'caseload_after', number | null>>, Readonly<Record<Exclude<Figure, 'cost_before' | 'cost_after' | 'gained' | 'lost'>, number | null>>, Readonly<Record<'cost_before' | 'cost_after' | 'gained' | 'lost', string | null>> {
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

export async function toldReport(ctx: TxContext, id: string, path: string): Promise<ToldReport> {
  const { rows: [report] } = await ask<Omit<ToldReport, 'groups'> & { readonly state: string }>(ctx, sql`
    select r.id, r.state, p.code as programme, p.currency, v.number, a.number as against, r.title, r.on_date::text as on
    from programmes.simulation_report r join programmes.programme p on p.id = r.programme_id join programmes.programme_version v on v.id = r.version_id left join programmes.programme_version a on a.id = r.against_id
    where r.id = ${id}::uuid and ${inScope(ctx, resourceOptions(SimulationReport)?.scope, { programme: sql`r.programme_id`, askedBy: sql`r.asked_by` })}`);
  if (!report) return refuse(simulationNotFound(path));
  if (report.state !== 'DONE') refuse(simulationRunning(path));
  const of = (column: string): Sql => trusted(`g.${column}`);
  const figures = FIGURES.map((figure) => sql`${toldFigure(of, figure, of(figure))}${trusted(`${AMOUNTS.includes(figure) ? '::text' : ''} as ${figure}`)}`);
  const { rows } = await ask<ToldGroup & Record<string, unknown>>(ctx, sql`
    select g.breakdown, g.key, g.label, ${caseloadOf(of, 'before')} as caseload_before, ${caseloadOf(of, 'after')} as caseload_after, ${join(figures, ', ')}
    from programmes.simulation_row g where g.report_id = ${id}::uuid order by g.breakdown <> 'TOTAL', g.breakdown, g.position`);
  return { ...report, groups: rows };
}

/** How many are eligible before and after, where that is told. */
export function caseloads({ caseload_before: before, caseload_after: after }: ToldGroup): { readonly before: number | null; readonly after: number | null } {
  return { before, after };
}
