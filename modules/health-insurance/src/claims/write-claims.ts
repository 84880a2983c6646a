import { ask, refuse, sql, type Sql, type TxContext } from '@kinga/plugin-sdk';
import type { ClaimEnterInput, ClaimFields } from './claim-input.js';
import { refusalOf } from './claim-problems.js';
import { problemsOfClaims, readClaims } from './read-claims.js';

const LINES = sql`
  select new.id, l.number, l.service_id, l.quantity, round(l.price, l.digits), l.currency, l.explanation,
    (select jsonb_agg(jsonb_build_object('service', p.service_id, 'quantity', p.quantity) order by p.code) from part p where p.at = l.at and p.number = l.number)
  from line l join new on new.at = l.at order by new.id, l.number`;
const CLAIMED = sql`(select sum(round(l.quantity * round(l.price, l.digits), l.digits)) from line l where l.at = c.at)`;

/** Drafts of claims that nothing speaks against, with all that belongs to them, however many by as many statements. @returns UUIDs in the order given */
export async function insertClaims(ctx: TxContext, claims: readonly ClaimEnterInput[], restored: Sql = sql`null::uuid`): Promise<readonly string[]> {
  const { rows } = await ask<{ id: string }>(ctx, sql`
    with ${readClaims(ctx, claims)},
    new as materialized (select c.at, kernel.uuid7() as id, coalesce(c.code, 'C' || lpad(nextval('health_insurance.claim_number')::text, 10, '0')) as code from claim c order by c.at),
    head as (
      insert into health_insurance.claim (id, facility_id, place_id, person_id, code, visit, visit_from, visit_to, claimed_on, diagnosis_id, explanation, claimed, currency, restored_from_id, entered_by)
      select new.id, c.facility_id, c.place_id, c.person_id, new.code, c.visit, c.visit_from, c.visit_to, c.claimed_on, c.diagnosis_id, c.explanation, ${CLAIMED}, (select min(l.currency) from line l where l.at = c.at), ${restored}, ${ctx.actor.id}
      from claim c join new on new.at = c.at)
    select id from new order by at`);
  const ids = rows.map(({ id }) => id);
  await insertParts(ctx, claims, ids);
  return ids;
}

/** By a statement after that of the claims: whether its writer sees a row follows from the claim, which has to be there. */
async function insertParts(ctx: TxContext, claims: readonly Partial<ClaimEnterInput>[], ids: readonly string[]): Promise<void> {
  await ask(ctx, sql`
    with ${readClaims(ctx, claims)},
    new as (select (n - 1)::int as at, id from unnest(${ids}::uuid[]) with ordinality as t (id, n)),
    others as (insert into health_insurance.claim_diagnosis (claim_id, position, diagnosis_id) select new.id, d.position, d.diagnosis_id from diagnosed d join new on new.at = d.at)
    insert into health_insurance.claim_line (claim_id, number, service_id, quantity, price, currency, explanation, parts) ${LINES}`);
}

/** Enters claims as drafts. @throws Refused with everything that speaks against any of them */
export async function enterClaims(ctx: TxContext, claims: readonly ClaimEnterInput[], rootOf: (at: number) => string, restored?: Sql): Promise<readonly string[]> {
  const problems = await problemsOfClaims(ctx, claims);
  if (problems.length > 0) refuse(...problems.map((problem) => refusalOf(ctx, problem, claims[problem.at] ?? {}, rootOf(problem.at))));
  return insertClaims(ctx, claims, restored);
}

/** Replaces what a draft asks for. */
export async function replaceClaim(ctx: TxContext, { id, facilityCode, code }: { readonly id: string; readonly facilityCode: string; readonly code: string }, fields: ClaimFields): Promise<void> {
  const claims = [{ ...fields, facilityCode, code }];
  const problems = await problemsOfClaims(ctx, claims, id);
  if (problems.length > 0) refuse(...problems.map((problem) => refusalOf(ctx, problem, { facilityCode }, '')));
  await ctx.tx.query('delete from health_insurance.claim_line where claim_id = $1', [id]);
  await ctx.tx.query('delete from health_insurance.claim_diagnosis where claim_id = $1', [id]);
  await ask(ctx, sql`
    with ${readClaims(ctx, claims)}
    update health_insurance.claim o set (person_id, visit, visit_from, visit_to, claimed_on, diagnosis_id, explanation, claimed, currency)
      = (select c.person_id, c.visit, c.visit_from, c.visit_to, c.claimed_on, c.diagnosis_id, c.explanation, ${CLAIMED}, (select min(l.currency) from line l where l.at = c.at) from claim c) where o.id = ${id}::uuid`);
  await insertParts(ctx, claims, [id]);
}
