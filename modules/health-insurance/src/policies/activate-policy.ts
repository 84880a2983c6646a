import { Arg, Ctx, Field, IdempotentInput, InputType, Int, MaxLength, MinLength, Mutation, publish, Ref, refuse, Requires, Resolver, write, type Context } from '@kinga/plugin-sdk';
import { PolicyActivation } from '../plans/plan-terms.js';
import { activatePaid, activateUnpaid } from './activate.js';
import { PolicyPayload } from './enrol-policy.js';
import { policyMoved } from './events.js';
import { holdPolicy } from './hold-policy.js';
import { PolicyState } from './policy-terms.js';
import { Policy } from './policy.js';
import { policyEnded, policyNotForced, policySecondPerson } from './refusals.js';

@InputType({ description: 'A policy that is in order.' })
export class PolicyReadyInput extends IdempotentInput {
  @Ref(() => Policy, { description: 'Which policy.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you read: nothing else is approved.' })
  version!: number;
}

@InputType({ description: 'A policy that is to cover though its premium is not paid.' })
export class PolicyActivateInput extends IdempotentInput {
  @Ref(() => Policy, { description: 'Which policy.' })
  id!: string;

  @Field(() => Int, { description: 'The version that you read.' })
  version!: number;

  @Field(() => String, { description: 'Why.' })
  @MinLength(3)
  @MaxLength(500)
  reason!: string;
}

@Resolver()
export class ActivatePolicy {
  @Mutation(() => PolicyPayload, { description: 'Says that a policy is in order, where its plan asks for that. Somebody else took it in. It is active once its premium is paid.' })
  @Requires('health-insurance.policies.approve')
  policyReady(@Arg('input', () => PolicyReadyInput, { description: 'Which policy.' }) input: PolicyReadyInput, @Ctx() ctx: Context): Promise<PolicyPayload> {
    return write<PolicyPayload, PolicyReadyInput>(ctx, { operation: 'policyReady', input }, async (tx, { id, version }) => {
      const held = await holdPolicy(tx, id, { version, wanted: [PolicyState.IDLE] });
      if (held.enrolled_by === tx.actor.id) refuse(policySecondPerson('id'));
      await tx.tx.query("update health_insurance.policy set state = 'READY', state_on = $2, ready_by = $3 where id = $1", [id, tx.today, tx.actor.id]);
      await publish(tx, policyMoved, { id, from: held.state, to: PolicyState.READY });
      await activatePaid(tx, [id]);
      return { policy: { id } };
    });
  }

  @Mutation(() => PolicyPayload, { description: 'Activates a policy before its premium is paid, where its plan allows it: activation by CONTRIBUTION. What is owed stays owed.' })
  @Requires('health-insurance.policies.activate')
  policyActivate(@Arg('input', () => PolicyActivateInput, { description: 'Which policy, and why.' }) input: PolicyActivateInput, @Ctx() ctx: Context): Promise<PolicyPayload> {
    return write<PolicyPayload, PolicyActivateInput>(ctx, { operation: 'policyActivate', input }, async (tx, { id, version, reason }) => {
      const held = await holdPolicy(tx, id, { version, wanted: [PolicyState.IDLE] });
      if (held.activation !== PolicyActivation.CONTRIBUTION) refuse(policyNotForced('id', { activation: held.activation }));
      if (held.ends_on < tx.today) refuse(policyEnded('id', { day: held.ends_on }));
      await activateUnpaid(tx, id, reason);
      return { policy: { id } };
    });
  }
}
