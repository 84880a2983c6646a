import { ask, inScope, refuse, sql, type TxContext } from '@kinga/plugin-sdk';
import { byEmployer } from '../scope.js';
import { employerNotFound } from './refusals.js';

/** An employer as it stands. */
export interface LockedEmployer {
  readonly id: string;
  readonly organisation_id: string;
  readonly from: string;
  readonly to: string | null;
}

/** An employer that the actor sees, held until the transaction ends. */
export async function lockEmployer(ctx: TxContext, id: string, path = 'employerId'): Promise<LockedEmployer> {
  const { rows: [found] } = await ask<LockedEmployer>(ctx, sql`
    select e.id, e.organisation_id, e.valid_from::text as "from", e.valid_to::text as "to" from pensions.employer e
    where e.id = ${id}::uuid and ${inScope(ctx, byEmployer, { employer: sql`e.id` })} for no key update of e`);
  return found ?? refuse(employerNotFound(path));
}
