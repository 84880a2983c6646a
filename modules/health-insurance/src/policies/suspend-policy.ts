import { Arg, Ctx, Field, IdempotentInput, InputType, Int, IsOptional, Matches, MaxLength, Mutation, Ref, refuse, Requires, Resolver, write, type Context } from '@kinga/plugin-sdk';
import { resume } from './activate.js';
import { PolicyPayload } from './enrol-policy.js';
import { holdPolicy } from './hold-policy.js';
import { PolicyState } from './policy-terms.js';
import { Policy } from './policy.js';
import { policyEnded } from './refusals.js';
import { suspend } from './suspend.js';

@InputType()
abstract class MovedPolicyInput extends IdempotentInput {
  @Ref(() => Policy, { description: 'Which policy.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you read.' })
  version!: number;

  @Field(() => String, { description: 'Why, as a code: capitals, digits and underscores.' })
  @Matches(/^[A-Z][A-Z0-9_]{1,39}$/, { message: 'reason must be a code, such as PREMIUM_LATE' })
  reason!: string;

  @Field(() => String, { nullable: true, description: 'What you add in words.' })
  @IsOptional()
  @MaxLength(500)
  note?: string | null;
}

@InputType({ description: 'A policy that is to cover nobody for the time being.' })
export class PolicySuspendInput extends MovedPolicyInput {}

@InputType({ description: 'A suspended policy that goes on.' })
export class PolicyResumeInput extends MovedPolicyInput {}

@Resolver()
export class SuspendPolicy {
  @Mutation(() => PolicyPayload, { description: 'Suspends a policy: from today it covers nobody. What was covered before stays covered.' })
  @Requires('health-insurance.policies.suspend')
  policySuspend(@Arg('input', () => PolicySuspendInput, { description: 'Which policy, and why.' }) input: PolicySuspendInput, @Ctx() ctx: Context): Promise<PolicyPayload> {
    return write<PolicyPayload, PolicySuspendInput>(ctx, { operation: 'policySuspend', input }, async (tx, { id, version, reason, note }) => {
      await holdPolicy(tx, id, { version, wanted: [PolicyState.IDLE, PolicyState.READY, PolicyState.ACTIVE] });
      await suspend(tx, [id], reason, note ?? null);
      return { policy: { id } };
    });
  }

  @Mutation(() => PolicyPayload, { description: 'Lets a suspended policy go on: its members are covered again from today, and what they waited counts. One that never covered is idle again.' })
  @Requires('health-insurance.policies.suspend')
  policyResume(@Arg('input', () => PolicyResumeInput, { description: 'Which policy, and why.' }) input: PolicyResumeInput, @Ctx() ctx: Context): Promise<PolicyPayload> {
    return write<PolicyPayload, PolicyResumeInput>(ctx, { operation: 'policyResume', input }, async (tx, { id, version, reason, note }) => {
      const held = await holdPolicy(tx, id, { version, wanted: [PolicyState.SUSPENDED] });
      if (held.ends_on < tx.today) refuse(policyEnded('id', { day: held.ends_on }));
      await resume(tx, [id], reason, note ?? null);
      return { policy: { id } };
    });
  }
}
