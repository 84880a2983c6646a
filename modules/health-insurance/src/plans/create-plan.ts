import {
  Arg, ask, Ctx, Field, IdempotentInput, InputType, inProgrammesOf, Mutation, ObjectType, Payload, Programme, programmeNotFound, publish, Ref, refuse, Requires, Resolver, sql, uuidv7, write, type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { planChanged } from './events.js';
import { InsurancePlan } from './insurance-plan.js';
import { planConvertsInCircle, planNotFound, planOfProgramme, planPlaceUnknown, planScheme, planTarget } from './refusals.js';

@InputType()
abstract class PlanFieldsInput extends IdempotentInput {
  @Field(() => String, { nullable: true, description: 'Code of the place where it is offered; everywhere where left out.' })
  placeCode?: string | null;

  @Ref(() => InsurancePlan, { nullable: true, description: 'The plan that its policies are renewed into; itself where left out.' })
  convertsToId?: string | null;
}

@InputType({ description: 'A plan.' })
export class InsurancePlanCreateInput extends PlanFieldsInput {
  @Ref(() => Programme, { description: 'The programme: of the scheme health-insurance, for households.' })
  programmeId!: string;
}

@InputType({ description: 'What changes of a plan.' })
export class InsurancePlanUpdateInput extends PlanFieldsInput {
  @Ref(() => InsurancePlan, { description: 'Which plan.' })
  id!: string;
}

@ObjectType({ description: 'Answer of mutations of a plan.' })
export class InsurancePlanPayload extends Payload {
  @Field(() => InsurancePlan, { nullable: true, description: 'The plan.' })
  insurancePlan?: { readonly id: string };
}

async function placeOf(ctx: TxContext, code: string | null | undefined): Promise<string | null> {
  if (code === null || code === undefined) return null;
  const { rows: [place] } = await ctx.tx.query<{ id: string }>('select id from people.place where code = $1', [code]);
  return place?.id ?? refuse(planPlaceUnknown('placeCode', { code }));
}

/** A plan that another leads to, and refuses one that leads back. */
async function conversionOf(ctx: TxContext, to: string | null | undefined, from: string | null): Promise<string | null> {
  if (!to) return null;
  const { rows } = await ask<{ id: string }>(ctx, sql`
    with recursive way as (
      select p.id, p.converts_to_id from health_insurance.plan p where p.id = ${to}::uuid and ${inProgrammesOf(ctx, sql`p.programme_id`)}
      union select p.id, p.converts_to_id from way join health_insurance.plan p on p.id = way.converts_to_id)
    select id from way`);
  if (rows.length === 0) refuse(planNotFound('convertsToId'));
  if (rows.some(({ id }) => id === from)) refuse(planConvertsInCircle('convertsToId'));
  return to;
}

@Resolver()
export class CreatePlan {
  @Mutation(() => InsurancePlanPayload, { description: 'Makes a plan of a programme. What it offers follows in versions: `insurancePlanVersionDraft`.' })
  @Requires('health-insurance.plans.manage')
  insurancePlanCreate(@Arg('input', () => InsurancePlanCreateInput, { description: 'The plan.' }) input: InsurancePlanCreateInput, @Ctx() ctx: Context): Promise<InsurancePlanPayload> {
    return write<InsurancePlanPayload, InsurancePlanCreateInput>(ctx, { operation: 'insurancePlanCreate', input, constraints: { plan_of_programme: planOfProgramme('programmeId') } }, async (tx, given) => {
      const { rows: [programme] } = await ask<{ scheme: string; target: string }>(tx, sql`select p.scheme, p.target from programmes.programme p where p.id = ${given.programmeId}::uuid and ${inProgrammesOf(tx, sql`p.id`)}`);
      if (!programme) return refuse(programmeNotFound('programmeId'));
      if (programme.scheme !== 'health-insurance') refuse(planScheme('programmeId', { scheme: programme.scheme }));
      if (programme.target !== 'HOUSEHOLD') refuse(planTarget('programmeId'));
      const id = uuidv7();
      await tx.tx.query('insert into health_insurance.plan (id, programme_id, place_id, converts_to_id) values ($1, $2, $3, $4)',
        [id, given.programmeId, await placeOf(tx, given.placeCode), await conversionOf(tx, given.convertsToId, null)]);
      await publish(tx, planChanged, { id });
      return { insurancePlan: { id } };
    });
  }

  @Mutation(() => InsurancePlanPayload, { description: 'Says where a plan is offered, and which plan its policies are renewed into.' })
  @Requires('health-insurance.plans.manage')
  insurancePlanUpdate(@Arg('input', () => InsurancePlanUpdateInput, { description: 'What changes.' }) input: InsurancePlanUpdateInput, @Ctx() ctx: Context): Promise<InsurancePlanPayload> {
    return write<InsurancePlanPayload, InsurancePlanUpdateInput>(ctx, { operation: 'insurancePlanUpdate', input }, async (tx, { id, placeCode, convertsToId }) => {
      // Conversions are changed one after the other, so that no two of them close a circle.
      await tx.tx.query('select id from health_insurance.plan order by id for update');
      const { rowCount } = await ask(tx, sql`select 1 from health_insurance.plan p where p.id = ${id}::uuid and ${inProgrammesOf(tx, sql`p.programme_id`)}`);
      if (!rowCount) refuse(planNotFound('id'));
      await tx.tx.query('update health_insurance.plan set place_id = $2, converts_to_id = $3 where id = $1', [id, await placeOf(tx, placeCode), await conversionOf(tx, convertsToId, id)]);
      await publish(tx, planChanged, { id });
      return { insurancePlan: { id } };
    });
  }
}
