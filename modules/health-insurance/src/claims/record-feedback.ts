import { Arg, Ctx, Field, IdempotentInput, InputType, Int, Max, Min, Mutation, Ref, Requires, Resolver, write, type Context } from '@kinga/plugin-sdk';
import { Claim } from './claim.js';
import { ClaimPayload } from './enter-claim.js';
import { holdClaims } from './hold-claims.js';
import { ClaimState } from './kinds.js';
import { feedbackTwice } from './refusals.js';

@InputType({ description: 'What a patient says of the care that a claim is for.' })
export class ClaimFeedbackInput extends IdempotentInput {
  @Ref(() => Claim, { description: 'The claim.' })
  id!: string;

  @Field(() => Boolean, { description: 'Whether care was given.' })
  careRendered!: boolean;

  @Field(() => Boolean, { description: 'Whether the facility asked the patient for money.' })
  paymentAsked!: boolean;

  @Field(() => Boolean, { description: 'Whether medicines were prescribed.' })
  drugsPrescribed!: boolean;

  @Field(() => Boolean, { description: 'Whether they were received.' })
  drugsReceived!: boolean;

  @Field(() => Int, { description: 'How content the patient is, from 0 to 5.' })
  @Min(0)
  @Max(5)
  assessment!: number;
}

@Resolver()
export class RecordFeedback {
  @Mutation(() => ClaimPayload, { description: 'Records what the patient says of the care that a claim is for, once.' })
  @Requires('health-insurance.claims.feedback')
  claimFeedback(@Arg('input', () => ClaimFeedbackInput, { description: 'The claim, and what the patient says.' }) input: ClaimFeedbackInput, @Ctx() ctx: Context): Promise<ClaimPayload> {
    return write<ClaimPayload, ClaimFeedbackInput>(ctx, { operation: 'claimFeedback', input, constraints: { claim_feedback_once: feedbackTwice('id') } }, async (tx, given) => {
      await holdClaims(tx, [{ id: given.id, path: 'id' }], [ClaimState.SUBMITTED, ClaimState.CHECKED, ClaimState.PROCESSED, ClaimState.VALUED, ClaimState.PAID, ClaimState.REJECTED]);
      await tx.tx.query(
        'insert into health_insurance.claim_feedback (claim_id, care_rendered, payment_asked, drugs_prescribed, drugs_received, assessment, recorded_by, recorded_on) values ($1, $2, $3, $4, $5, $6, $7, $8)',
        [given.id, given.careRendered, given.paymentAsked, given.drugsPrescribed, given.drugsReceived, given.assessment, tx.actor.id, tx.today],
      );
      await tx.tx.query("update health_insurance.claim set feedback_state = 'DELIVERED' where id = $1", [given.id]);
      return { claim: { id: given.id } };
    });
  }
}
