import { Arg, ask, Ctx, Field, InputType, inProgrammesOf, Int, Mutation, ObjectType, Payload, Ref, refuse, Requires, Resolver, sql, uuidv7, write, type Context } from '@kinga/plugin-sdk';
import { InsurancePlanVersion } from './insurance-plan-version.js';
import { InsurancePlan } from './insurance-plan.js';
import { lockDraft } from './lock-version.js';
import { PlanVersionTermsInput } from './plan-version-input.js';
import { planNotFound, planVersionNotFound, termConstraints } from './refusals.js';
import { copyCovers } from './write-covers.js';
import { changeDraft, insertDraft } from './write-terms.js';

@InputType({ description: 'The next version of a plan.' })
export class InsurancePlanVersionDraftInput extends PlanVersionTermsInput {
  @Ref(() => InsurancePlan, { description: 'Of which plan.' })
  planId!: string;

  @Ref(() => InsurancePlanVersion, { nullable: true, description: 'The version of the plan whose benefit package is taken over; none where left out.' })
  coversFromId?: string | null;
}

@InputType({ description: 'Other terms for a draft, in the place of all that it has.' })
export class InsurancePlanVersionChangeInput extends PlanVersionTermsInput {
  @Ref(() => InsurancePlanVersion, { description: 'Which draft.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the draft that you read.' })
  version!: number;
}

@ObjectType({ description: 'Answer of mutations of a version of a plan.' })
export class InsurancePlanVersionPayload extends Payload {
  @Field(() => InsurancePlanVersion, { nullable: true, description: 'The version.' })
  insurancePlanVersion?: { readonly id: string };
}

@Resolver()
export class DraftPlanVersion {
  @Mutation(() => InsurancePlanVersionPayload, { description: 'Drafts the next version of a plan; one draft at a time.' })
  @Requires('health-insurance.plans.manage')
  insurancePlanVersionDraft(@Arg('input', () => InsurancePlanVersionDraftInput, { description: 'Its terms.' }) input: InsurancePlanVersionDraftInput, @Ctx() ctx: Context): Promise<InsurancePlanVersionPayload> {
    return write<InsurancePlanVersionPayload, InsurancePlanVersionDraftInput>(ctx, { operation: 'insurancePlanVersionDraft', input, constraints: termConstraints }, async (tx, { planId, coversFromId, ...terms }) => {
      const { rows: [plan] } = await ask<{ programme_id: string; last: number }>(tx, sql`
        select p.programme_id, coalesce((select max(v.number) from health_insurance.plan_version v where v.plan_id = p.id), 0) as last
        from health_insurance.plan p where p.id = ${planId}::uuid and ${inProgrammesOf(tx, sql`p.programme_id`)} for update`);
      if (!plan) return refuse(planNotFound('planId'));
      const id = uuidv7();
      await insertDraft(tx, { id, planId, programmeId: plan.programme_id, number: plan.last + 1 }, terms as PlanVersionTermsInput);
      if (coversFromId) {
        const { rowCount } = await tx.tx.query('select 1 from health_insurance.plan_version where id = $1 and plan_id = $2', [coversFromId, planId]);
        if (!rowCount) refuse(planVersionNotFound('coversFromId'));
        await copyCovers(tx, id, coversFromId);
      }
      return { insurancePlanVersion: { id } };
    });
  }

  @Mutation(() => InsurancePlanVersionPayload, { description: 'Gives a draft other terms, in the place of those that it has. Whoever changes it is among its authors.' })
  @Requires('health-insurance.plans.manage')
  insurancePlanVersionChange(@Arg('input', () => InsurancePlanVersionChangeInput, { description: 'Its terms.' }) input: InsurancePlanVersionChangeInput, @Ctx() ctx: Context): Promise<InsurancePlanVersionPayload> {
    return write<InsurancePlanVersionPayload, InsurancePlanVersionChangeInput>(ctx, { operation: 'insurancePlanVersionChange', input, constraints: termConstraints }, async (tx, { id, version, ...terms }) => {
      await lockDraft(tx, id, version);
      await changeDraft(tx, id, terms as PlanVersionTermsInput);
      return { insurancePlanVersion: { id } };
    });
  }
}
