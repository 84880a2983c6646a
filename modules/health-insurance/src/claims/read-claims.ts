import { ask, inOrganisationsOf, inPlacesOf, inScope, join, seesPerson, sql, trusted, type Sql, type TxContext } from '@kinga/plugin-sdk';
import { ofInsurers } from './scope.js';
import { settingsOfClaims } from './settings.js';
import type { ClaimEnterInput } from './claim-input.js';

/** Something that speaks against a claim: which one, which of its lines, what, and a value of the case. */
export interface ClaimProblem {
  readonly at: number;
  readonly line: number | null;
  readonly what: string;
  readonly value: string | null;
}

const HEAD = trusted('("facilityCode" text, code text, "personId" uuid, visit text, "visitFrom" date, "visitTo" date, "claimedOn" date, "diagnosisCode" text, "otherDiagnosisCodes" jsonb, explanation text, lines jsonb)');
const LINE = trusted('("serviceCode" text, quantity numeric, price numeric, explanation text, parts jsonb)');

/** What claims ask for, with everything that they name looked up: queries `claim`, `line`, `diagnosed` and `part`, to put before a statement. */
export function readClaims(ctx: TxContext, claims: readonly Partial<ClaimEnterInput>[]): Sql {
  return sql`
    given as materialized (select (n - 1)::int as at, g.* from rows from (jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as ${HEAD}) with ordinality
      as g (facility_code, code, person_id, visit, visit_from, visit_to, claimed_on, diagnosis_code, others, explanation, lines, n)),
    claim as materialized (
      select g.at, g.code, g.visit, g.visit_from, coalesce(g.visit_to, g.visit_from) as visit_to, coalesce(g.claimed_on, ${ctx.today}::date) as claimed_on, g.explanation, g.diagnosis_code,
        f.id as facility_id, o.place_id, p.id as person_id, d.id as diagnosis_id
      from given g
      left join people.organisation o on o.code = g.facility_code and ${inPlacesOf(ctx, sql`o.place_id`)} and ${inOrganisationsOf(ctx, sql`o.id`)}
      left join health_insurance.facility f on f.organisation_id = o.id
      left join people.person p on p.id = g.person_id and p.merged_into_id is null and ${seesPerson(ctx, sql`p`)}
      left join health_insurance.diagnosis d on d.code = g.diagnosis_code),
    diagnosed as materialized (
      select g.at, o.n::int as position, o.code, d.id as diagnosis_id from given g cross join lateral jsonb_array_elements_text(coalesce(g.others, '[]')) with ordinality as o (code, n)
      left join health_insurance.diagnosis d on d.code = o.code),
    asked as materialized (
      select g.at, l.number::int, l.code, l.quantity, l.price as asked, l.explanation, l.parts
      from given g cross join lateral rows from (jsonb_to_recordset(g.lines) as ${LINE}) with ordinality as l (code, quantity, price, explanation, parts, number)),
    line as materialized (
      select a.at, a.number, a.code, a.quantity, a.explanation, a.parts, s.id as service_id, s.most_quantity, s.package, s.currency, c.minor_digits as digits, a.asked, coalesce(a.asked, list.unit_price, s.unit_price) as price
      from asked a left join health_insurance.service s on s.code = a.code left join transactions.currency c on c.code = s.currency join claim on claim.at = a.at
      left join lateral health_insurance.price_at(claim.facility_id, s.id, claim.visit_to) list on a.asked is null),
    part as materialized (
      select l.at, l.number, l.package, p.code, p.quantity, s.id as service_id from line l cross join lateral jsonb_to_recordset(coalesce(l.parts, '[]')) as parts ("serviceCode" text, quantity numeric)
      cross join lateral (select parts."serviceCode" as code, parts.quantity) p left join health_insurance.service s on s.code = p.code)`;
}

/** Everything that speaks against claims, by one statement however many they are. @param changed the claim that is changed, whose code is its own */
export async function problemsOfClaims(ctx: TxContext, claims: readonly Partial<ClaimEnterInput>[], changed?: string): Promise<readonly ClaimProblem[]> {
  const { codeLength, explainAbove, mostLines } = settingsOfClaims(ctx.platform);
  const when = (what: string, condition: Sql, value: Sql = trusted('null')): Sql => sql`(${what}::text, ${condition}, ${value}::text)`;
  const ofClaim = [
    when('FACILITY', sql`c.facility_id is null`), when('PATIENT', sql`c.person_id is null or not ${inScope(ctx, ofInsurers, { person: sql`c.person_id`, visitTo: sql`c.visit_to` })}`), when('DIAGNOSIS', sql`c.diagnosis_id is null`, sql`c.diagnosis_code`), when('DAYS', sql`c.visit_to < c.visit_from`),
    when('FUTURE', sql`c.visit_to > ${ctx.today}::date or c.visit_from > ${ctx.today}::date or c.claimed_on > ${ctx.today}::date`), when('LENGTH', sql`length(c.code) > ${codeLength}::int`),
    when('TAKEN', sql`exists (select from claim o where o.at < c.at and o.facility_id = c.facility_id and o.code = c.code)
      or exists (select from health_insurance.claim o where o.facility_id = c.facility_id and o.code = c.code and o.state <> 'WITHDRAWN' and o.id is distinct from ${changed ?? null}::uuid)`, sql`c.code`),
    when('ZERO', sql`coalesce((select sum(round(l.quantity * round(l.price, l.digits), l.digits)) from line l where l.at = c.at), 0) = 0 and not exists (select from line l where l.at = c.at and l.service_id is null)`),
    when('CURRENCIES', sql`(select count(distinct l.currency) from line l where l.at = c.at) > 1`), when('LINES', sql`(select count(*) from line l where l.at = c.at) > ${mostLines}::int`),
  ];
  const ofLine = [
    when('SERVICE', sql`l.service_id is null`, sql`l.code`), when('QUANTITY', sql`l.quantity <= 0 or l.quantity > l.most_quantity`, sql`l.most_quantity`), when('PRICE', sql`l.asked < 0 or scale(trim_scale(l.asked)) > l.digits`),
    when('EXPLAIN', sql`l.quantity > ${explainAbove}::numeric and coalesce(trim(l.explanation), '') = ''`, sql`l.code`),
    when('PARTS', sql`exists (select from part p where p.at = l.at and p.number = l.number and (p.package = 'SIMPLE' or p.service_id is null or p.quantity <= 0))`, sql`l.code`),
  ];
  const { rows } = await ask<ClaimProblem>(ctx, sql`
    with ${readClaims(ctx, claims)}
    select c.at, null::int as line, p.what, p.value from claim c cross join lateral (values ${join(ofClaim, ', ')}) as p (what, holds, value) where p.holds
    union all select d.at, null, case when d.diagnosis_id is null then 'DIAGNOSIS' else 'TWICE' end, d.code from diagnosed d join claim c on c.at = d.at
      where d.diagnosis_id is null or d.diagnosis_id = c.diagnosis_id or exists (select from diagnosed o where o.at = d.at and o.diagnosis_id = d.diagnosis_id and o.position < d.position)
    union all select l.at, l.number, p.what, p.value from line l cross join lateral (values ${join(ofLine, ', ')}) as p (what, holds, value) where p.holds
    order by 1, 2 nulls first, 3`);
  return rows;
}
