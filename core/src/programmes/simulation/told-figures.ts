import { drawingSeed } from '../../kernel/privacy/in-steps.js';
import { fromContext, join, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { AMOUNTS, FIGURES, SEE_SMALL, type Figure } from './figures.js';

/** Whether whoever asks may see of how few a group is. */
export const seesSmall = fromContext((ctx) => ctx.actor.permissions.has(SEE_SMALL), 'boolean');
const seed = fromContext(drawingSeed, 'bigint');

/** A column of a row of `programmes.simulation_row`. */
export type RowColumn = (column: Figure | 'hidden' | 'count_step' | 'amount_step') => Sql;

/** A figure as it is told to whoever asks: exact to who may see persons; else nothing of a group that is small, and in steps of others. */
export function toldFigure(of: RowColumn, figure: Figure | 'caseload', value: Sql): Sql {
  const amount = AMOUNTS.includes(figure);
  const step = of(amount ? 'amount_step' : 'count_step');
  const drawn = sql`hashtextextended(concat_ws('|', ${join(FIGURES.map((each) => of(each)), ', ')}), ${seed})`;
  return sql`case when ${seesSmall} or (${step} is null and cardinality(${of('hidden')}) = 0) then ${value} when cardinality(${of('hidden')}) = 0 then kernel.in_steps(${value}, ${step}, ${drawn})${trusted(amount ? '' : '::int')} end`;
}

/** How many are eligible under the other version, and under this one. */
export const caseloadOf = (of: RowColumn, which: 'before' | 'after'): Sql =>
  toldFigure(of, 'caseload', sql`${of('gainers')} + ${of('losers')} + ${of('unchanged')} + ${of(which === 'before' ? 'newly_out' : 'newly_in')}`);
