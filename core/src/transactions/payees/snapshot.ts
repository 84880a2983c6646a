import type { Context } from '../../kernel/context.js';
import { sql, type Sql } from '../../kernel/read/sql.js';
import type { PaymentChannel } from '../payment-channel.js';
import { keptBack } from '../recoveries/kept-back.js';
import type { RunToMake } from '../runs/draft-run.js';
import { chosenFor } from '../runs/reissues/chosen-accounts.js';
import { withheldOf } from './deductions/withheld-of.js';
import { payeesOf } from './payees-of.js';

/**
 * What a run would pay for entitlements: `select entitlement_id, payee_id, person_id (whom the payee turned out to be), payee_name, place_id, currency, receiver_id, receiver_name,
 * arrangement_id, account_id, problem, deducted, recovery_plan_id, withheld, withheld_by, amount`, `amount` being what is left of what is
 * owed. Of those with a `problem` (a code of `PAYEE_PROBLEMS`) nothing is kept back or withheld: they are not to be paid. Read it beyond
 * the actor's scope, once: it holds the plans and orders by which something is kept back until the transaction ends.
 *
 * @param due a query of entitlements, within what the actor may pay
 */
export function snapshotOf(ctx: Pick<Context, 'platform' | 'today'>, due: Sql, run: Pick<RunToMake, 'id' | 'kind' | 'programmeId' | 'currency'>, channel: PaymentChannel): Sql {
  const chosen = run.kind === 'REISSUE' ? chosenFor(run.id) : undefined;
  return sql`
    with due as materialized (
      select d.id, d.enrolment_id, d.payee_id, d.place_id, d.period_from, d.due_on, d.amount, d.currency from (${due}) d),
    payee as materialized (${payeesOf(ctx, sql`select * from due`, run, channel, chosen)}),
    payable as materialized (select due.* from due join payee on payee.entitlement_id = due.id where payee.problem is null),
    kept as materialized (${keptBack(sql`select * from payable`, run)}),
    withheld as materialized (${withheldOf(sql`select p.id as entitlement_id, p.payee_id, p.due_on, p.amount as gross, coalesce(k.amount, 0) as kept from payable p left join kept k on k.entitlement_id = p.id`, run)})
    select due.id as entitlement_id, due.payee_id, coalesce(p.merged_into_id, p.id) as person_id, concat_ws(' ', p.given_name, p.family_name) as payee_name, due.place_id, due.currency,
      payee.receiver_id, payee.receiver_name, payee.arrangement_id, payee.account_id, payee.problem,
      round(coalesce(kept.amount, 0), c.minor_digits) as deducted, kept.plan_id as recovery_plan_id,
      round(coalesce(withheld.withheld, 0), c.minor_digits) as withheld, coalesce(withheld.withheld_by, '[]') as withheld_by,
      round(due.amount - coalesce(kept.amount, 0) - coalesce(withheld.withheld, 0), c.minor_digits) as amount
    from due join payee on payee.entitlement_id = due.id join people.person p on p.id = due.payee_id join transactions.currency c on c.code = due.currency
    left join kept on kept.entitlement_id = due.id left join withheld on withheld.entitlement_id = due.id`;
}
