import {
  Arg, ArrayMaxSize, Ctx, Decimal, Field, IdempotentInput, InputType, IsOptional, LocalDate, Matches, MaxLength, MinLength, Mutation, ObjectType, Payload, Programme, Ref, refuse, requireWholeProgramme, Requires, Resolver, startJob,
  uuidv7, write, type Context, type Refusal, type TxContext,
} from '@kinga/plugin-sdk';
import { AwardKind } from '../awards/award-kind.js';
import { schemeOf, type Scheme } from '../scheme-of.js';
import { IndexationRounding, PensionIndexation } from './indexation.js';
import { simulateIndexation } from './indexation-jobs.js';
import { indexationEnds, indexationNothing, indexationOpen, indexationOrder, indexationTaken, roundingAlone, tooFine } from './refusals.js';

@InputType({ description: 'By how much the pensions of a scheme are to be raised.' })
export class PensionIndexationSimulateInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'Of which scheme.' })
  programmeId!: string;

  @Field(() => String, { description: 'Its code, unique in the scheme, such as 2027-01: 1 to 40 capital letters, digits, dots, slashes and dashes.' })
  @Matches(/^[A-Z0-9][A-Z0-9./-]{0,39}$/, { message: 'code must be 1 to 40 capital letters, digits, dots, slashes and dashes' })
  code!: string;

  @Field(() => LocalDate, { description: 'From which day on, after that of the last one.' })
  from!: string;

  @Field(() => Decimal, { defaultValue: '0', description: 'By how many percent, 0 to 1,000.' })
  percent!: string;

  @Field(() => Decimal, { defaultValue: '0', description: 'By how much beside, the same for all, a month.' })
  flat!: string;

  @Field(() => Decimal, { nullable: true, description: 'By how much at least.' })
  leastRaise?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'By how much at most.' })
  mostRaise?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What a pension is worth at least afterwards.' })
  leastPension?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Up to what a pension is raised; one that is worth more stays as it is.' })
  mostPension?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'To multiples of what a raised pension is rounded, such as 0.10 for dimes; the minor unit of the currency where left out.' })
  roundingStep?: string | null;

  @Field(() => IndexationRounding, { nullable: true, description: 'How it is rounded to them; HALF_UP where left out.' })
  @IsOptional()
  rounding?: IndexationRounding | null;

  @Field(() => [AwardKind], { nullable: true, description: 'Pensions of which kinds; all where left out.' })
  @IsOptional()
  @ArrayMaxSize(10)
  kinds?: AwardKind[] | null;

  @Field(() => String, { description: 'Where it stands: act, section, gazette.' })
  @MinLength(1)
  @MaxLength(1000)
  source!: string;
}

@ObjectType({ description: 'Answer of mutations about indexations.' })
export class PensionIndexationPayload extends Payload {
  @Field(() => PensionIndexation, { nullable: true, description: 'The indexation; follow its `job`.' })
  indexation?: { readonly id: string };
}

const AMOUNTS = ['flat', 'leastRaise', 'mostRaise', 'leastPension', 'mostPension', 'roundingStep'] as const;
const negative = (text: string): boolean => text.startsWith('-') && !/^-0*(\.0*)?$/.test(text);
const nothing = (text: string | null | undefined): boolean => !text || /^-?0*(\.0*)?$/.test(text);

async function check(ctx: TxContext, scheme: Scheme, given: PensionIndexationSimulateInput): Promise<void> {
  const fine: Refusal[] = AMOUNTS.flatMap((name) => {
    const amount = given[name];
    return amount && (amount.split('.')[1] ?? '').replace(/0+$/, '').length > scheme.digits ? [tooFine(name, { amount, digits: scheme.digits, currency: scheme.currency })] : [];
  });
  if (fine.length > 0) refuse(...fine);
  if ([given.percent, given.flat, given.leastRaise, given.leastPension].every(nothing) || ['percent', ...AMOUNTS].some((name) => negative(given[name as 'flat'] ?? '0'))) refuse(indexationNothing('percent'));
  if (given.rounding && !given.roundingStep) refuse(roundingAlone('roundingStep'));
  if (given.roundingStep && (nothing(given.roundingStep) || negative(given.roundingStep))) refuse(roundingAlone('roundingStep'));
  const { rows: [last] } = await ctx.tx.query<{ day: string | null }>("select max(from_day)::text as day from pensions.indexation where programme_id = $1 and state in ('APPLYING', 'DONE')", [scheme.id]);
  if (last?.day && given.from <= last.day) refuse(indexationOrder('from', { last: last.day }));
}

@Resolver()
export class SimulateIndexation {
  @Mutation(() => PensionIndexationPayload, { description: 'Tries an indexation on the pensions that there are: how many it would raise, and what that costs. Nothing is other before another person approves it. Answers with a job.' })
  @Requires('pensions.indexations.run')
  pensionIndexationSimulate(@Arg('input', () => PensionIndexationSimulateInput, { description: 'By how much, and from when.' }) input: PensionIndexationSimulateInput, @Ctx() ctx: Context): Promise<PensionIndexationPayload> {
    const constraints = {
      indexation_once: indexationTaken('code'), indexation_open: indexationOpen('programmeId'), indexation_ends: indexationEnds('mostRaise'), indexation_percent: indexationNothing('percent'),
    };
    return write<PensionIndexationPayload, PensionIndexationSimulateInput>(ctx, { operation: 'pensionIndexationSimulate', input, constraints }, async (tx, given) => {
      const scheme = await schemeOf(tx, given.programmeId);
      requireWholeProgramme(tx, 'programmeId');
      await check(tx, scheme, given);
      const id = uuidv7();
      const job = await startJob(tx, simulateIndexation, { indexationId: id });
      await tx.tx.query(
        `insert into pensions.indexation (id, programme_id, code, from_day, percent, flat, least_raise, most_raise, least_pension, most_pension, kinds, digits, source, asked_by, job_id, rounding_step, rounding_mode)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::numeric, case when $16::numeric is not null then coalesce($17, 'HALF_UP') end)`,
        [id, scheme.id, given.code, given.from, given.percent, given.flat, given.leastRaise ?? null, given.mostRaise ?? null, given.leastPension ?? null, given.mostPension ?? null, given.kinds ?? null, scheme.digits, given.source, tx.actor.id, job.id, given.roundingStep ?? null, given.rounding ?? null]);
      return { indexation: { id } };
    });
  }
}
