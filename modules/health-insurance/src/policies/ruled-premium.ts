import { ask, compileRules, evaluated, refuse, registryFacts, rulesInForceIfAny, sql, type ProgrammeRules, type TxContext } from '@kinga/plugin-sdk';
import type { PremiumPart } from './policy-terms.js';
import type { Asked, Terms } from './quote.js';
import { premiumRuleNotPayable, subsidyWithoutPayer } from './refusals.js';

export interface PremiumLine {
  readonly code: string;
  readonly part: `${PremiumPart}`;
  readonly quantity: number;
  readonly unitAmount: string;
  readonly amount: string;
}

export interface PremiumShare {
  readonly number: number;
  /** Code of the rule; null of the household. */
  readonly ruleCode: string | null;
  readonly organisationId: string | null;
  readonly amount: string;
}

interface Ruled {
  readonly value: string;
  readonly lines: readonly PremiumLine[];
  readonly shares: readonly PremiumShare[];
}

interface Subsidy {
  readonly rule: string;
  readonly organisation: string;
  readonly amount: string;
}

/** The premium as the rules of the programme have it, where it has any: what it is in all, its lines, and who pays what of it. */
export async function ruledPremium(ctx: TxContext, asked: Asked, terms: Terms): Promise<Ruled> {
  const rules = await rulesInForceIfAny(ctx, terms.programme_id, asked.enrolledOn);
  const premium = rules && (await given(ctx, rules, 'PREMIUM', asked, terms, terms.lines)).find(({ amount }) => amount !== null);
  const lines = premium?.amount ? [{ code: premium.code, part: 'RULE' as const, quantity: 1, unitAmount: premium.amount, amount: premium.amount }] : terms.lines;
  const subsidies = rules ? await subsidiesOf(ctx, rules, asked, { ...terms, lines }, terms.lines) : [];
  const { rows: [ruled] } = await ask<Omit<Ruled, 'lines'>>(ctx, sql`
    select whole.value::text, (select jsonb_agg(jsonb_build_object('number', s.number, 'ruleCode', s.rule_code, 'organisationId', s.organisation_id, 'amount', round(s.amount, ${terms.digits}::int)::text) order by s.number)
      from health_insurance.shares_of(whole.value, ${JSON.stringify(subsidies)}::jsonb) s) as shares
    from (select round(coalesce(sum((l ->> 'amount')::numeric), 0), ${terms.digits}::int) as value from jsonb_array_elements(${JSON.stringify(lines)}::jsonb) l) whole`);
  if (!ruled) throw new Error('a sum without a row');
  return { ...ruled, lines };
}

async function subsidiesOf(ctx: TxContext, rules: ProgrammeRules, asked: Asked, terms: Terms, planned: readonly PremiumLine[]): Promise<readonly Subsidy[]> {
  const values = (await given(ctx, rules, 'SUBSIDY', asked, terms, planned)).filter(({ amount }) => amount !== null);
  if (values.length === 0) return [];
  const { rows: payers } = await ctx.tx.query<{ rule: string; organisation: string }>(
    'select rule_code as rule, organisation_id as organisation from health_insurance.plan_subsidy where plan_version_id = $1', [terms.plan_version_id]);
  return values.map(({ code: rule, amount }) => ({ rule, organisation: payers.find((payer) => payer.rule === rule)?.organisation ?? refuse(subsidyWithoutPayer('planId', { rule })), amount: amount ?? '0' }));
}

interface Value {
  readonly code: string;
  readonly amount: string | null;
}

const sumOf = (lines: readonly PremiumLine[], part?: PremiumLine['part']) => sql`(select coalesce(sum((l ->> 'amount')::numeric), 0) from jsonb_array_elements(${JSON.stringify(lines)}::jsonb) l where coalesce(l ->> 'part' = ${part ?? null}::text, true))`;

/** What the rules of a kind give for a household and its policy, in their order. They find what they find, whoever asks. */
async function given(ctx: TxContext, rules: ProgrammeRules, kind: 'PREMIUM' | 'SUBSIDY', { householdId, enrolledOn, stage }: Asked, terms: Terms, planned: readonly PremiumLine[]): Promise<readonly Value[]> {
  const codes = rules.all.filter((rule) => rule.kind === kind).map(({ code }) => code);
  if (codes.length === 0) return [];
  const compiled = compileRules(rules.compiled.vocabulary, { ...rules.compiled.set, rules: rules.all.filter((rule) => rule.kind === kind || rule.kind === 'FORMULA') }, enrolledOn);
  const facts = registryFacts(ctx, compiled, { programmeId: rules.programmeId, where: (row) => sql`${row}.id = ${householdId}::uuid` });
  const told = sql`jsonb_build_object('premium', ${sumOf(terms.lines)}, 'contributions', ${sumOf(planned, 'CONTRIBUTION')}, 'assembly', ${sumOf(planned, 'ASSEMBLY')}, 'registration', ${sumOf(planned, 'REGISTRATION')},
    'discount', ${sumOf(planned, 'DISCOUNT')}, 'adults', ${terms.adults}::int, 'children', ${terms.children}::int, 'otherAdults', ${terms.other_adults}::int, 'otherChildren', ${terms.other_children}::int,
    'members', ${terms.members}::int, 'coverMonths', ${terms.cover_months}::int, 'stage', ${stage}::text, 'enrolledOn', ${enrolledOn}::date, 'startsOn', ${terms.starts_on}::date)`;
  const { rows } = await ask<Value & { readonly payable: boolean }>(ctx, sql`
    select code, case when amount is not null then round(amount, greatest(${terms.digits}::int, scale(trim_scale(amount))))::text end as amount, coalesce(amount >= 0 and scale(trim_scale(amount)) <= ${terms.digits}::int, true) as payable
    from (select asked.code, asked.n, (judged.values ->> asked.code)::numeric as amount
      from (${evaluated(compiled, sql`select g.id, g.place_id, g.facts || jsonb_build_object('policy', ${told}) as facts from (${facts}) g`)}) judged cross join unnest(${codes}::text[]) with ordinality as asked(code, n)) v order by n`);
  const wrong = rows.filter(({ payable }) => !payable);
  if (wrong.length > 0) refuse(...wrong.map(({ code: rule, amount }) => premiumRuleNotPayable('planId', { rule, amount: amount ?? '', currency: terms.currency })));
  return rows;
}
