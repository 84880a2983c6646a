import { ask, sql, type Sql, type TxContext } from '@kinga/plugin-sdk';

/** Why somebody is no longer covered before the policy ends. */
export type EndedBecause = 'SUSPENDED' | 'DIED' | 'LEFT' | 'CANCELLED';

/**
 * Ends cover that lasts beyond a day. What would have begun later comes to nothing.
 *
 * @param which a condition on `c`, a row of `health_insurance.coverage`
 * @param last the last day that is covered
 */
export async function endCoverage(ctx: TxContext, which: Sql, last: Sql, because: EndedBecause): Promise<void> {
  await ask(ctx, sql`
    update health_insurance.coverage c set ends_on = greatest(c.effective_on - 1, ${last}), ended_because = ${because}::text where ${which} and c.ends_on > greatest(c.effective_on - 1, ${last})`);
}
