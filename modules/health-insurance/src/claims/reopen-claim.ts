import { Arg, Ctx, Field, IdempotentInput, InputType, MaxLength, MinLength, Mutation, Privacy, publish, Ref, refuse, Requires, Resolver, write, type Context } from '@kinga/plugin-sdk';
import { Claim } from './claim.js';
import { ClaimPayload } from './enter-claim.js';
import { claimReopened } from './events.js';
import { holdClaims } from './hold-claims.js';
import { ClaimState } from './kinds.js';
import { care } from './masked-care.js';
import { reopenSecondPerson } from './refusals.js';

@InputType({ description: 'A decided claim to adjudicate again.' })
export class ClaimReopenInput extends IdempotentInput {
  @Ref(() => Claim, { description: 'The claim.', erased: true })
  id!: string;

  @Privacy(care)
  @Field(() => String, { description: 'Why: what was corrected.' })
  @MinLength(3)
  @MaxLength(2000)
  reason!: string;
}

@Resolver()
export class ReopenClaim {
  @Mutation(() => ClaimPayload, { description: 'Opens a claim that was decided, to be checked and valued again after a correction. What was found holds until then; what was paid stays, and the next remittance pays or keeps back the difference.' })
  @Requires('health-insurance.claims.adjudicate')
  claimReopen(@Arg('input', () => ClaimReopenInput, { description: 'The claim, and why.' }) input: ClaimReopenInput, @Ctx() ctx: Context): Promise<ClaimPayload> {
    return write<ClaimPayload, ClaimReopenInput>(ctx, { operation: 'claimReopen', input }, async (tx, { id, reason }) => {
      const [claim] = await holdClaims(tx, [{ id, path: 'id' }], [ClaimState.CHECKED, ClaimState.PROCESSED, ClaimState.VALUED, ClaimState.PAID, ClaimState.REJECTED]);
      if (claim?.submittedBy === tx.actor.id) refuse(reopenSecondPerson('id'));
      await tx.tx.query("update health_insurance.claim set state = 'SUBMITTED', reason = null, approved = null, decided_on = null, reopened_because = $2, review_state = case when review_state = 'BYPASSED' then 'IDLE' else review_state end where id = $1", [id, reason]);
      await publish(tx, claimReopened, { id, was: claim?.state ?? '' });
      return { claim: { id } };
    });
  }
}
