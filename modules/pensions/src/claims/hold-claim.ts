import { ask, byPerson, inProgrammesOf, inScope, refuse, sql, type TxContext } from '@kinga/plugin-sdk';
import type { AwardKind } from '../awards/award-kind.js';
import { ClaimState } from './claim.js';
import { claimDecided, claimNotFound } from './refusals.js';

/** A claim, held until the transaction ends. */
export interface HeldClaim {
  readonly id: string;
  readonly programme_id: string;
  readonly person_id: string;
  readonly enrolment_id: string;
  readonly kind: AwardKind;
  readonly claimed_from: string;
  readonly state: ClaimState;
  readonly decision_id: string | null;
  readonly lodged_by: string;
  readonly assessed_by: string | null;
  /** When the rules were asked last. */
  readonly assessed_on: string | null;
}

const DECIDED: readonly ClaimState[] = [ClaimState.AWARDED, ClaimState.REJECTED, ClaimState.WITHDRAWN];

/** A claim that is not decided and that the actor sees; nobody else changes it until the transaction ends. */
export async function holdClaim(ctx: TxContext, id: string, path = 'claimId'): Promise<HeldClaim> {
  const { rows: [held] } = await ask<HeldClaim>(ctx, sql`
    select c.id, c.programme_id, c.person_id, c.enrolment_id, c.kind, c.claimed_from::text, c.state, c.decision_id, c.lodged_by, c.assessed_by, c.assessed_on::text
    from pensions.claim c where c.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`c.programme_id`)} and ${inScope(ctx, byPerson('person'), { person: sql`c.person_id` })} for no key update of c`);
  if (!held) return refuse(claimNotFound(path));
  return DECIDED.includes(held.state) ? refuse(claimDecided(path, { state: held.state })) : held;
}
