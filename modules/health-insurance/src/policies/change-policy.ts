import { Arg, cancelDemand, Ctx, Field, InputType, Int, IsOptional, LocalDate, Max, Min, MoneyInput, Mutation, publish, Ref, refuse, Requires, Resolver, write, type Context } from '@kinga/plugin-sdk';
import { activatePaid } from './activate.js';
import { PolicyPayload } from './enrol-policy.js';
import { policyMoved } from './events.js';
import { holdPolicy } from './hold-policy.js';
import { PolicyState } from './policy-terms.js';
import { Policy } from './policy.js';
import { quote } from './quote.js';
import { policyExists, policyInstalments } from './refusals.js';
import { demandPremium, writePremium } from './write-premium.js';

@InputType({ description: 'What changes of an idle policy.' })
export class PolicyChangeInput extends MoneyInput {
  @Ref(() => Policy, { description: 'Which policy.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you read.' })
  version!: number;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it is taken out; as before where left out.' })
  enrolledOn?: string | null;

  @Field(() => Int, { nullable: true, description: 'In how many instalments the household pays; in one where left out.' })
  @IsOptional()
  @Min(1)
  @Max(120)
  instalments?: number | null;
}

@Resolver()
export class ChangePolicy {
  @Mutation(() => PolicyPayload, { description: 'Counts an idle policy anew, for the household as it is: its days, its premium and its demands. What was paid for it stays on account and settles the new one.' })
  @Requires('health-insurance.policies.enrol')
  policyChange(@Arg('input', () => PolicyChangeInput, { description: 'What changes.' }) input: PolicyChangeInput, @Ctx() ctx: Context): Promise<PolicyPayload> {
    return write<PolicyPayload, PolicyChangeInput>(ctx, { operation: 'policyChange', input, constraints: { policy_once: policyExists('enrolledOn') } }, async (tx, { id, version, enrolledOn, instalments }) => {
      const held = await holdPolicy(tx, id, { version, wanted: [PolicyState.IDLE] });
      const { rows: [before] } = await tx.tx.query<{ demands: string[]; previous_end: string | null }>(
        `select coalesce(array_agg(s.demand_id) filter (where s.demand_id is not null), '{}') as demands, (select ends_on::text from health_insurance.policy where id = $2) as previous_end
         from health_insurance.policy_share s where s.policy_id = $1`, [id, held.renewed_from_id]);
      const asked = { planId: held.plan_id, householdId: held.household_id, enrolledOn: enrolledOn ?? held.enrolled_on, stage: held.stage, previousEnd: before?.previous_end ?? null };
      const quoted = await quote(tx, asked);
      if ((instalments ?? 1) > quoted.max_instalments) refuse(policyInstalments('instalments', { most: quoted.max_instalments }));
      // What it is demanded by goes first, so that money on account is not spent on what is taken back.
      await tx.tx.query('update health_insurance.policy_share set demand_id = null where policy_id = $1', [id]);
      await tx.tx.query(
        `update health_insurance.policy set plan_version_id = $2, enrolled_on = $3, starts_on = $4, ends_on = $5, pay_by = $6, adults = $7, children = $8, other_adults = $9, other_children = $10, value = $11 where id = $1`,
        [id, quoted.plan_version_id, asked.enrolledOn, quoted.starts_on, quoted.ends_on, quoted.pay_by, quoted.adults, quoted.children, quoted.other_adults, quoted.other_children, quoted.value],
      );
      for (const demand of before?.demands ?? []) await cancelDemand(tx, demand, 'The policy was changed');
      await writePremium(tx, id, quoted);
      await demandPremium(tx, id, held.programme_id, instalments ?? 1);
      await activatePaid(tx, [id]);
      await publish(tx, policyMoved, { id, from: PolicyState.IDLE, to: PolicyState.IDLE });
      return { policy: { id } };
    });
  }
}
