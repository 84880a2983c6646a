import { sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { inPlacesOf } from '../../../people/scope.js';
import { settingsOf } from '../../settings.js';
import type { RunToMake } from '../draft-run.js';

/** With which run of before, and from which part of change on. */
export interface Compared {
  readonly with: string | null;
  readonly tolerance: string | null;
}

/**
 * Compares what a run pays with the last run of its programme and funder that was sent, person by person: who is new, who is gone, whose
 * amount is another by more than the tolerance. Whoever is left out is told of for that reason alone. In the places of who makes it.
 */
export async function compareRun(ctx: TxContext, { id, programmeId, funderId, changeTolerance }: RunToMake): Promise<Compared> {
  const { rows: [before] } = await ask<{ id: string }>(ctx, sql`
    select r.id from transactions.payment_run r
    where r.programme_id = ${programmeId}::uuid and r.funder_id is not distinct from ${funderId}::uuid and r.kind = 'REGULAR' and r.state in ('SENDING', 'SENT', 'RECONCILED')
      and exists (select from transactions.payment_instruction i where i.run_id = r.id and ${inPlacesOf(ctx, sql`i.place_id`)})
    order by r.id desc limit 1`);
  const tolerance = changeTolerance ?? settingsOf(ctx).runs.changeTolerance;
  if (!before) return { with: null, tolerance };
  const paidBy = (run: string) => sql`
    select coalesce(p.merged_into_id, p.id) as payee_id, (array_agg(i.place_id))[1] as place_id, sum(i.amount) as amount, min(i.currency) as currency
    from transactions.payment_instruction i join people.person p on p.id = i.payee_id
    where i.run_id = ${run}::uuid and i.state <> 'CANCELLED' and ${inPlacesOf(ctx, sql`i.place_id`)} group by 1`;
  await ask(ctx, sql`
    insert into transactions.payment_run_exception (run_id, kind, left_out, payee_id, place_id, previous, present, currency)
    select ${id}::uuid, told.kind, false, pair.payee_id, pair.place_id, pair.was, pair.now, pair.currency
    from (select payee_id, coalesce(now.place_id, was.place_id) as place_id, coalesce(now.currency, was.currency) as currency, was.amount as was, now.amount as now
      from (${paidBy(id)}) now full join (${paidBy(before.id)}) was using (payee_id)) pair
    cross join lateral (select case when pair.was is null then 'NEW' when pair.now is null then 'GONE'
      when abs(pair.now - pair.was) > ${tolerance}::numeric * pair.was then 'CHANGED' end as kind) told
    where told.kind is not null and not (pair.now is null and exists (
      select from transactions.payment_run_exception x where x.run_id = ${id}::uuid and x.left_out and x.payee_id = pair.payee_id))`);
  return { with: before.id, tolerance };
}
