import { sql, trusted } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { inPlacesOf } from '../../people/scope.js';
import { SUBJECT_COLUMNS } from '../decisions/store-decisions.js';
import type { ProgrammeTarget } from '../programme.js';
import { isChosen, isThere, SUBJECT_TABLES } from '../whom.js';
import { moveOn, type Run } from './run-row.js';

/** Takes some out, or suspends them, who were not judged again by the day on which they had to be. @returns how many */
export async function overdue(ctx: TxContext, run: Run): Promise<number> {
  if (run.leads_to === 'KEEP') return 0;
  const exits = run.leads_to === 'EXIT';
  const { rows: [{ target } = { target: 'PERSON' as ProgrammeTarget }] } = await ctx.tx.query<{ target: ProgrammeTarget }>('select target from programmes.programme where id = $1', [run.programme_id]);
  const t = trusted('t');
  const among = run.place_codes === null && run.chosen === null ? trusted('true')
    : sql`exists (select from ${SUBJECT_TABLES[target]} t where t.id = d.${SUBJECT_COLUMNS[target]} and ${isThere(t, run.place_codes)} and ${isChosen(ctx, target, t, run.chosen)})`;
  const { rowCount } = await ask(ctx, sql`
    update programmes.enrolment e set state = ${exits ? 'EXITED' : 'SUSPENDED'}::text, state_on = greatest(e.state_on, ${run.on_date}::date), reason = 'RECERTIFICATION_OVERDUE', note = null,
      exited_on = ${exits ? sql`greatest(e.state_on, ${run.on_date}::date)` : trusted('null')}
    from (select d.id from programmes.enrolment d where d.programme_id = ${run.programme_id}::uuid and d.recertify_by < ${run.on_date}::date and d.state = any(${exits ? ['ENROLLED', 'SUSPENDED'] : ['ENROLLED']}::text[])
      and ${inPlacesOf(ctx, sql`d.place_id`)} and ${among} order by d.id limit 5000 for no key update of d) due where e.id = due.id`);
  if (rowCount) await moveOn(ctx, run, { left_programme: rowCount, seen: rowCount });
  return rowCount ?? 0;
}
