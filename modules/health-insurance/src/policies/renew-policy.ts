import { Arg, Ctx, Field, InputType, Int, IsOptional, LocalDate, Max, Min, MoneyInput, Mutation, Ref, refuse, Requires, Resolver, write, type Context, type TxContext } from '@kinga/plugin-sdk';
import { PolicyPayload } from './enrol-policy.js';
import { holdPolicy } from './hold-policy.js';
import { PolicyStage, PolicyState } from './policy-terms.js';
import { Policy } from './policy.js';
import { policyExists, policyRenewEarly } from './refusals.js';
import { sellPolicy } from './sell-policy.js';

@InputType({ description: 'A policy that is renewed.' })
export class PolicyRenewInput extends MoneyInput {
  @Ref(() => Policy, { description: 'Which policy.' })
  policyId!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it is renewed; today where left out, never a day to come.' })
  enrolledOn?: string | null;

  @Field(() => Int, { nullable: true, description: 'In how many instalments, month by month, the household pays; in one where left out.' })
  @IsOptional()
  @Min(1)
  @Max(120)
  instalments?: number | null;
}

/** The plan that policies of a plan are renewed into: where conversions lead. They never lead in a circle. */
async function renewedInto(ctx: TxContext, planId: string): Promise<string> {
  const { rows: [last] } = await ctx.tx.query<{ id: string }>(
    `with recursive way as (select id, converts_to_id, 0 as step from health_insurance.plan where id = $1
       union all select p.id, p.converts_to_id, way.step + 1 from way join health_insurance.plan p on p.id = way.converts_to_id where way.step < 100)
     select id from way order by step desc limit 1`, [planId]);
  return last?.id ?? planId;
}

const RENEWABLE: readonly PolicyState[] = [PolicyState.ACTIVE, PolicyState.SUSPENDED, PolicyState.EXPIRED];

@Resolver()
export class RenewPolicy {
  @Mutation(() => PolicyPayload, { description: 'Renews a policy: a new policy follows it, by the version of the plan in force, or by the plan that it is converted into. Renewed again, it answers with the same policy.' })
  @Requires('health-insurance.policies.enrol')
  policyRenew(@Arg('input', () => PolicyRenewInput, { description: 'Which policy.' }) input: PolicyRenewInput, @Ctx() ctx: Context): Promise<PolicyPayload> {
    return write<PolicyPayload, PolicyRenewInput>(ctx, { operation: 'policyRenew', input, constraints: { policy_once: policyExists('policyId') } }, async (tx, { policyId, enrolledOn, instalments }) => {
      const held = await holdPolicy(tx, policyId, { path: 'policyId' });
      const { rows: [renewal] } = await tx.tx.query<{ id: string }>("select id from health_insurance.policy where renewed_from_id = $1 and state <> 'CANCELLED'", [policyId]);
      if (renewal) return { policy: renewal };
      if (!RENEWABLE.includes(held.state)) refuse(policyRenewEarly('policyId', { state: held.state }));
      const id = await sellPolicy(tx, {
        planId: await renewedInto(tx, held.plan_id), householdId: held.household_id, enrolledOn: enrolledOn ?? tx.today, stage: PolicyStage.RENEWED, previousEnd: held.ends_on, renewedFrom: policyId, instalments: instalments ?? null,
      });
      return { policy: { id } };
    });
  }
}
