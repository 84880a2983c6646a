import { ask, backgroundWork, inTransaction, publish, sql, type Context } from '@kinga/plugin-sdk';
import { policiesEnding } from './events.js';
import { settingsOfPolicies } from './settings.js';

const AT_ONCE = 1_000;

/** Tells of some of the active policies that end soon, each once; of none that another follows already. May be killed at any instruction: what was told is noted with it. */
export async function tellEnding(ctx: Context): Promise<number> {
  const { tellDaysBefore } = settingsOfPolicies(ctx.platform);
  return inTransaction(ctx, async (tx) => {
    const { rows: [told] } = await ask<{ ids: string[] }>(tx, sql`
      with ending as (
        select p.id from health_insurance.policy p where p.state = 'ACTIVE' and p.ending_told_on is null and p.ends_on between ${tx.today}::date and ${tx.today}::date + ${tellDaysBefore}::int
          and not exists (select from health_insurance.policy later where later.state <> 'CANCELLED' and later.starts_on > p.ends_on and (later.renewed_from_id = p.id or later.household_id = p.household_id and later.plan_id = p.plan_id))
        order by p.ends_on limit ${AT_ONCE}::int for update of p skip locked),
      noted as (update health_insurance.policy p set ending_told_on = ${tx.today}::date from ending where p.id = ending.id returning p.id)
      select coalesce(array_agg(id order by id), '{}') as ids from noted`);
    const ids = told?.ids ?? [];
    if (ids.length > 0) await publish(tx, policiesEnding, { ids });
    return ids.length;
  });
}

/** Done by itself, whichever process comes first. */
export const tellsEnding = backgroundWork.contribute('health-insurance.tell-ending', { everyMs: 600_000, run: tellEnding });
