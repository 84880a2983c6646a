import type { Context } from '../../kernel/context.js';
import { sql, type Sql } from '../../kernel/read/sql.js';
import { inPlacesOf } from '../../people/scope.js';

interface Due {
  readonly programmeId: string;
  readonly until: string;
  readonly currency: string | Sql;
  /** UUID of the run that pays again what came back: only that is due. */
  readonly reissueOf?: string | undefined;
}

/** What of a programme is due on a day or before and neither paid nor on its way, in the places of the actor: a query of entitlements. */
export function dueOf(ctx: Context, { programmeId, until, currency, reissueOf }: Due): Sql {
  return sql`
    select e.* from programmes.entitlement e
    where e.programme_id = ${programmeId}::uuid and e.due_on <= ${until}::date and e.currency = ${currency} and ${inPlacesOf(ctx, sql`e.place_id`)}
      and not exists (select from transactions.payment_instruction i where i.entitlement_id = e.id and i.state in ('PENDING', 'SENT', 'PAID'))
      and ${reissueOf === undefined ? sql`true` : sql`e.id in (select i.entitlement_id from transactions.payment_reissue x join transactions.payment_instruction i on i.id = x.instruction_id where x.run_id = ${reissueOf}::uuid)`}`;
}
