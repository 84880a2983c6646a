import { ask, sql, type TxContext } from '@kinga/plugin-sdk';

/**
 * Covers the members of households whose policies have become active: as many as the plan allows, in its order. Whoever is covered by the policy
 * already, or by another of the plan on some of the days, is left as they are.
 */
export async function beginCoverage(ctx: TxContext, policies: readonly string[]): Promise<void> {
  await ask(ctx, sql`
    insert into health_insurance.coverage (policy_id, plan_id, programme_id, household_id, person_id, enrolled_on, starts_on, effective_on, ends_on, waits_from)
    select p.id, p.plan_id, p.programme_id, p.household_id, m.person_id, p.enrolled_on, p.starts_on, p.effective_on, p.ends_on, p.effective_on
    from health_insurance.policy p join health_insurance.plan_version v on v.id = p.plan_version_id
    cross join lateral health_insurance.members_on(p.household_id, least(p.effective_on, ${ctx.today}::date)) m
    where p.id = any(${policies}::uuid[]) and p.state = 'ACTIVE' and m.place_in_order <= coalesce(v.max_members, m.place_in_order)
      and not exists (select from health_insurance.coverage c where c.policy_id = p.id and c.person_id = m.person_id)
    order by m.person_id on conflict do nothing`);
}

/** Covers again from today whom a suspension of their policy left without cover, where they still belong to the household; what they waited counts. */
export async function resumeCoverage(ctx: TxContext, policies: readonly string[]): Promise<void> {
  await ask(ctx, sql`
    insert into health_insurance.coverage (policy_id, plan_id, programme_id, household_id, person_id, enrolled_on, starts_on, effective_on, ends_on, waits_from)
    select p.id, p.plan_id, p.programme_id, p.household_id, last.person_id, last.enrolled_on, last.starts_on, greatest(last.effective_on, ${ctx.today}::date), p.ends_on, last.waits_from
    from health_insurance.policy p
    join lateral (select distinct on (c.person_id) c.* from health_insurance.coverage c where c.policy_id = p.id order by c.person_id, c.effective_on desc, c.id desc) last on last.ended_because = 'SUSPENDED'
    join health_insurance.members_on(p.household_id, ${ctx.today}::date) m on m.person_id = last.person_id
    where p.id = any(${policies}::uuid[]) and p.state = 'ACTIVE' order by last.person_id on conflict do nothing`);
}
