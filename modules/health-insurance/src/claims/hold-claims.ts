import { ask, inScope, refuse, sql, type Context, type Sql, type TxContext } from '@kinga/plugin-sdk';
import type { ClaimState } from './kinds.js';
import { claimChanged, claimNotFound, claimState } from './refusals.js';
import { claimScope, columnsOfClaim } from './scope.js';

export interface HeldClaim {
  readonly id: string;
  readonly version: number;
  readonly code: string;
  readonly state: ClaimState;
  readonly personId: string;
  readonly facilityId: string;
  readonly enteredBy: string;
  readonly submittedBy: string | null;
}

/** Whether the actor may act on a claim. @param claim alias of a row of `health_insurance.claim` */
export function seesClaim(ctx: Context, claim: string): Sql {
  return inScope(ctx, claimScope, columnsOfClaim(claim));
}

/**
 * Claims that the actor may act on, held until the transaction ends, in the order of their ids so that nobody waits in a circle.
 *
 * @throws Refused naming each that is not there or in none of the states wanted
 */
export async function holdClaims(ctx: TxContext, wanted: readonly { readonly id: string; readonly version?: number | null | undefined; readonly path: string }[], states: readonly ClaimState[]): Promise<readonly HeldClaim[]> {
  const { rows } = await ask<HeldClaim>(ctx, sql`
    select c.id, c.version, c.code, c.state, c.person_id as "personId", c.facility_id as "facilityId", c.entered_by as "enteredBy", c.submitted_by as "submittedBy"
    from health_insurance.claim c where c.id = any(${wanted.map(({ id }) => id)}::uuid[]) and ${seesClaim(ctx, 'c')} order by c.id for no key update of c`);
  const found = new Map(rows.map((row) => [row.id, row]));
  const problems = wanted.flatMap(({ id, version, path }) => {
    const claim = found.get(id);
    if (!claim) return [claimNotFound(path)];
    if (!states.includes(claim.state)) return [claimState(path, { code: claim.code, state: claim.state, wanted: states.join(', ') })];
    return version !== null && version !== undefined && version !== claim.version ? [claimChanged(path)] : [];
  });
  if (problems.length > 0) refuse(...problems);
  return rows;
}
