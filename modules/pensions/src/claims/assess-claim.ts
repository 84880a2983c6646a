import {
  Arg, assess, Ctx, EnrolmentMove, IdempotentInput, InputType, moveEnrolment, Mutation, Ref, Requires, Resolver, rulesInForce, write, type Context, type StoredDecision, type TxContext,
} from '@kinga/plugin-sdk';
import { ClaimState, PensionClaim } from './claim.js';
import { holdClaim, type HeldClaim } from './hold-claim.js';
import { PensionClaimPayload } from './claim-payload.js';

/** What decisions on claims are called. */
export const PENSION_CLAIM = 'PENSION_CLAIM';

const STATES: Readonly<Record<string, ClaimState>> = { ELIGIBLE: ClaimState.ENTITLED, NOT_ELIGIBLE: ClaimState.NOT_ENTITLED, UNDETERMINED: ClaimState.UNCLEAR };

/** Asks the rules in force on the first day of a claim, with the facts of that day, and keeps what they say. */
export async function assessClaim(ctx: TxContext, claim: Pick<HeldClaim, 'id' | 'programme_id' | 'person_id' | 'enrolment_id' | 'claimed_from'>): Promise<StoredDecision> {
  const rules = await rulesInForce(ctx, claim.programme_id, claim.claimed_from);
  const decision = await assess(ctx, rules, PENSION_CLAIM, { subjectId: claim.person_id, enrolmentId: claim.enrolment_id });
  await ctx.tx.query('update pensions.claim set state = $2, decision_id = $3, assessed_by = $4, assessed_on = $5 where id = $1', [claim.id, STATES[decision.outcome] ?? ClaimState.UNCLEAR, decision.id, ctx.actor.id, ctx.today]);
  const { rows: [enrolment] } = await ctx.tx.query<{ state: string }>('select state from programmes.enrolment where id = $1', [claim.enrolment_id]);
  if (decision.outcome === 'ELIGIBLE' && enrolment?.state === 'APPLIED') {
    await moveEnrolment(ctx, { id: claim.enrolment_id, move: EnrolmentMove.ASSESS, on: claim.claimed_from < ctx.today ? claim.claimed_from : ctx.today, reason: 'ASSESSED', decision });
  }
  return decision;
}

@InputType({ description: 'A claim that the rules are asked about again.' })
export class PensionClaimAssessInput extends IdempotentInput {
  @Ref(() => PensionClaim, { description: 'Which claim.' })
  claimId!: string;
}

@Resolver()
export class AssessClaim {
  @Mutation(() => PensionClaimPayload, { description: 'Asks the rules again about a claim that is not decided, after facts were corrected, or once the day has come of one that was lodged ahead.' })
  @Requires('pensions.claims.lodge')
  pensionClaimAssess(@Arg('input', () => PensionClaimAssessInput, { description: 'Which claim.' }) input: PensionClaimAssessInput, @Ctx() ctx: Context): Promise<PensionClaimPayload> {
    return write<PensionClaimPayload, PensionClaimAssessInput>(ctx, { operation: 'pensionClaimAssess', input }, async (tx, { claimId }) => {
      await assessClaim(tx, await holdClaim(tx, claimId));
      return { claim: { id: claimId } };
    });
  }
}
