import { ask, birthRecorded, deathRecorded, householdsMerged, lifeEventVoided, membersChanged, sql, type Context, type TxContext } from '@kinga/plugin-sdk';
import { coverMember } from './add-member.js';
import { endCoverage } from './end.js';

/** Who leaves a household, alone, with others or in a split, is covered by its policies until the day before. */
export const followMembers = membersChanged.inTransaction('health-insurance.follow-members', async (ctx: Context, { household, persons, on }) => {
  await endCoverage(ctx as TxContext, sql`
    c.household_id = ${household}::uuid and c.person_id = any(${persons}::uuid[])
    and not exists (select from people.membership m where m.person_id = c.person_id and m.household_id = c.household_id and daterange(m.valid_from, m.valid_to) @> ${on}::date)`, sql`${on}::date - 1`, 'LEFT');
});

/** Who dies is covered until the day of the death. That somebody who died left the household is told before the death is. */
export const followDeath = deathRecorded.inTransaction('health-insurance.follow-death', async (ctx: Context, { person, on }) => {
  await ask(ctx as TxContext, sql`
    update health_insurance.coverage c set ends_on = greatest(c.effective_on - 1, least(${on}::date, p.ends_on)), ended_because = 'DIED' from health_insurance.policy p
    where p.id = c.policy_id and c.person_id = ${person}::uuid and (c.ends_on > ${on}::date or c.ended_because = 'LEFT' and c.ends_on = greatest(c.effective_on - 1, ${on}::date - 1))`);
});

/** Who proves to be alive is covered as if nothing had been, where the policy has gone on. */
export const followVoided = lifeEventVoided.inTransaction('health-insurance.follow-voided', async (ctx: Context, { persons }) => {
  await ask(ctx as TxContext, sql`
    update health_insurance.coverage c set ends_on = p.ends_on, ended_because = null from health_insurance.policy p
    where p.id = c.policy_id and c.person_id = any(${persons}::uuid[]) and c.ended_because = 'DIED' and p.state in ('ACTIVE', 'EXPIRED')
      and exists (select from people.person alive where alive.id = c.person_id and alive.death_date is null)
      and not exists (select from health_insurance.coverage o where o.id <> c.id and o.person_id = c.person_id and o.plan_id = c.plan_id and o.days && daterange(c.effective_on, p.ends_on, '[]'))`);
});

/** A child is covered from its birth by the policies of the household that it comes into, as far as they have room. */
export const followBirth = birthRecorded.inTransaction('health-insurance.follow-birth', async (ctx: Context, { person, household, on }) => {
  if (household === null) return;
  const { rows } = await ask<{ id: string; max_members: number | null }>(ctx as TxContext, sql`
    select p.id, v.max_members from health_insurance.policy p join health_insurance.plan_version v on v.id = p.plan_version_id
    where p.household_id = ${household}::uuid and p.state = 'ACTIVE' and p.ends_on >= ${on}::date order by p.id for update of p`);
  for (const policy of rows) await coverMember(ctx as TxContext, policy, person, on);
});

/**
 * The policies of a household that came into another are that one's from then on, and cover its members as if they had not left; where the other has a
 * policy of the plan for the same days, they stay as they are, and whoever came is added to that one.
 */
export const followMerged = householdsMerged.inTransaction('health-insurance.follow-merged', async (ctx: Context, { household, closed, persons, on }) => {
  const tx = ctx as TxContext;
  const { rows } = await ask<{ id: string }>(tx, sql`
    update health_insurance.policy p set household_id = ${household}::uuid
    where p.household_id = ${closed}::uuid and p.state not in ('EXPIRED', 'CANCELLED') and p.ends_on >= ${on}::date
      and not exists (select from health_insurance.policy o where o.household_id = ${household}::uuid and o.plan_id = p.plan_id and o.state <> 'CANCELLED'
        and daterange(o.starts_on, o.ends_on, '[]') && daterange(p.starts_on, p.ends_on, '[]'))
    returning p.id`);
  const moved = rows.map(({ id }) => id);
  if (moved.length === 0) return;
  await ask(tx, sql`
    update health_insurance.coverage c set household_id = ${household}::uuid, ends_on = case when its.back then its.ends_on else c.ends_on end, ended_because = case when its.back then null else c.ended_because end
    from (
      select x.id, p.ends_on, p.state = 'ACTIVE' and coalesce(x.ended_because = 'LEFT', false) and x.ends_on = greatest(x.effective_on - 1, ${on}::date - 1) and x.person_id = any(${persons}::uuid[]) as back
      from health_insurance.coverage x join health_insurance.policy p on p.id = x.policy_id where p.id = any(${moved}::uuid[])) its
    where c.id = its.id`);
});
