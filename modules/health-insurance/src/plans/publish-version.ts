import { Arg, Ctx, Field, IdempotentInput, InputType, Int, Mutation, publish, Ref, refuse, Requires, Resolver, write, type Context } from '@kinga/plugin-sdk';
import { InsurancePlanVersionPayload } from './draft-version.js';
import { planVersionPublished } from './events.js';
import { InsurancePlanVersion } from './insurance-plan-version.js';
import { lockDraft } from './lock-version.js';
import { planDayPassed, planVersionSecondPerson, termConstraints } from './refusals.js';

@InputType()
abstract class DraftOfPlanInput extends IdempotentInput {
  @Ref(() => InsurancePlanVersion, { description: 'Which draft.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the draft that you read: nothing else is published.' })
  version!: number;
}

@InputType({ description: 'Which draft of a plan is published.' })
export class InsurancePlanVersionPublishInput extends DraftOfPlanInput {}

@InputType({ description: 'Which draft of a plan is given up.' })
export class InsurancePlanVersionWithdrawInput extends DraftOfPlanInput {}

@Resolver()
export class PublishPlanVersion {
  @Mutation(() => InsurancePlanVersionPayload, { description: 'Publishes a draft that others wrote: from its first day on it is offered, and it never changes. Policies that were sold stay as they were sold.' })
  @Requires('health-insurance.plans.publish')
  insurancePlanVersionPublish(@Arg('input', () => InsurancePlanVersionPublishInput, { description: 'Which draft.' }) input: InsurancePlanVersionPublishInput, @Ctx() ctx: Context): Promise<InsurancePlanVersionPayload> {
    return write<InsurancePlanVersionPayload, InsurancePlanVersionPublishInput>(ctx, { operation: 'insurancePlanVersionPublish', input, constraints: termConstraints }, async (tx, { id, version }) => {
      const { plan_id: plan, authors, effective_from: from } = await lockDraft(tx, id, version);
      if (authors.includes(tx.actor.id)) refuse(planVersionSecondPerson('id'));
      const { rows: [sold] } = await tx.tx.query<{ day: string | null }>('select max(enrolled_on)::text as day from health_insurance.policy where plan_id = $1 and enrolled_on >= $2', [plan, from]);
      if (sold?.day) refuse(planDayPassed('id', { day: from }));
      await tx.tx.query("update health_insurance.plan_version set state = 'PUBLISHED', published_by = $2, published_on = $3 where id = $1", [id, tx.actor.id, tx.today]);
      await publish(tx, planVersionPublished, { id, plan });
      return { insurancePlanVersion: { id } };
    });
  }

  @Mutation(() => InsurancePlanVersionPayload, { description: 'Gives a draft up.' })
  @Requires('health-insurance.plans.manage')
  insurancePlanVersionWithdraw(@Arg('input', () => InsurancePlanVersionWithdrawInput, { description: 'Which draft.' }) input: InsurancePlanVersionWithdrawInput, @Ctx() ctx: Context): Promise<InsurancePlanVersionPayload> {
    return write<InsurancePlanVersionPayload, InsurancePlanVersionWithdrawInput>(ctx, { operation: 'insurancePlanVersionWithdraw', input }, async (tx, { id, version }) => {
      await lockDraft(tx, id, version);
      await tx.tx.query("update health_insurance.plan_version set state = 'WITHDRAWN' where id = $1", [id]);
      return { insurancePlanVersion: { id } };
    });
  }
}
