import { IsOptional, Max, Min } from 'class-validator';
import { Decimal as Exact } from 'decimal.js';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { inScope } from '../../kernel/read/in-scope.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Decimal, LocalDate } from '../../kernel/schema/scalars.js';
import { ask } from '../../kernel/write/ask.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { Overpayment } from '../../programmes/entitlements/overpayment.js';
import { recoveryPlanMade, recoveryPlanStopped } from '../events.js';
import { amountWrong, instalmentsTwice, nothingOutstanding, planNotFound, planStopped, planThere, shareTooLarge } from '../refusals.js';
import { byPlaceAndProgramme } from '../scope.js';
import { settingsOf } from '../settings.js';
import { holdOverpayment, type Outstanding } from './outstanding.js';
import { RecoveryPlan } from './recovery-plan.js';

@InputType({ description: 'How an overpayment is to come back.' })
export class RecoveryPlanCreateInput extends MoneyInput {
  @Ref(() => Overpayment, { description: 'Which overpayment.', erased: true })
  overpaymentId!: string;

  @Field(() => Decimal, { nullable: true, description: 'What comes back for each period. Give this, or how many `instalments`.' })
  @IsOptional()
  instalment?: string | null;

  @Field(() => Int, { nullable: true, description: 'For how many periods: each brings the same, rounded up to the smallest unit of the currency, and the last what is left.' })
  @IsOptional()
  @Min(1)
  @Max(1_200)
  instalments?: number | null;

  @Field(() => LocalDate, { description: 'Payments that are due from this day on are part of it.' })
  firstDueOn!: string;

  @Field(() => Decimal, { nullable: true, description: 'The part of each coming payment that is kept back at most, such as 0.2. Left out, nothing is kept back: it is repaid by hand.' })
  @IsOptional()
  offsetShare?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What each payment leaves to the payee at least; nothing but the smallest unit of the currency where left out.' })
  @IsOptional()
  floor?: string | null;
}

@InputType({ description: 'A recovery plan that is stopped.' })
export class RecoveryPlanStopInput extends MoneyInput {
  @Ref(() => RecoveryPlan, { description: 'Which plan.' })
  id!: string;
}

@ObjectType({ description: 'Answer of mutations on recovery plans.' })
export class RecoveryPlanPayload extends Payload {
  @Field(() => RecoveryPlan, { nullable: true, description: 'The plan.' })
  plan?: { readonly id: string };
}

/** An amount in the digits of a currency; refused where it is finer, or less than `least`. */
function exact(path: string, amount: string, { digits, currency }: Outstanding, least = '0'): string {
  const given = new Exact(amount);
  if (given.lessThan(least) || given.decimalPlaces() > digits) refuse(amountWrong(path, { currency }));
  return given.toFixed(digits);
}

function instalmentOf({ instalment, instalments }: RecoveryPlanCreateInput, of: Outstanding): string {
  const smallest = new Exact(10).pow(-of.digits).toFixed(of.digits);
  if (instalment) return exact('instalment', instalment, of, smallest);
  return new Exact(of.outstanding).div(instalments ?? 1).toDecimalPlaces(of.digits, Exact.ROUND_UP).toFixed(of.digits);
}

@Resolver()
export class PlanRecoveries {
  @Mutation(() => RecoveryPlanPayload, { description: 'Says how an overpayment comes back: an instalment for each period, repaid by hand or kept back from coming payments. Another plan for it has to be stopped first.' })
  @Requires('transactions.recoveries.plan')
  recoveryPlanCreate(@Arg('input', () => RecoveryPlanCreateInput, { description: 'The plan.' }) input: RecoveryPlanCreateInput, @Ctx() ctx: Context): Promise<RecoveryPlanPayload> {
    const constraints = { recovery_plan_live: planThere('overpaymentId') };
    return write<RecoveryPlanPayload, RecoveryPlanCreateInput>(ctx, { operation: 'recoveryPlanCreate', input, constraints }, async (tx, given) => {
      const of = await holdOverpayment(tx, given.overpaymentId);
      if (Boolean(given.instalment) === Boolean(given.instalments)) refuse(instalmentsTwice('instalment'));
      const { maxOffsetShare: most } = settingsOf(tx);
      if (given.offsetShare && !(new Exact(given.offsetShare).greaterThan(0) && new Exact(given.offsetShare).lessThanOrEqualTo(most))) refuse(shareTooLarge('offsetShare', { most }));
      if (new Exact(of.outstanding).isZero()) refuse(nothingOutstanding('overpaymentId'));
      const id = uuidv7();
      await tx.tx.query(
        'insert into transactions.recovery_plan (id, overpayment_id, currency, amount, instalment, first_due_on, offset_share, floor, made_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
        [id, of.id, of.currency, of.outstanding, instalmentOf(given, of), given.firstDueOn, given.offsetShare ?? null, exact('floor', given.floor ?? '0', of), tx.actor.id],
      );
      await publish(tx, recoveryPlanMade, { id, overpayment: of.id });
      return { plan: { id } };
    });
  }

  @Mutation(() => RecoveryPlanPayload, { description: 'Stops a recovery plan: nothing more is kept back by it, and what is outstanding stays owed back.' })
  @Requires('transactions.recoveries.plan')
  recoveryPlanStop(@Arg('input', () => RecoveryPlanStopInput, { description: 'Which plan.' }) input: RecoveryPlanStopInput, @Ctx() ctx: Context): Promise<RecoveryPlanPayload> {
    return write<RecoveryPlanPayload, RecoveryPlanStopInput>(ctx, { operation: 'recoveryPlanStop', input }, async (tx, { id }) => {
      const seen = inScope(tx, byPlaceAndProgramme, { place: sql`o.place_id`, programme: sql`o.programme_id` });
      const { rows: [plan] } = await ask<{ state: string; overpayment: string }>(tx, sql`
        select p.state, p.overpayment_id as overpayment from transactions.recovery_plan p join programmes.overpayment o on o.id = p.overpayment_id where p.id = ${id}::uuid and ${seen} for update of p`);
      if (!plan) return refuse(planNotFound('id'));
      if (plan.state !== 'ACTIVE') refuse(planStopped('id'));
      await tx.tx.query("update transactions.recovery_plan set state = 'STOPPED', stopped_by = $2 where id = $1", [id, tx.actor.id]);
      await publish(tx, recoveryPlanStopped, { id, overpayment: plan.overpayment });
      return { plan: { id } };
    });
  }
}
