import { Arg, Ctx, Field, Household, InputType, Int, IsOptional, LocalDate, Max, Min, MoneyInput, Mutation, ObjectType, Payload, Ref, Requires, Resolver, write, type Context } from '@kinga/plugin-sdk';
import { InsurancePlan } from '../plans/insurance-plan.js';
import { PolicyStage } from './policy-terms.js';
import { Policy } from './policy.js';
import { policyExists } from './refusals.js';
import { sellPolicy } from './sell-policy.js';

@InputType({ description: 'A household and the plan that it takes out.' })
export class PolicyEnrolInput extends MoneyInput {
  @Ref(() => InsurancePlan, { description: 'Which plan.' })
  planId!: string;

  @Ref(() => Household, { description: 'Which household.' })
  householdId!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it is taken out; today where left out, never a day to come.' })
  enrolledOn?: string | null;

  @Field(() => Int, { nullable: true, description: 'In how many instalments, month by month, the household pays; in one where left out.' })
  @IsOptional()
  @Min(1)
  @Max(120)
  instalments?: number | null;
}

@ObjectType({ description: 'Answer of mutations of a policy.' })
export class PolicyPayload extends Payload {
  @Field(() => Policy, { nullable: true, description: 'The policy as it is now.' })
  policy?: { readonly id: string };
}

@Resolver()
export class EnrolPolicy {
  @Mutation(() => PolicyPayload, { description: 'Takes out a policy for a household, as `policyQuote` says, and demands the premium. It is active once that is paid, as the plan says; at once where nothing is due.' })
  @Requires('health-insurance.policies.enrol')
  policyEnrol(@Arg('input', () => PolicyEnrolInput, { description: 'Who, and which plan.' }) input: PolicyEnrolInput, @Ctx() ctx: Context): Promise<PolicyPayload> {
    return write<PolicyPayload, PolicyEnrolInput>(ctx, { operation: 'policyEnrol', input, constraints: { policy_once: policyExists('householdId') } }, async (tx, { planId, householdId, enrolledOn, instalments }) => ({
      policy: { id: await sellPolicy(tx, { planId, householdId, enrolledOn: enrolledOn ?? tx.today, stage: PolicyStage.NEW, instalments: instalments ?? null }) },
    }));
  }
}
