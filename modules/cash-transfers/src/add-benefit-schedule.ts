import {
  Arg, ArrayMaxSize, ArrayNotEmpty, checkRule, compileRule, Ctx, Decimal, Field, IdempotentInput, InputType, Int, LocalDate, MaxLength, Min, MinLength, minorDigits,
  Mutation, ObjectType, Payload, Programme, Ref, refuse, Requires, Resolver, ruleFunctions, rulesModel, trusted, uuidv7, ValidateNested, write, type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { BenefitSchedule } from './benefit-schedule.js';
import { cashProgramme } from './programme-of.js';
import { notPositive, ratesIncomplete, startOfSchedule, tooManyDecimals } from './refusals.js';

@InputType({ description: 'One row of a benefit schedule.' })
export class BenefitRateInput {
  @Field(() => Int, { description: 'From how many members on.' })
  @Min(1)
  members!: number;

  @Field(() => Decimal, { description: 'What is paid per cycle, in the currency of the programme.' })
  amount!: string;
}

@InputType({ description: 'A benefit schedule.' })
export class BenefitScheduleAddInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'Whose schedule it is.' })
  programmeId!: string;

  @Field(() => LocalDate, { nullable: true, description: 'It applies to cycles that begin on this day or later.' })
  effectiveFrom?: string | null;

  @Field(() => Int, { nullable: true, description: 'It applies from the cycle of this number on.' })
  fromCycle?: number | null;

  @Field(() => String, { description: 'Which members count, as a rule in CEL over `member`.' })
  @MinLength(1)
  memberRule!: string;

  @Field(() => String, { description: 'Where it stands: act, section, gazette, announcement.' })
  @MinLength(1)
  @MaxLength(1000)
  source!: string;

  @Field(() => [BenefitRateInput], { description: 'The amounts, from 1 member on.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  rates!: BenefitRateInput[];
}

@ObjectType({ description: 'Answer of `benefitScheduleAdd`.' })
export class BenefitScheduleAddPayload extends Payload {
  @Field(() => BenefitSchedule, { nullable: true, description: 'The schedule.' })
  benefitSchedule?: { readonly id: string };
}

async function checkRates(ctx: TxContext, rates: readonly BenefitRateInput[], currency: string): Promise<void> {
  const members = rates.map((rate) => rate.members);
  if (!members.includes(1) || new Set(members).size !== members.length) refuse(ratesIncomplete('rates'));
  const digits = await minorDigits(ctx, currency);
  const refusals = rates.flatMap(({ amount }, index) => {
    const path = `rates.${index}.amount`;
    if (/^-|^0*(\.0*)?$/.test(amount)) return [notPositive(path, { amount })];
    return (amount.split('.')[1]?.length ?? 0) > digits ? [tooManyDecimals(path, { amount, currency, digits })] : [];
  });
  if (refusals.length > 0) refuse(...refusals);
}

@Resolver()
export class AddBenefitSchedule {
  @Mutation(() => BenefitScheduleAddPayload, { description: 'Lays down what a programme pays per cycle from a day or a cycle on.' })
  @Requires('cash-transfers.schedules.manage')
  benefitScheduleAdd(@Arg('input', () => BenefitScheduleAddInput, { description: 'The schedule.' }) input: BenefitScheduleAddInput, @Ctx() ctx: Context): Promise<BenefitScheduleAddPayload> {
    return write<BenefitScheduleAddPayload, BenefitScheduleAddInput>(ctx, { operation: 'benefitScheduleAdd', input }, async (tx, given) => {
      const starts = [given.effectiveFrom, given.fromCycle].filter((start) => start !== undefined && start !== null);
      if (starts.length !== 1) refuse(startOfSchedule('effectiveFrom'));
      const { currency } = await cashProgramme(tx, given.programmeId, 'programmeId');
      await checkRule('memberRule', async () => compileRule(rulesModel(tx), 'member', 'Person', given.memberRule, trusted('m'), await ruleFunctions(tx, given.memberRule)));
      await checkRates(tx, given.rates, currency);
      const id = uuidv7();
      await tx.tx.query(
        `insert into cash_transfers.benefit_schedule (id, programme_id, sequence, effective_from, from_cycle, member_rule, source)
         select $1, $2, 1 + coalesce(max(sequence), 0), $3, $4, $5, $6 from cash_transfers.benefit_schedule where programme_id = $2`,
        [id, given.programmeId, given.effectiveFrom ?? null, given.fromCycle ?? null, given.memberRule, given.source],
      );
      await tx.tx.query(
        `insert into cash_transfers.benefit_rate (id, schedule_id, members, amount, currency)
         select id, $2, members, round(amount, $4), $3 from jsonb_to_recordset($1) as t(id uuid, members integer, amount numeric)`,
        [JSON.stringify(given.rates.map(({ members, amount }) => ({ id: uuidv7(), members, amount }))), id, currency, await minorDigits(tx, currency)],
      );
      return { benefitSchedule: { id } };
    });
  }
}
