import { Max, MaxLength, Min, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { startJob } from '../../kernel/jobs/start-job.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { ask } from '../../kernel/write/ask.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import { IdempotentInput, MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { inPlacesOf, inProgrammesOf } from '../../people/scope.js';
import { Enrolment } from '../enrolments/enrolment.js';
import { Programme } from '../programme.js';
import { BenefitPeriod } from './benefit-period.js';
import { askRedetermination } from './ask-redetermination.js';
import { applyRun } from './determination-job.js';
import { DeterminationRun } from './determination-run.js';
import { determinePeriod, openPeriod } from './period.js';
import { ownRun, periodTaken, runNotFound, runNotPreview } from './refusals.js';

@InputType({ description: 'A period for which a programme owes benefits.' })
export class BenefitPeriodOpenInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'Which programme.' })
  programmeId!: string;

  @Field(() => Int, { description: 'Its number in the programme, from 1.' })
  @Min(1)
  @Max(100_000)
  number!: number;

  @Field(() => LocalDate, { description: 'First day. Facts and rules are as of it.' })
  periodFrom!: string;

  @Field(() => LocalDate, { description: 'Last day.' })
  periodTo!: string;

  @Field(() => LocalDate, { description: 'Day from which its benefits may be paid.' })
  dueOn!: string;

  @Field(() => LocalDate, { nullable: true, description: 'The day on which its list is closed, its first day or before: whoever is enrolled after it waits for the next period. Nobody waits where left out.' })
  cutOffOn?: string | null;
}

@InputType({ description: 'A period whose benefits are determined.' })
export class EntitlementsDetermineInput extends MoneyInput {
  @Ref(() => BenefitPeriod, { description: 'Which period.' })
  periodId!: string;
}

@InputType({ description: 'Benefits that are determined again, since something has changed with effect in the past.' })
export class EntitlementsRedetermineInput extends MoneyInput {
  @Ref(() => Programme, { description: 'Which programme.' })
  programmeId!: string;

  @Ref(() => Enrolment, { nullable: true, description: 'Which enrolment alone; all of the programme where left out.', erased: true })
  enrolmentId?: string | null;

  @Field(() => LocalDate, { description: 'Since when it has effect: periods that end on this day or later are looked at.' })
  from!: string;

  @Field(() => String, { description: 'What has changed.' })
  @MinLength(3)
  @MaxLength(2_000)
  reason!: string;
}

@InputType({ description: 'A determination that is decided on.' })
export class DeterminationDecideInput extends MoneyInput {
  @Ref(() => DeterminationRun, { description: 'Which.' })
  id!: string;

  @Field(() => Boolean, { description: 'Whether it is approved: then the differences are owed.' })
  approve!: boolean;
}

@ObjectType({ description: 'Answer of `benefitPeriodOpen`.' })
export class BenefitPeriodPayload extends Payload {
  @Field(() => BenefitPeriod, { nullable: true, description: 'The period.' })
  period?: { readonly id: string };
}

@ObjectType({ description: 'Answer of mutations that determine what is owed.' })
export class DeterminationRunPayload extends Payload {
  @Field(() => DeterminationRun, { nullable: true, description: 'The run; follow its `job`.' })
  run?: { readonly id: string };
}

async function lockRun(ctx: TxContext, id: string): Promise<{ readonly state: string; readonly asked_by: string }> {
  // Of what was found elsewhere only its being there is looked at: who is limited to places decides on runs that lie wholly in them.
  const { rows: [run] } = await beyondScope(ctx, () => ask<{ state: string; asked_by: string }>(ctx, sql`
    select r.state, r.asked_by from programmes.determination_run r where r.id = ${id}::uuid and ${inProgrammesOf(ctx, sql`r.programme_id`)}
      and not exists (select from programmes.determination d where d.run_id = r.id and not ${inPlacesOf(ctx, sql`d.place_id`)}) for update`));
  return run ?? refuse(runNotFound('id'));
}

@Resolver()
export class DetermineEntitlements {
  @Mutation(() => BenefitPeriodPayload, { description: 'Opens a period for which a programme owes benefits.' })
  @Requires('programmes.programmes.manage')
  benefitPeriodOpen(@Arg('input', () => BenefitPeriodOpenInput, { description: 'The period.' }) input: BenefitPeriodOpenInput, @Ctx() ctx: Context): Promise<BenefitPeriodPayload> {
    const constraints = { benefit_period_apart: periodTaken('periodFrom'), benefit_period_once: periodTaken('number') };
    return write<BenefitPeriodPayload, BenefitPeriodOpenInput>(ctx, { operation: 'benefitPeriodOpen', input, constraints }, async (tx, given) => ({ period: { id: await openPeriod(tx, given) } }));
  }

  @Mutation(() => DeterminationRunPayload, { description: 'Determines what is owed to everybody who is enrolled on the first day of a period, by the AMOUNT rule in force on it, with facts as of it.' })
  @Requires('programmes.entitlements.determine')
  entitlementsDetermine(@Arg('input', () => EntitlementsDetermineInput, { description: 'Which period.' }) input: EntitlementsDetermineInput, @Ctx() ctx: Context): Promise<DeterminationRunPayload> {
    return write<DeterminationRunPayload, EntitlementsDetermineInput>(ctx, { operation: 'entitlementsDetermine', input }, async (tx, { periodId }) => ({ run: { id: (await determinePeriod(tx, periodId, 'periodId')).runId } }));
  }

  @Mutation(() => DeterminationRunPayload, { description: 'Works out what is owed otherwise, since facts, rules, parameters or tables have changed with effect in the past. Nothing is owed by it before another person approves it.' })
  @Requires('programmes.entitlements.determine')
  entitlementsRedetermine(@Arg('input', () => EntitlementsRedetermineInput, { description: 'What, and since when.' }) input: EntitlementsRedetermineInput, @Ctx() ctx: Context): Promise<DeterminationRunPayload> {
    return write<DeterminationRunPayload, EntitlementsRedetermineInput>(ctx, { operation: 'entitlementsRedetermine', input }, async (tx, { programmeId, enrolmentId, from, reason }) => {
      const id = await askRedetermination(tx, { programmeId, enrolmentId, from, reason });
      return { run: { id } };
    });
  }

  @Mutation(() => DeterminationRunPayload, { description: 'Approves or rejects what somebody else had determined again. Approved, more becomes further entitlements (ARREARS), and less overpayments.' })
  @Requires('programmes.entitlements.approve')
  determinationDecide(@Arg('input', () => DeterminationDecideInput, { description: 'Which, and whether.' }) input: DeterminationDecideInput, @Ctx() ctx: Context): Promise<DeterminationRunPayload> {
    const constraints = { determination_run_second_person: ownRun('id') };
    return write<DeterminationRunPayload, DeterminationDecideInput>(ctx, { operation: 'determinationDecide', input, constraints }, async (tx, { id, approve }) => {
      const run = await lockRun(tx, id);
      if (run.state !== 'PREVIEW') refuse(runNotPreview('id', { state: run.state }));
      if (run.asked_by === tx.actor.id) refuse(ownRun('id'));
      const job = approve ? await startJob(tx, applyRun, { runId: id }) : undefined;
      await tx.tx.query('update programmes.determination_run set state = $2, decided_by = $3, decided_on = $4, job_id = coalesce($5, job_id) where id = $1', [id, approve ? 'APPROVED' : 'REJECTED', tx.actor.id, tx.today, job?.id ?? null]);
      return { run: { id } };
    });
  }
}
