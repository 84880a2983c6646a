import { Arg, ask, Ctx, IdempotentInput, InputType, Mutation, Person, Ref, refuse, Requires, Resolver, sql, write, type Context, type TxContext } from '@kinga/plugin-sdk';
import { PolicyPayload } from '../policies/enrol-policy.js';
import { holdPolicy, type HeldPolicy } from '../policies/hold-policy.js';
import { PolicyState } from '../policies/policy-terms.js';
import { Policy } from '../policies/policy.js';
import { memberCovered, memberNotThere, policyFull } from '../policies/refusals.js';

@InputType({ description: 'Somebody who came into the household of a policy.' })
export class PolicyMemberAddInput extends IdempotentInput {
  @Ref(() => Policy, { description: 'Which policy.' })
  policyId!: string;

  @Ref(() => Person, { description: 'Who.' })
  personId!: string;
}

/** Whether the policy may cover one more from a day on. */
async function hasRoom(ctx: TxContext, { id, max_members: most }: Pick<HeldPolicy, 'id' | 'max_members'>, from: string): Promise<boolean> {
  if (most === null) return true;
  const { rows: [covered] } = await ask<{ count: number }>(ctx, sql`
    select count(distinct c.person_id)::int as count from health_insurance.coverage c where c.policy_id = ${id}::uuid and c.days && daterange(${from}::date, null)`);
  return (covered?.count ?? 0) < most;
}

/** Covers somebody from a day on until the policy ends; answers whether the policy had room for them. Whoever it covers already is left as they are. */
export async function coverMember(ctx: TxContext, policy: Pick<HeldPolicy, 'id' | 'max_members'>, personId: string, from: string): Promise<boolean> {
  const { rowCount: already } = await ask(ctx, sql`select from health_insurance.coverage c where c.policy_id = ${policy.id}::uuid and c.person_id = ${personId}::uuid and c.days && daterange(${from}::date, null)`);
  if (already) return true;
  if (!(await hasRoom(ctx, policy, from))) return false;
  await ask(ctx, sql`
    insert into health_insurance.coverage (policy_id, plan_id, programme_id, household_id, person_id, enrolled_on, starts_on, effective_on, ends_on, waits_from)
    select p.id, p.plan_id, p.programme_id, p.household_id, ${personId}::uuid, ${from}::date, p.starts_on, greatest(p.effective_on, ${from}::date), p.ends_on, greatest(p.effective_on, ${from}::date)
    from health_insurance.policy p where p.id = ${policy.id}::uuid and p.ends_on >= ${from}::date`);
  return true;
}

@Resolver()
export class AddMember {
  @Mutation(() => PolicyPayload, { description: 'Covers somebody who came into the household of an active policy, from today on, where the plan allows one more. The premium stays as it is until the policy is renewed. Children who are born are covered by themselves.' })
  @Requires('health-insurance.policies.enrol')
  policyMemberAdd(@Arg('input', () => PolicyMemberAddInput, { description: 'Whom.' }) input: PolicyMemberAddInput, @Ctx() ctx: Context): Promise<PolicyPayload> {
    return write<PolicyPayload, PolicyMemberAddInput>(ctx, { operation: 'policyMemberAdd', input, constraints: { coverage_once: memberCovered('personId') } }, async (tx, { policyId, personId }) => {
      const held = await holdPolicy(tx, policyId, { wanted: [PolicyState.ACTIVE], path: 'policyId' });
      const { rowCount } = await ask(tx, sql`select from health_insurance.members_on(${held.household_id}::uuid, ${tx.today}::date) m where m.person_id = ${personId}::uuid`);
      if (!rowCount) refuse(memberNotThere('personId'));
      if (!(await coverMember(tx, held, personId, tx.today))) refuse(policyFull('policyId', { most: held.max_members ?? 0 }));
      return { policy: { id: policyId } };
    });
  }
}
