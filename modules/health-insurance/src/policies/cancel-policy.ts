import { Arg, ask, cancelDemand, Ctx, Field, InputType, Int, Matches, MoneyInput, Mutation, publish, Ref, refuse, Requires, Resolver, sql, write, type Context, type TxContext } from '@kinga/plugin-sdk';
import { endCoverage } from '../coverage/end.js';
import { PolicyPayload } from './enrol-policy.js';
import { policyMoved } from './events.js';
import { holdPolicy } from './hold-policy.js';
import { PolicyState } from './policy-terms.js';
import { Policy } from './policy.js';
import { policyUsed } from './refusals.js';

@InputType({ description: 'A policy that should not have been.' })
export class PolicyCancelInput extends MoneyInput {
  @Ref(() => Policy, { description: 'Which policy.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you read.' })
  version!: number;

  @Field(() => String, { description: 'Why, as a code: capitals, digits and underscores.' })
  @Matches(/^[A-Z][A-Z0-9_]{1,39}$/, { message: 'reason must be a code, such as ENTERED_TWICE' })
  reason!: string;
}

/** Whether care was paid by a policy, or was claimed for somebody whom it covered on the days of the visit. */
async function isUsed(ctx: TxContext, id: string): Promise<boolean> {
  const { rowCount } = await ask(ctx, sql`
    select from health_insurance.consumption n where n.policy_id = ${id}::uuid and n.superseded_by is null
    union all select from health_insurance.coverage c join health_insurance.claim m on m.person_id = c.person_id and daterange(m.visit_from, m.visit_to, '[]') && c.days
      where c.policy_id = ${id}::uuid and m.state not in ('ENTERED', 'WITHDRAWN', 'REJECTED') limit 1`);
  return Boolean(rowCount);
}

@Resolver()
export class CancelPolicy {
  @Mutation(() => PolicyPayload, { description: 'Takes a policy back as if it had not been: nobody was covered by it, and its demands are taken back. What was paid is held on account. Refused where care was claimed by it.' })
  @Requires('health-insurance.policies.cancel')
  policyCancel(@Arg('input', () => PolicyCancelInput, { description: 'Which policy, and why.' }) input: PolicyCancelInput, @Ctx() ctx: Context): Promise<PolicyPayload> {
    return write<PolicyPayload, PolicyCancelInput>(ctx, { operation: 'policyCancel', input }, async (tx, { id, version, reason }) => {
      const held = await holdPolicy(tx, id, { version, wanted: [PolicyState.IDLE, PolicyState.READY, PolicyState.ACTIVE, PolicyState.SUSPENDED] });
      if (await isUsed(tx, id)) refuse(policyUsed('id'));
      const { rows } = await tx.tx.query<{ demand: string }>("select s.demand_id as demand from health_insurance.policy_share s join transactions.demand d on d.id = s.demand_id where s.policy_id = $1 and d.state <> 'CANCELLED'", [id]);
      await tx.tx.query("update health_insurance.policy set state = 'CANCELLED', state_on = $2, reason = $3, note = null where id = $1", [id, tx.today, reason]);
      await endCoverage(tx, sql`c.policy_id = ${id}::uuid`, sql`c.effective_on - 1`, 'CANCELLED');
      for (const { demand } of rows) await cancelDemand(tx, demand, `The policy was cancelled: ${reason}`);
      await publish(tx, policyMoved, { id, from: held.state, to: PolicyState.CANCELLED });
      return { policy: { id } };
    });
  }
}
