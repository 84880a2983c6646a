import type { TxContext } from '@kinga/plugin-sdk';
import type { PlanCoverInput } from './set-covers.js';

/** Writes covers of a draft, in the place of those of the same services; answers codes of services that there are not. */
export async function writeCovers(ctx: TxContext, planVersionId: string, covers: readonly PlanCoverInput[]): Promise<readonly string[]> {
  const given = JSON.stringify(covers);
  const { rows: unknown } = await ctx.tx.query<{ code: string }>('select g.code from unnest($1::text[]) g(code) where not exists (select from health_insurance.service s where s.code = g.code)', [covers.map(({ serviceCode }) => serviceCode)]);
  if (unknown.length > 0) return unknown.map(({ code }) => code);
  await ctx.tx.query(
    'delete from health_insurance.plan_cover_limit l using health_insurance.plan_cover c, health_insurance.service s where l.plan_cover_id = c.id and c.plan_version_id = $1 and s.id = c.service_id and s.code = any($2)',
    [planVersionId, covers.map(({ serviceCode }) => serviceCode)]);
  await ctx.tx.query('delete from health_insurance.plan_cover c using health_insurance.service s where c.plan_version_id = $1 and s.id = c.service_id and s.code = any($2)', [planVersionId, covers.map(({ serviceCode }) => serviceCode)]);
  await ctx.tx.query(
    `with given as materialized (select * from jsonb_to_recordset($2::jsonb) as t("serviceCode" text, "priceOrigin" text, "waitingMonthsAdult" integer, "waitingMonthsChild" integer, "mostQuantityAdult" numeric,
       "mostQuantityChild" numeric, "ceilingExclusionAdult" text, "ceilingExclusionChild" text, limits jsonb)),
     made as (
       insert into health_insurance.plan_cover (plan_version_id, service_id, price_origin, waiting_months_adult, waiting_months_child, most_quantity_adult, most_quantity_child, ceiling_exclusion_adult, ceiling_exclusion_child)
       select $1, s.id, g."priceOrigin", g."waitingMonthsAdult", g."waitingMonthsChild", g."mostQuantityAdult", g."mostQuantityChild", g."ceilingExclusionAdult", g."ceilingExclusionChild"
       from given g join health_insurance.service s on s.code = g."serviceCode" returning id, service_id)
     insert into health_insurance.plan_cover_limit (plan_version_id, plan_cover_id, visit, level, kind, adult, child)
     select $1, made.id, l.visit, l.level, l.kind, l.adult, coalesce(l.child, l.adult) from given g join health_insurance.service s on s.code = g."serviceCode" join made on made.service_id = s.id
     cross join lateral jsonb_to_recordset(g.limits) as l(visit text, level text, kind text, adult numeric, child numeric)`,
    [planVersionId, given],
  );
  return [];
}

/** Takes over the benefit package of another version of the plan. */
export async function copyCovers(ctx: TxContext, planVersionId: string, fromId: string): Promise<void> {
  await ctx.tx.query(
    `with made as (
       insert into health_insurance.plan_cover (plan_version_id, service_id, price_origin, waiting_months_adult, waiting_months_child, most_quantity_adult, most_quantity_child, ceiling_exclusion_adult, ceiling_exclusion_child)
       select $1, c.service_id, c.price_origin, c.waiting_months_adult, c.waiting_months_child, c.most_quantity_adult, c.most_quantity_child, c.ceiling_exclusion_adult, c.ceiling_exclusion_child
       from health_insurance.plan_cover c where c.plan_version_id = $2 returning id, service_id)
     insert into health_insurance.plan_cover_limit (plan_version_id, plan_cover_id, visit, level, kind, adult, child)
     select $1, made.id, l.visit, l.level, l.kind, l.adult, l.child
     from health_insurance.plan_cover c join made using (service_id) join health_insurance.plan_cover_limit l on l.plan_cover_id = c.id where c.plan_version_id = $2`,
    [planVersionId, fromId],
  );
}

/** So that whoever read the draft before is told, and who changed it is among its authors. */
export async function touchDraft(ctx: TxContext, planVersionId: string): Promise<void> {
  await ctx.tx.query('update health_insurance.plan_version v set authors = case when $2::text = any (v.authors) then v.authors else v.authors || $2::text end where v.id = $1', [planVersionId, ctx.actor.id]);
}
