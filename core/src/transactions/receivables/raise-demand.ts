import { ArrayMaxSize, ArrayMinSize, IsInt, IsOptional, Matches, Max, MaxLength, Min, MinLength, ValidateNested } from 'class-validator';
import { Decimal as DecimalJs } from 'decimal.js';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Decimal, LocalDate } from '../../kernel/schema/scalars.js';
import { ask } from '../../kernel/write/ask.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse, type Refusal } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { Household } from '../../people/households/household.js';
import { Organisation } from '../../people/organisations/organisation.js';
import { Person } from '../../people/persons/person.js';
import { householdNotFound } from '../../people/households/refusals.js';
import { organisationNotFound } from '../../people/organisations/refusals.js';
import { personNotFound } from '../../people/persons/refusals.js';
import { inScope } from '../../kernel/read/in-scope.js';
import { byItself } from '../../people/organisations/scope.js';
import { seesHousehold, seesPerson } from '../../people/scope.js';
import { Programme } from '../../programmes/programme.js';
import { tooManyDigits } from '../refusals.js';
import { Demand } from './demand.js';
import { collecting, raiseDemands } from './raise-demands.js';
import { demandPositive, demandTwice, dueBeforeToday, instalmentsDiffer, instalmentsWrong, onePayer, partsOrInstalments, periodWrong } from './refusals.js';

const Exact = DecimalJs.clone({ precision: 100 });

@InputType({ description: 'One line of a demand.' })
export class DemandLineInput {
  @Field(() => String, { description: 'What it is for, as a code of the scheme.' })
  @Matches(/^[A-Z][A-Z0-9_]{0,59}$/, { message: 'code must be 1 to 60 capital letters, digits and underscores' })
  code!: string;

  @Field(() => String, { description: 'What it is for, in words.' })
  @MinLength(1)
  @MaxLength(500)
  description!: string;

  @Field(() => Decimal, { description: "How much, in the programme's currency." })
  amount!: string;
}

@InputType({ description: 'A part in which a demand may be paid.' })
export class DemandInstalmentInput {
  @Field(() => LocalDate, { description: 'Day by which it is to be paid.' })
  dueOn!: string;

  @Field(() => Decimal, { description: 'How much.' })
  amount!: string;
}

@InputType({ description: 'A demand. Exactly one of a person, a household and an organisation pays it.' })
export class DemandRaiseInput extends MoneyInput {
  @Ref(() => Programme, { description: 'For which programme; the demand is in its currency.' })
  programmeId!: string;

  @Ref(() => Person, { nullable: true, description: 'Which person pays.' })
  personId?: string | null;

  @Ref(() => Household, { nullable: true, description: 'Which household pays.' })
  householdId?: string | null;

  @Ref(() => Organisation, { nullable: true, description: 'Which organisation pays.' })
  organisationId?: string | null;

  @Field(() => String, { description: 'Names it within the programme: nothing is demanded twice under one reference.' })
  @MinLength(1)
  @MaxLength(100)
  reference!: string;

  @Field(() => String, { description: 'What for, such as CONTRIBUTION or PREMIUM.' })
  @Matches(/^[A-Z][A-Z0-9_]{0,59}$/, { message: 'purpose must be 1 to 60 capital letters, digits and underscores' })
  purpose!: string;

  @Field(() => LocalDate, { nullable: true, description: 'First day of the period that it is for.' })
  periodFrom?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Last day of the period that it is for.' })
  periodTo?: string | null;

  @Field(() => LocalDate, { description: 'Day by which it, or its first instalment, is to be paid.' })
  dueOn!: string;

  @Field(() => [DemandLineInput], { description: 'What it is made of, 1 to 100 lines.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  lines!: DemandLineInput[];

  @Field(() => Int, { nullable: true, description: 'In how many equal parts it may be paid, month by month: the cents that are left over go to the first of them. One where left out.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(120)
  parts?: number | null;

  @Field(() => [DemandInstalmentInput], { nullable: true, description: 'The parts in which it is to be paid, where they are not equal.' })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(120)
  @ValidateNested({ each: true })
  instalments?: DemandInstalmentInput[] | null;
}

@ObjectType({ description: 'Answer of mutations about demands.' })
export class DemandPayload extends Payload {
  @Field(() => Demand, { nullable: true, description: 'The demand as it stands now.' })
  demand?: { readonly id: string };
}

/** Everything that speaks against a demand. */
function problemsOf({ lines, instalments, parts, dueOn, periodFrom, periodTo }: DemandRaiseInput, { digits, currency, today }: { readonly digits: number; readonly currency: string; readonly today: string }): readonly Refusal[] {
  const amountProblems = (amount: string, path: string): readonly Refusal[] => [
    ...(new Exact(amount).lte(0) ? [demandPositive(path)] : []), ...(new Exact(amount).decimalPlaces() > digits ? [tooManyDigits(path, { amount, digits, currency })] : []),
  ];
  const sum = (rows: readonly { readonly amount: string }[]): DecimalJs => rows.reduce((total, { amount }) => total.plus(amount), new Exact(0));
  const days = instalments?.map((each) => each.dueOn) ?? [];
  return [
    ...lines.flatMap(({ amount }, index) => amountProblems(amount, `lines.${index}.amount`)),
    ...(instalments ?? []).flatMap(({ amount }, index) => amountProblems(amount, `instalments.${index}.amount`)),
    ...(instalments && !sum(instalments).eq(sum(lines)) ? [instalmentsDiffer('instalments', { sum: sum(instalments).toFixed(), total: sum(lines).toFixed() })] : []),
    ...(instalments && (days[0] !== dueOn || days.some((day, index) => day < (days[index - 1] ?? ''))) ? [instalmentsWrong('instalments')] : []),
    ...(instalments && parts ? [partsOrInstalments('parts')] : []),
    ...(dueOn < today ? [dueBeforeToday('dueOn', { today })] : []),
    ...(Boolean(periodFrom) !== Boolean(periodTo) || (periodFrom && periodTo && periodTo < periodFrom) ? [periodWrong('periodTo')] : []),
  ];
}

async function checkPayer(ctx: TxContext, { personId, householdId, organisationId }: DemandRaiseInput): Promise<void> {
  if ([personId, householdId, organisationId].filter(Boolean).length !== 1) refuse(onePayer('personId'));
  const query = personId ? sql`select from people.person p where p.id = ${personId}::uuid and p.merged_into_id is null and ${seesPerson(ctx, sql`p`)}`
    : householdId ? sql`select from people.household h where h.id = ${householdId}::uuid and ${seesHousehold(ctx, sql`h`)}`
      : sql`select from people.organisation o where o.id = ${organisationId ?? null}::uuid and ${inScope(ctx, byItself, { id: sql`o.id`, place: sql`o.place_id` })}`;
  if ((await ask(ctx, query)).rowCount === 0) refuse(personId ? personNotFound('personId') : householdId ? householdNotFound('householdId') : organisationNotFound('organisationId'));
}

@Resolver()
export class RaiseDemand {
  @Mutation(() => DemandPayload, { description: 'Demands a contribution or a premium, books it, and settles it by what the payer has on account.' })
  @Requires('transactions.demands.raise')
  demandRaise(@Arg('input', () => DemandRaiseInput, { description: 'Of whom, for what, and by when.' }) input: DemandRaiseInput, @Ctx() ctx: Context): Promise<DemandPayload> {
    return write<DemandPayload, DemandRaiseInput>(ctx, { operation: 'demandRaise', input }, async (tx, given) => {
      const { id: programmeId, currency, digits } = await collecting(tx, given.programmeId);
      await checkPayer(tx, given);
      const problems = problemsOf(given, { digits, currency, today: tx.today });
      if (problems.length > 0) refuse(...problems);
      const instalments = given.instalments ?? (given.parts ? { parts: given.parts } : null);
      const { raised, transaction } = await raiseDemands(tx, { programmeId }, sql`
        select ${given.reference}::text as reference, ${given.personId ?? null}::uuid as person_id, ${given.householdId ?? null}::uuid as household_id, ${given.organisationId ?? null}::uuid as organisation_id,
          ${given.purpose}::text as purpose, ${given.periodFrom ?? null}::date as period_from, ${given.periodTo ?? null}::date as period_to, ${given.dueOn}::date as due_on,
          line.code, line.description, line.amount, null::text as account, ${instalments === null ? null : JSON.stringify(instalments)}::jsonb as instalments
        from jsonb_to_recordset(${JSON.stringify(given.lines)}::jsonb) as line(code text, description text, amount numeric)`);
      if (raised === 0) refuse(demandTwice('reference'));
      const { rows: [demand] } = await tx.tx.query<{ id: string }>('select id from transactions.demand where transaction_id = $1', [transaction]);
      return demand ? { demand } : {};
    });
  }
}
