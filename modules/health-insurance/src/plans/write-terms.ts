import { type TxContext } from '@kinga/plugin-sdk';
import type { PlanVersionTermsInput } from './plan-version-input.js';

/** The columns of a version, by the fields of the input that they come from. */
const TERMS = {
  effective_from: 'effectiveFrom', source: 'source', cover_months: 'coverMonths', administration_months: 'administrationMonths', grace_enrolment_months: 'graceEnrolmentMonths',
  grace_renewal_months: 'graceRenewalMonths', grace_payment_months: 'gracePaymentMonths', cycles: 'cycles', adult_from: 'adultFrom', max_members: 'maxMembers', threshold: 'threshold',
  lump_sum: 'lumpSum', premium_adult: 'premiumAdult', premium_child: 'premiumChild', registration_lump_sum: 'registrationLumpSum', registration_fee: 'registrationFee',
  assembly_lump_sum: 'assemblyLumpSum', assembly_fee: 'assemblyFee', enrolment_discount: 'enrolmentDiscount', enrolment_discount_months: 'enrolmentDiscountMonths',
  renewal_discount: 'renewalDiscount', renewal_discount_months: 'renewalDiscountMonths', max_instalments: 'maxInstalments', activation: 'activation', in_patient: 'inPatient',
} as const satisfies Readonly<Record<string, keyof PlanVersionTermsInput>>;

const columns = Object.keys(TERMS);

/** What an input says, as a row of the table. */
function rowOf(terms: PlanVersionTermsInput): string {
  return JSON.stringify(Object.fromEntries(Object.entries(TERMS).map(([column, field]) => [column, terms[field] ?? null])));
}

/** Writes a draft with its terms. */
export async function insertDraft(ctx: TxContext, draft: { readonly id: string; readonly planId: string; readonly programmeId: string; readonly number: number }, terms: PlanVersionTermsInput): Promise<void> {
  await ctx.tx.query(
    `insert into health_insurance.plan_version (id, plan_id, programme_id, number, authors, ${columns.join()})
     select $1, $2, $3, $4, array[$5::text], ${columns.map((column) => `t.${column}`).join()} from jsonb_populate_record(null::health_insurance.plan_version, $6) t`,
    [draft.id, draft.planId, draft.programmeId, draft.number, ctx.actor.id, rowOf(terms)],
  );
  await writeParts(ctx, draft.id, terms);
}

/** Gives a draft other terms, in the place of those that it has. */
export async function changeDraft(ctx: TxContext, id: string, terms: PlanVersionTermsInput): Promise<void> {
  await ctx.tx.query(
    `update health_insurance.plan_version v set (${columns.join()}) = (select ${columns.map((column) => `t.${column}`).join()} from jsonb_populate_record(null::health_insurance.plan_version, $2) t),
       authors = case when $3::text = any (v.authors) then v.authors else v.authors || $3::text end where v.id = $1`,
    [id, rowOf(terms), ctx.actor.id],
  );
  for (const part of ['plan_limit', 'plan_category_limit', 'plan_subsidy']) await ctx.tx.query(`delete from health_insurance.${part} where plan_version_id = $1`, [id]);
  await writeParts(ctx, id, terms);
}

async function writeParts(ctx: TxContext, id: string, { limits, categoryLimits, subsidies }: PlanVersionTermsInput): Promise<void> {
  await ctx.tx.query(
    `insert into health_insurance.plan_limit (plan_version_id, kind, per, care, amount, extra_member_amount, most_amount)
     select $1, kind, per, care, amount, "extraMemberAmount", "mostAmount" from json_to_recordset($2) as t(kind text, per text, care text, amount numeric, "extraMemberAmount" numeric, "mostAmount" numeric)`,
    [id, JSON.stringify(limits)],
  );
  await ctx.tx.query(
    'insert into health_insurance.plan_category_limit (plan_version_id, category, most, amount) select $1, category, most, amount from json_to_recordset($2) as t(category text, most integer, amount numeric)',
    [id, JSON.stringify(categoryLimits)],
  );
  await ctx.tx.query(
    'insert into health_insurance.plan_subsidy (plan_version_id, rule_code, organisation_id) select $1, "ruleCode", "organisationId" from json_to_recordset($2) as t("ruleCode" text, "organisationId" uuid)',
    [id, JSON.stringify(subsidies)],
  );
}
