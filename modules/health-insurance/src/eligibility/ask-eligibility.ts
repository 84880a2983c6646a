import {
  Arg, answerQuery, Ctx, Decimal, Field, InputType, IsOptional, LocalDate, MaxLength, MoneyValue, noteRead, Person, personNotFound, Query, readInput, Ref, refuse, Requires, Resolver, type Context,
} from '@kinga/plugin-sdk';
import { claimReasons } from '../adjudication/step.js';
import { VisitKind } from '../plans/plan-cover.js';
import type { CareCategory, LimitCare, LimitKind, LimitPer } from '../plans/plan-terms.js';
import { Eligibility, type EligibilityPolicy, type EligibilityReason, type UnpaidPolicy } from './eligibility.js';
import { findCover, type FoundPolicy } from './find-cover.js';
import { facilityUnknown, quantityPositive, serviceUnknown } from './refusals.js';

@InputType({ description: 'Who, on which day, and for what.' })
export class EligibilityInput {
  @Ref(() => Person, { description: 'Who.' })
  personId!: string;

  @Field(() => LocalDate, { nullable: true, description: 'On which day; today where left out.' })
  @IsOptional()
  on?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the service or item; the policies alone where left out.' })
  @IsOptional()
  @MaxLength(40)
  serviceCode?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the health facility, whose prices and level count; the prices of the register, and what is paid at any level, where left out.' })
  @IsOptional()
  @MaxLength(60)
  facilityCode?: string | null;

  @Field(() => VisitKind, { defaultValue: VisitKind.OTHER, description: 'How the patient comes.' })
  visit!: VisitKind;

  @Field(() => Decimal, { defaultValue: '1', description: 'How much of it.' })
  quantity!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether the patient stays for more than a day.' })
  stay!: boolean;
}

function reasonOf({ platform, locale }: Context, code: string): EligibilityReason {
  return { code, description: platform.texts.of(locale, `claim-reason.${code}`) ?? platform.extensions(claimReasons).get(code)?.description ?? code };
}

/** Of a policy that waits for its premium: what is due, and by when. Claims know no such reason: to them it is no cover. */
function notPaid({ platform, locale }: Context, { number, due, payBy }: UnpaidPolicy): EligibilityReason {
  const says = platform.texts.of(locale, 'eligibility-reason.PREMIUM_NOT_PAID') ?? 'The premium of policy {policy} is not paid: {due} are due, to be paid by {payBy}.';
  const facts: Readonly<Record<string, string>> = { policy: number, due: `${due.amount} ${due.currency}`, payBy };
  return { code: 'PREMIUM_NOT_PAID', description: says.replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '–') };
}

/** Why somebody, or the service, is not covered; nothing where it is. */
function reasonsOf(ctx: Context, died: boolean, [first]: readonly EligibilityPolicy[], unpaid: readonly UnpaidPolicy[]): readonly EligibilityReason[] {
  if (died) return [reasonOf(ctx, 'PATIENT_NOT_INSURED')];
  if (first) return first.service?.reasons ?? [];
  return unpaid.length > 0 ? unpaid.map((policy) => notPaid(ctx, policy)) : [reasonOf(ctx, 'NO_COVERAGE_ON_DATES')];
}

function told(ctx: Context, found: FoundPolicy): EligibilityPolicy {
  const money = (amount: string): MoneyValue => new MoneyValue(amount, found.currency);
  const maybe = (amount: string | null): MoneyValue | null => (amount === null ? null : money(amount));
  const { number, plan, effectiveOn, endsOn, categories, limits, service } = found;
  return {
    number, plan, effectiveOn, endsOn,
    categories: categories.map(({ category, timesLeft, amountLeft }) => ({ category: category as CareCategory, timesLeft, amountLeft: maybe(amountLeft) })),
    limits: limits.map(({ kind, per, care, amount, left }) => ({ kind: kind as LimitKind, per: per as LimitPer, care: care as LimitCare, amount: money(amount), left: money(left) })),
    service: service && {
      covered: service.reason === null, reasons: service.reason === null ? [] : [reasonOf(ctx, service.reason)], waitsUntil: service.waitsUntil, quantityLeft: service.quantityLeft,
      unitPrice: money(service.unitPrice), planPays: maybe(service.planPays), memberPays: maybe(service.memberPays),
    },
  };
}

@Resolver()
export class AskEligibility {
  @Query(() => Eligibility, { description: 'Whether somebody is covered on a day, why not (a premium that is not paid too, with what is due and by when), by which policies, from when after a waiting period, what is left, and what the member would pay. Worked out as claims are, in one statement.' })
  @Requires('health-insurance.eligibility.ask')
  async eligibility(@Arg('input', () => EligibilityInput, { description: 'Who, on which day, and for what.' }) input: EligibilityInput, @Ctx() ctx: Context): Promise<Eligibility> {
    const { personId, day, found } = await answerQuery(ctx, async (tx) => {
      const { on, serviceCode, facilityCode, visit, quantity, stay, ...who } = readInput(input);
      if (!/[1-9]/.test(quantity) || quantity.startsWith('-')) refuse(quantityPositive('quantity'));
      const asked = { personId: who.personId, on: on ?? tx.today, serviceCode: serviceCode ?? null, facilityCode: facilityCode ?? null, visit, quantity, stay };
      const answer = await findCover(tx, asked);
      if (!answer) return refuse(personNotFound('personId'));
      if (!answer.service_known) refuse(serviceUnknown('serviceCode', { code: serviceCode ?? '' }));
      if (!answer.facility_known) refuse(facilityUnknown('facilityCode', { code: facilityCode ?? '' }));
      return { personId: asked.personId, day: asked.on, found: answer };
    });
    // Noted by a connection of its own: whoever held one meanwhile would wait for the others who do.
    await noteRead(ctx, { fields: ['Query.eligibility'], subjects: [personId] });
    const policies = found.died ? [] : found.policies.map((policy) => told(ctx, policy));
    const unpaid = found.died ? [] : found.unpaid.map(({ due, currency, ...policy }) => ({ ...policy, due: new MoneyValue(due, currency) }));
    const reasons = reasonsOf(ctx, found.died, policies, unpaid);
    return { covered: reasons.length === 0, reasons, on: day, policies, unpaid };
  }
}
