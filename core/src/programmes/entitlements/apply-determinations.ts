import { publish } from '../../kernel/events/publish.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { overpaymentsFound } from '../events.js';

const AT_A_TIME = 5_000;

/**
 * Makes the differences that a run found owed: a further entitlement where it is more, an overpayment where it is less. What was
 * changed meanwhile by something else is left, and noted to be looked into again. A page at a time, each whole; those that are done stay as they are.
 *
 * @returns how many were gone through; 0 where none is left
 */
export async function applyDeterminations(ctx: TxContext, run: string): Promise<number> {
  const { rows } = await ctx.tx.query<{ id: string; enrolment: string }>(
    "select id, enrolment_id as enrolment from programmes.determination where run_id = $1 and state = 'PROPOSED' order by id limit $2 for update", [run, AT_A_TIME],
  );
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  // Whoever determines for the same enrolments waits; in one order, so that nobody waits in a circle.
  await ctx.tx.query('select from programmes.enrolment where id = any($1) order by id for no key update', [rows.map(({ enrolment }) => enrolment)]);
  await ctx.tx.query(
    `with stale as (
       update programmes.determination d set state = 'STALE' from programmes.benefit_period p
       where d.id = any($1) and p.id = d.period_id and programmes.owed(d.enrolment_id, p.period_from) <> d.owed_before returning d.programme_id, d.enrolment_id, p.period_from)
     select programmes.note_due(array_agg(programme_id), array_agg(enrolment_id), array_agg(period_from), 'STALE') from stale having count(*) > 0`, [ids],
  );
  await ctx.tx.query(
    `insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, place_id, kind, period_from, period_to, due_on, amount, currency, reason, facts, basis, decision_id, determination_id)
     select kernel.uuid7(), d.programme_id, d.enrolment_id, d.payee_id, d.place_id, case when r.kind = 'FIRST' and d.owed_before = 0 then 'REGULAR' else 'ARREARS' end, p.period_from, p.period_to,
       case r.kind when 'FIRST' then p.due_on else $2::date end, d.amount - d.owed_before, d.currency, 'BY_RULE', coalesce(d.facts, '{}'), coalesce(d.basis, '{}'), d.decision_id, d.id
     from programmes.determination d join programmes.determination_run r on r.id = d.run_id join programmes.benefit_period p on p.id = d.period_id
     where d.id = any($1) and d.state = 'PROPOSED' and d.amount > d.owed_before`, [ids, ctx.today],
  );
  // Who was entitled to what was too much owes it back.
  const { rows: found } = await ctx.tx.query<{ id: string }>(
    `insert into programmes.overpayment (id, determination_id, programme_id, enrolment_id, payee_id, place_id, period_from, period_to, found_on, amount, currency, reasons)
     select kernel.uuid7(), d.id, d.programme_id, d.enrolment_id,
       coalesce((select e.payee_id from programmes.entitlement e where e.enrolment_id = d.enrolment_id and e.period_from = p.period_from order by e.id desc limit 1), d.payee_id),
       d.place_id, p.period_from, p.period_to, $2::date, d.owed_before - d.amount, d.currency, d.reasons
     from programmes.determination d join programmes.benefit_period p on p.id = d.period_id where d.id = any($1) and d.state = 'PROPOSED' and d.amount < d.owed_before returning id`, [ids, ctx.today],
  );
  await ctx.tx.query("update programmes.determination set state = 'APPLIED' where id = any($1) and state = 'PROPOSED'", [ids]);
  if (found.length > 0) await publish(ctx, overpaymentsFound, { run, overpayments: found.map(({ id }) => id) });
  return rows.length;
}
