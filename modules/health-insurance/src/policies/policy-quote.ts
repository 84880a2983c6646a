import {
  Arg, Ctx, Field, Household, InputType, Int, inTransaction, noteRead, IsOptional, LocalDate, MoneyValue, ObjectType, Query, readInput, Ref, Refused, Requires, Resolver, toUserError, type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { InsurancePlan } from '../plans/insurance-plan.js';
import { holdPolicy } from './hold-policy.js';
import { PolicyStage, PremiumPart } from './policy-terms.js';
import { Policy } from './policy.js';
import { quote, type Quote } from './quote.js';

@InputType({ description: 'What a policy would be for a household.' })
export class PolicyQuoteInput {
  @Ref(() => InsurancePlan, { description: 'By which plan.' })
  planId!: string;

  @Ref(() => Household, { description: 'For which household.' })
  householdId!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it would be taken out; today where left out.' })
  @IsOptional()
  enrolledOn?: string | null;

  @Ref(() => Policy, { nullable: true, description: 'The policy that it would renew; none where left out.' })
  @IsOptional()
  renewsId?: string | null;
}

@ObjectType({ description: 'A line of what a premium would be made of.' })
export class QuoteLine {
  @Field(() => String, { description: 'What it is: LUMP_SUM, ADULT, EXTRA_CHILD, REGISTRATION, or the code of a rule.' })
  code!: string;

  @Field(() => PremiumPart, { description: 'What it is for.' })
  part!: PremiumPart;

  @Field(() => Int, { description: 'How many.' })
  quantity!: number;

  @Field(() => MoneyValue, { description: 'How much for one.' })
  unitAmount!: MoneyValue;

  @Field(() => MoneyValue, { description: 'How much for all; below zero it is let off.' })
  amount!: MoneyValue;
}

@ObjectType({ description: 'Who would pay which part of a premium.' })
export class QuoteShare {
  @Field(() => String, { nullable: true, description: 'Code of the rule of the kind SUBSIDY; null of the household.' })
  ruleCode!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the organisation that pays it; null of the household.' })
  payer!: string | null;

  @Field(() => MoneyValue, { description: 'How much.' })
  amount!: MoneyValue;
}

@ObjectType({ description: 'Why there is no quote.' })
export class QuoteProblem {
  @Field(() => String, { description: 'A code.' })
  code!: string;

  @Field(() => String, { description: 'In words.' })
  message!: string;

  @Field(() => String, { nullable: true, description: 'What may help.' })
  hint!: string | null;
}

@ObjectType({ description: 'What a policy would be, and what it would cost, line by line. Nothing is stored.' })
export class PolicyQuote {
  @Field(() => [QuoteProblem], { description: 'Why it cannot be taken out; all else is null or empty then.' })
  problems!: readonly QuoteProblem[];

  @Field(() => [String], { description: 'What to look at: MORE_MEMBERS_THAN_COVERED.' })
  warnings!: readonly string[];

  @Field(() => Int, { nullable: true, description: 'Number of the version of the plan.' })
  planVersion!: number | null;

  @Field(() => PolicyStage, { nullable: true, description: 'Whether it renews another.' })
  stage!: PolicyStage | null;

  @Field(() => LocalDate, { nullable: true, description: 'First day of its period.' })
  startsOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Last day of its period.' })
  endsOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day by which it is to be paid.' })
  payBy!: string | null;

  @Field(() => Int, { nullable: true, description: 'Members of the household.' })
  members!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many instalments there may be.' })
  maxInstalments!: number | null;

  @Field(() => [QuoteLine], { description: 'What the premium is made of; sums to `value`.' })
  lines!: readonly QuoteLine[];

  @Field(() => [QuoteShare], { description: 'Who pays which part of it; sums to `value` as well.' })
  shares!: readonly QuoteShare[];

  @Field(() => MoneyValue, { nullable: true, description: 'The premium.' })
  value!: MoneyValue | null;
}

const NOTHING = { warnings: [], planVersion: null, stage: null, startsOn: null, endsOn: null, payBy: null, members: null, maxInstalments: null, lines: [], shares: [], value: null };

async function told(ctx: TxContext, quoted: Quote, stage: PolicyStage): Promise<PolicyQuote> {
  const money = (amount: string): MoneyValue => new MoneyValue(amount, quoted.currency);
  const { rows: payers } = await ctx.tx.query<{ id: string; name: string }>('select id, name from people.organisation where id = any($1)', [quoted.shares.flatMap(({ organisationId }) => organisationId ?? [])]);
  return {
    problems: [], warnings: quoted.max_members !== null && quoted.members > quoted.max_members ? ['MORE_MEMBERS_THAN_COVERED'] : [], planVersion: quoted.version_number, stage, startsOn: quoted.starts_on, endsOn: quoted.ends_on,
    payBy: quoted.pay_by, members: quoted.members, maxInstalments: quoted.max_instalments,
    lines: quoted.lines.map(({ code, part, quantity, unitAmount, amount }) => ({ code, part: part as PremiumPart, quantity, unitAmount: money(unitAmount), amount: money(amount) })),
    shares: quoted.shares.map(({ ruleCode, organisationId, amount }) => ({ ruleCode, payer: payers.find(({ id }) => id === organisationId)?.name ?? null, amount: money(amount) })),
    value: money(quoted.value),
  };
}

@Resolver()
export class QuotePolicy {
  @Query(() => PolicyQuote, { description: 'What a policy would be for a household and what it would cost, line by line and by who pays. Nothing is stored.' })
  @Requires('health-insurance.policies.enrol')
  async policyQuote(@Arg('input', () => PolicyQuoteInput, { description: 'For whom, and by which plan.' }) input: PolicyQuoteInput, @Ctx() ctx: Context): Promise<PolicyQuote> {
    try {
      const { planId, householdId, enrolledOn, renewsId } = readInput(input);
      const quoted = await inTransaction(ctx, async (tx) => {
        const previous = renewsId ? await holdPolicy(tx, renewsId, { path: 'renewsId' }) : undefined;
        const stage = previous ? PolicyStage.RENEWED : PolicyStage.NEW;
        return told(tx, await quote(tx, { planId, householdId, enrolledOn: enrolledOn ?? tx.today, stage, previousEnd: previous?.ends_on ?? null }), stage);
      });
      await noteRead(ctx, { fields: ['PolicyQuote.members', 'PolicyQuote.lines', 'PolicyQuote.shares'], subjects: [householdId] });
      return quoted;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { ...NOTHING, problems: error.refusals.map((refusal) => { const { code, message, hint } = toUserError(ctx, refusal); return { code, message, hint: hint ?? null }; }) };
    }
  }
}
