import { ask, raiseDemands, sql, type Sql, type TxContext } from '@kinga/plugin-sdk';
import type { Quote } from './quote.js';

/** Writes what the premium of an idle policy is made of and who pays it, in the place of what it has. */
export async function writePremium(ctx: TxContext, policyId: string, { lines, shares, currency }: Quote): Promise<void> {
  await ctx.tx.query('delete from health_insurance.policy_line where policy_id = $1', [policyId]);
  await ctx.tx.query('delete from health_insurance.policy_share where policy_id = $1', [policyId]);
  await ctx.tx.query(
    `insert into health_insurance.policy_line (policy_id, number, code, part, quantity, unit_amount, amount, currency)
     select $1, n, l ->> 'code', l ->> 'part', (l ->> 'quantity')::int, (l ->> 'unitAmount')::numeric, (l ->> 'amount')::numeric, $3 from jsonb_array_elements($2::jsonb) with ordinality as e(l, n)`,
    [policyId, JSON.stringify(lines), currency],
  );
  await ctx.tx.query(
    `insert into health_insurance.policy_share (policy_id, number, rule_code, organisation_id, amount, currency)
     select $1, s.number, s."ruleCode", s."organisationId", s.amount, $3 from jsonb_to_recordset($2::jsonb) as s(number int, "ruleCode" text, "organisationId" uuid, amount numeric)`,
    [policyId, JSON.stringify(shares), currency],
  );
}

/** What each share of a policy is demanded by. The version is that of the row, so that a premium that changed is another demand. */
const reference: Sql = sql`p.number || '-' || p.version || '-' || s.number`;

/** Demands the premium of an idle policy of the household and of whoever else pays a part of it, and notes by what. */
export async function demandPremium(ctx: TxContext, policyId: string, programmeId: string, instalments = 1): Promise<void> {
  const shares = sql`from health_insurance.policy p join health_insurance.policy_share s on s.policy_id = p.id where p.id = ${policyId}::uuid and s.amount > 0`;
  await raiseDemands(ctx, { programmeId, accounts: { PREMIUM_INCOME: 'Premiums' } }, sql`
    select ${reference} as reference, null::uuid as person_id, case when s.organisation_id is null then p.household_id end as household_id, s.organisation_id, 'PREMIUM'::text as purpose,
      p.starts_on as period_from, p.ends_on as period_to, case when ${instalments}::int > 1 and s.organisation_id is null then ${ctx.today}::date else greatest(p.pay_by, ${ctx.today}::date) end as due_on,
      coalesce(s.rule_code, 'PREMIUM') as code, 'Premium of policy ' || p.number as description, s.amount, 'PREMIUM_INCOME'::text as account,
      case when ${instalments}::int > 1 and s.organisation_id is null then jsonb_build_object('parts', ${instalments}::int) end as instalments ${shares}`);
  await ask(ctx, sql`
    update health_insurance.policy_share t set demand_id = d.id from (select s.id, ${reference} as reference ${shares}) s join transactions.demand d on d.programme_id = ${programmeId}::uuid and d.reference = s.reference where t.id = s.id`);
}
