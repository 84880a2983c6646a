-- When policies start and end, whom they are counted for, and what they cost: one meaning, whether one household asks or many are renewed.

create function health_insurance.months_on(day date, months integer) returns date language sql immutable parallel safe as $$
  select (day + make_interval(months => months))::date
$$;

-- The first start of a cycle on a day or after it.
create function health_insurance.cycle_from(cycles text[], day date) returns date language sql immutable parallel safe as $$
  select min(c.starts) from (
    select make_date(y.year, left(cycle, 2)::int, right(cycle, 2)::int) as starts
    from unnest(cycles) cycle cross join (values (extract(year from day)::int), (extract(year from day)::int + 1)) y(year)) c where c.starts >= day
$$;

-- First and last day, and the day by which it is to be paid. A renewal follows the policy before; one whose policy has lapsed begins when it is taken out.
create function health_insurance.policy_period(of_version health_insurance.plan_version, stage text, enrolled_on date, previous_end date) returns table (starts_on date, ends_on date, pay_by date)
language sql immutable as $$
  with free as (
    select case when stage = 'NEW' then health_insurance.months_on(enrolled_on, of_version.administration_months) else enrolled_on end as reference),
  begun as (
    select case when cardinality(of_version.cycles) = 0 then greatest(free.reference, previous_end + 1)
      else health_insurance.cycle_from(of_version.cycles, greatest(previous_end + 1, health_insurance.months_on(free.reference, -case when stage = 'NEW' then of_version.grace_enrolment_months else of_version.grace_renewal_months end)))
      end as starts from free)
  select begun.starts, health_insurance.months_on(begun.starts, of_version.cover_months) - 1,
    greatest(enrolled_on, case
      when cardinality(of_version.cycles) > 0 then health_insurance.months_on(begun.starts, case when stage = 'NEW' then of_version.grace_enrolment_months else of_version.grace_renewal_months end) - 1
      when stage = 'NEW' then health_insurance.months_on(enrolled_on, of_version.grace_payment_months) - 1
      else health_insurance.months_on(previous_end + 1, of_version.grace_payment_months) - 1 end)
  from begun
$$;

-- Who belongs to a household on a day and lives, in the order in which they are covered where not all of them can be: the head, those who are related,
-- those who are not, the older before the younger.
create function health_insurance.members_on(of_household uuid, on_day date) returns table (person_id uuid, related boolean, birth_date date, place_in_order integer) language sql stable as $$
  select m.person_id, m.role <> 'NOT_RELATED', p.birth_date, (row_number() over (order by m.role <> 'HEAD', m.role = 'NOT_RELATED', p.birth_date nulls first, m.person_id))::int
  from people.membership m join people.person p on p.id = m.person_id
  where m.household_id = of_household and daterange(m.valid_from, m.valid_to) @> on_day and (p.death_date is null or p.death_date > on_day)
$$;

-- Adults and children, those who are not related apart; whoever's birth date is not known is an adult. Where there are more than are covered, the
-- excess is taken first off the adults, then off the children, then off the children and the adults who are not related.
create function health_insurance.counted(of_version health_insurance.plan_version, of_household uuid, members_on date, ages_on date)
returns table (adults integer, children integer, other_adults integer, other_children integer, members integer) language sql stable as $$
  with counted as (
    select count(*) filter (where m.related and not c.child)::int as adults, count(*) filter (where m.related and c.child)::int as children,
      count(*) filter (where not m.related and not c.child)::int as other_adults, count(*) filter (where not m.related and c.child)::int as other_children, count(*)::int as members
    from health_insurance.members_on(of_household, members_on) m
    cross join lateral (select coalesce(m.birth_date > health_insurance.months_on(ages_on, -12 * of_version.adult_from), false) as child) c),
  excess as (select c.*, greatest(0, c.members - coalesce(of_version.max_members, c.members)) as over from counted c)
  select greatest(0, adults - over), greatest(0, children - greatest(0, over - adults)), greatest(0, other_adults - greatest(0, over - adults - children - other_children)),
    greatest(0, other_children - greatest(0, over - adults - children)), members
  from excess
$$;

-- The lines of a premium by the terms of a version.
create function health_insurance.premium_lines(
  of_version health_insurance.plan_version, digits integer, stage text, enrolled_on date, starts_on date, previous_end date, adults integer, children integer, other_adults integer, other_children integer)
returns table (number integer, code text, part text, quantity integer, unit_amount numeric, amount numeric) language sql immutable as $$
  with extra as (
    select greatest(0, adults - coalesce(of_version.threshold, adults)) as adults,
      case when of_version.threshold is null then 0 else greatest(0, children + adults - greatest(0, adults - of_version.threshold) - of_version.threshold) end as children),
  line(number, code, part, quantity, unit_amount) as (
    select 1, 'LUMP_SUM', 'CONTRIBUTION', 1, of_version.lump_sum where of_version.lump_sum is not null
    union all select 2, 'EXTRA_ADULT', 'CONTRIBUTION', extra.adults, of_version.premium_adult from extra where of_version.lump_sum is not null
    union all select 3, 'EXTRA_CHILD', 'CONTRIBUTION', extra.children, of_version.premium_child from extra where of_version.lump_sum is not null
    -- Without a lump sum a threshold lets nobody off.
    union all select 4, 'ADULT', 'CONTRIBUTION', adults, of_version.premium_adult where of_version.lump_sum is null
    union all select 5, 'CHILD', 'CONTRIBUTION', children, of_version.premium_child where of_version.lump_sum is null
    union all select 6, 'OTHER_ADULT', 'CONTRIBUTION', other_adults, of_version.premium_adult
    union all select 7, 'OTHER_CHILD', 'CONTRIBUTION', other_children, of_version.premium_child
    union all select 8, 'ASSEMBLY', 'ASSEMBLY', case when of_version.assembly_lump_sum is null then adults + children + other_adults + other_children else 1 end, coalesce(of_version.assembly_lump_sum, of_version.assembly_fee)
    union all select 9, 'REGISTRATION', 'REGISTRATION', case when of_version.registration_lump_sum is null then adults + children + other_adults + other_children else 1 end,
      coalesce(of_version.registration_lump_sum, of_version.registration_fee) where stage = 'NEW'),
  charged as (select l.number, l.code, l.part, l.quantity, l.unit_amount, round(l.quantity * l.unit_amount, digits) as amount from line l where l.quantity > 0 and l.unit_amount is not null),
  discount as (
    select case
      when stage = 'NEW' and cardinality(of_version.cycles) > 0 and enrolled_on <= health_insurance.months_on(starts_on, -of_version.enrolment_discount_months) then of_version.enrolment_discount
      when stage = 'RENEWED' and enrolled_on <= health_insurance.months_on(previous_end + 1, -of_version.renewal_discount_months) then of_version.renewal_discount
      else 0 end as share)
  select * from charged
  -- Rounded half up to what the currency is paid in.
  union all select 10, case when stage = 'NEW' then 'ENROLMENT_DISCOUNT' else 'RENEWAL_DISCOUNT' end, 'DISCOUNT', 1, off.amount, off.amount
  from (select -round(coalesce(sum(c.amount), 0) * d.share, digits) as amount from charged c cross join discount d group by d.share) off where off.amount < 0
  order by 1
$$;

-- Who pays how much: subsidies in their order, each as far as something is left, and the household what is left then.
-- Subsidies as [{"rule": code, "organisation": id, "amount": number}, …].
create function health_insurance.shares_of(premium numeric, subsidies jsonb) returns table (number integer, rule_code text, organisation_id uuid, amount numeric) language sql immutable as $$
  with given as (
    select n::int as number, s ->> 'rule' as rule_code, (s ->> 'organisation')::uuid as organisation_id, (s ->> 'amount')::numeric as amount, sum((s ->> 'amount')::numeric) over (order by n) as upto
    from jsonb_array_elements(subsidies) with ordinality as e(s, n))
  select g.number, g.rule_code, g.organisation_id, least(premium, g.upto) - least(premium, g.upto - g.amount) from given g where least(premium, g.upto) > least(premium, g.upto - g.amount)
  union all select 0, null, null, premium - least(premium, coalesce((select max(upto) from given), 0))
  order by 1
$$;
