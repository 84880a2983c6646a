import type { Pool } from 'pg';

/** What contradicts itself about a household or person. */
export interface Contradiction {
  readonly what: string;
  readonly id: string;
}

/**
 * What the tables of people say against one another on a day: the present of each household and person must be what
 * memberships and residences say. For tests; there is nothing to be found, whatever clerks do.
 */
export async function contradictions(pool: Pool, today: string): Promise<readonly Contradiction[]> {
  const { rows } = await pool.query<Contradiction>(CONTRADICTIONS, [today]);
  return rows;
}

const CONTRADICTIONS = `
with lives as (
  select h.*, its.inhabited, its.headed, its.live from people.household h cross join lateral (
    select coalesce(range_agg(daterange(m.valid_from, m.valid_to)), '{}') as inhabited,
           coalesce(range_agg(daterange(m.valid_from, m.valid_to)) filter (where m.role = 'HEAD'), '{}') as headed,
           (select coalesce(range_agg(daterange(r.valid_from, r.valid_to)), '{}') from people.residence r where r.household_id = h.id) as live
    from people.membership m where m.household_id = h.id) its),
now_member as (select * from people.membership where valid_from <= $1 and (valid_to is null or valid_to > $1)),
now_lives as (select * from people.residence where valid_from <= $1 and (valid_to is null or valid_to > $1))
select 'a membership is dated ahead' as what, id from people.membership where greatest(valid_from, valid_to) > $1::date
union all select 'a residence is dated ahead', id from people.residence where greatest(valid_from, valid_to) > $1::date
union all select 'a person belongs to two households at once', a.id from people.membership a join people.membership b on a.person_id = b.person_id and a.id < b.id
  and daterange(a.valid_from, a.valid_to) && daterange(b.valid_from, b.valid_to)
union all select 'a household has two heads at once', a.id from people.membership a join people.membership b on a.household_id = b.household_id and a.id < b.id
  and a.role = 'HEAD' and b.role = 'HEAD' and daterange(a.valid_from, a.valid_to) && daterange(b.valid_from, b.valid_to)
union all select 'an interval is empty', id from people.membership where valid_to <= valid_from
union all select 'an interval is empty', id from people.residence where valid_to <= valid_from
union all select 'a household has members on a day without a head', id from lives where not headed @> inhabited
union all select 'a household has members outside of its days', id from lives where not daterange(opened_on, closed_on) @> inhabited
union all select 'a household lives nowhere, or on days that are not its own', id from lives
  where live <> coalesce(nullif(datemultirange(daterange(opened_on, closed_on)), '{}'), '{}')
union all select 'a household is open without members, or closed with some', h.id from lives h where (h.closed_on is null) <> exists (select from now_member m where m.household_id = h.id)
union all select 'the head is not the member who is head', h.id from people.household h
  where h.head_id is distinct from (select m.person_id from now_member m where m.household_id = h.id and m.role = 'HEAD')
union all select 'the place of a household is not its residence', h.id from people.household h join now_lives r on r.household_id = h.id where r.place_id <> h.place_id
union all select 'the household of a person is not that of the membership', p.id from people.person p
  where p.household_id is distinct from (select m.household_id from now_member m where m.person_id = p.id)
union all select 'the place of a person is not that of the household', p.id from people.person p join people.household h on h.id = p.household_id where p.place_id is distinct from h.place_id
union all select 'the place of a person is not the residence', p.id from people.person p join now_lives r on r.person_id = p.id where p.place_id is distinct from r.place_id
union all select 'a person lives somewhere alone and in a household at once', r.id from people.residence r join people.membership m on m.person_id = r.person_id
  and daterange(m.valid_from, m.valid_to) && daterange(r.valid_from, r.valid_to)
union all select 'a person belongs to a household before birth or after death', m.id from people.membership m join people.person p on p.id = m.person_id
  where m.valid_from < p.birth_date or coalesce(m.valid_to, 'infinity') > p.death_date`;
