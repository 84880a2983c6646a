-- Insurance plans: programmes of the scheme, in versions by date, with what cover costs and what it leaves to the member.

create table health_insurance.plan (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null constraint plan_of_programme unique references programmes.programme,
  -- Where it is offered; everywhere where null.
  place_id uuid references people.place,
  -- The plan that policies of this one are renewed into.
  converts_to_id uuid references health_insurance.plan,
  constraint plan_converts_to_another check (converts_to_id <> id)
);
create index plan_place on health_insurance.plan (place_id);
create index plan_converts_to on health_insurance.plan (converts_to_id);
call kernel.keep_history('health_insurance.plan');

-- Whether each is a day of every year, written MM-DD, in the order of the year.
create function health_insurance.are_cycles(cycles text[]) returns boolean language plpgsql immutable as $$
declare
  one text;
  last text := '';
begin
  foreach one in array cycles loop
    if one !~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' or one <= last or right(one, 2)::int > extract(day from make_date(2001, left(one, 2)::int, 1) + interval '1 month - 1 day') then return false; end if;
    last := one;
  end loop;
  return true;
end $$;

-- What is offered from a day on. On a day that version is in force that was published for the latest day until then.
create table health_insurance.plan_version (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  plan_id uuid not null references health_insurance.plan,
  programme_id uuid not null references programmes.programme,
  number integer not null constraint plan_version_number check (number >= 1),
  state text not null default 'DRAFT' constraint plan_version_state check (state in ('DRAFT', 'PUBLISHED', 'WITHDRAWN')),
  effective_from date not null,
  source text,
  authors text[] not null constraint plan_version_authors check (cardinality(authors) > 0),
  published_by text,
  published_on date,
  -- Periods, in months.
  cover_months integer not null constraint plan_version_cover check (cover_months between 1 and 120),
  administration_months integer not null default 0 constraint plan_version_administration check (administration_months between 0 and 60),
  grace_enrolment_months integer not null default 0 constraint plan_version_grace_enrolment check (grace_enrolment_months between 0 and 60),
  grace_renewal_months integer not null default 0 constraint plan_version_grace_renewal check (grace_renewal_months between 0 and 60),
  grace_payment_months integer not null default 0 constraint plan_version_grace_payment check (grace_payment_months between 0 and 60),
  -- Days of the year on which cover may start, as MM-DD; on any day where there are none.
  cycles text[] not null default '{}' constraint plan_version_cycles check (cardinality(cycles) <= 12 and health_insurance.are_cycles(cycles)),
  -- Members.
  adult_from integer not null default 18 constraint plan_version_adult_from check (adult_from between 1 and 120),
  max_members integer constraint plan_version_max_members check (max_members >= 1),
  threshold integer constraint plan_version_threshold check (threshold >= 0),
  -- What it costs, in the currency of the programme.
  lump_sum numeric constraint plan_version_lump_sum check (lump_sum >= 0),
  premium_adult numeric not null default 0 constraint plan_version_premium_adult check (premium_adult >= 0),
  premium_child numeric not null default 0 constraint plan_version_premium_child check (premium_child >= 0),
  registration_lump_sum numeric constraint plan_version_registration_lump_sum check (registration_lump_sum >= 0),
  registration_fee numeric constraint plan_version_registration_fee check (registration_fee >= 0),
  assembly_lump_sum numeric constraint plan_version_assembly_lump_sum check (assembly_lump_sum >= 0),
  assembly_fee numeric constraint plan_version_assembly_fee check (assembly_fee >= 0),
  enrolment_discount numeric not null default 0 constraint plan_version_enrolment_discount check (enrolment_discount between 0 and 1),
  enrolment_discount_months integer not null default 0 constraint plan_version_enrolment_discount_months check (enrolment_discount_months between 0 and 60),
  renewal_discount numeric not null default 0 constraint plan_version_renewal_discount check (renewal_discount between 0 and 1),
  renewal_discount_months integer not null default 0 constraint plan_version_renewal_discount_months check (renewal_discount_months between 0 and 60),
  max_instalments integer not null default 1 constraint plan_version_max_instalments check (max_instalments between 1 and 120),
  -- What makes a policy active, and what is meant by in-patient.
  activation text not null default 'PAYMENT' constraint plan_version_activation check (activation in ('CONTRIBUTION', 'PAYMENT', 'READY')),
  in_patient text not null default 'HOSPITAL' constraint plan_version_in_patient check (in_patient in ('HOSPITAL', 'STAY')),
  constraint plan_version_once unique (plan_id, number),
  -- A second person publishes.
  constraint plan_version_published check ((state = 'PUBLISHED') = (published_by is not null and published_on is not null)),
  constraint plan_version_second_person check (published_by is null or published_by <> all (authors))
);
create index plan_version_programme on health_insurance.plan_version (programme_id);
create unique index plan_version_one_draft on health_insurance.plan_version (plan_id) where state = 'DRAFT';
create unique index plan_version_on on health_insurance.plan_version (plan_id, effective_from) where state = 'PUBLISHED';
call kernel.keep_history('health_insurance.plan_version');

-- What was published stays what it was.
create function health_insurance.guard_plan_version() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'versions of plans are never deleted' using errcode = 'KG001', constraint = 'plan_version_as_published';
  end if;
  if old.state <> 'DRAFT' or (new.id, new.plan_id, new.programme_id, new.number) is distinct from (old.id, old.plan_id, old.programme_id, old.number) or not new.authors @> old.authors then
    raise exception 'a version of a plan that was published is never changed' using errcode = 'KG001', constraint = 'plan_version_as_published';
  end if;
  return new;
end $$;
create trigger a_guard_version before update or delete on health_insurance.plan_version for each row execute function health_insurance.guard_plan_version();
create trigger never_emptied before truncate on health_insurance.plan_version for each statement execute function kernel.never_changed();

-- Rows that belong to a version change while it is a draft.
create function health_insurance.guard_part_of_version() returns trigger language plpgsql as $$
declare
  of_version constant uuid[] := array[case when tg_op <> 'INSERT' then old.plan_version_id end, case when tg_op <> 'DELETE' then new.plan_version_id end];
begin
  -- The lock makes publishing and changing its parts follow one another.
  perform from health_insurance.plan_version v where v.id = any (of_version) for share;
  if exists (select from health_insurance.plan_version v where v.id = any (of_version) and v.state <> 'DRAFT') then
    raise exception 'what belongs to a version of a plan that was published is never changed' using errcode = 'KG001', constraint = 'plan_version_as_published';
  end if;
  return coalesce(new, old);
end $$;

-- Deductibles (what the member pays first) and ceilings (what is paid at most).
create table health_insurance.plan_limit (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  plan_version_id uuid not null references health_insurance.plan_version,
  kind text not null constraint plan_limit_kind check (kind in ('DEDUCTIBLE', 'CEILING')),
  per text not null constraint plan_limit_per check (per in ('TREATMENT', 'MEMBER', 'POLICY')),
  care text not null constraint plan_limit_care check (care in ('ANY', 'OUT_PATIENT', 'IN_PATIENT')),
  amount numeric not null constraint plan_limit_amount check (amount >= 0),
  -- Of a ceiling of a policy: what each member above the threshold adds, and where that ends.
  extra_member_amount numeric constraint plan_limit_extra check (extra_member_amount >= 0),
  most_amount numeric constraint plan_limit_most check (most_amount >= amount),
  constraint plan_limit_once unique (plan_version_id, kind, per, care),
  constraint plan_limit_grows check (num_nonnulls(extra_member_amount, most_amount) = 0 or kind = 'CEILING' and per = 'POLICY' and extra_member_amount is not null)
);
call kernel.keep_history('health_insurance.plan_limit');
create trigger guard_part before insert or update or delete on health_insurance.plan_limit for each row execute function health_insurance.guard_part_of_version();

-- How often, and for how much, care of a category is paid in a cover period.
create table health_insurance.plan_category_limit (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  plan_version_id uuid not null references health_insurance.plan_version,
  category text not null constraint plan_category_limit_category check (category in ('CONSULTATION', 'SURGERY', 'DELIVERY', 'HOSPITALISATION', 'ANTENATAL', 'VISIT')),
  -- 0 is none at all.
  most integer constraint plan_category_limit_most check (most >= 0),
  amount numeric constraint plan_category_limit_amount check (amount >= 0),
  constraint plan_category_limit_once unique (plan_version_id, category),
  constraint plan_category_limit_says check (num_nonnulls(most, amount) > 0 and (amount is null or category <> 'VISIT'))
);
call kernel.keep_history('health_insurance.plan_category_limit');
create trigger guard_part before insert or update or delete on health_insurance.plan_category_limit for each row execute function health_insurance.guard_part_of_version();

-- Who pays what the rules of the kind SUBSIDY give.
create table health_insurance.plan_subsidy (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  plan_version_id uuid not null references health_insurance.plan_version,
  rule_code text not null,
  organisation_id uuid not null references people.organisation,
  constraint plan_subsidy_once unique (plan_version_id, rule_code)
);
create index plan_subsidy_organisation on health_insurance.plan_subsidy (organisation_id);
call kernel.keep_history('health_insurance.plan_subsidy');
create trigger guard_part before insert or update or delete on health_insurance.plan_subsidy for each row execute function health_insurance.guard_part_of_version();

-- The version of a plan that is in force on a day.
create function health_insurance.plan_version_on(plan uuid, on_day date) returns uuid language sql stable as $$
  select v.id from health_insurance.plan_version v where v.plan_id = plan and v.state = 'PUBLISHED' and v.effective_from <= on_day order by v.effective_from desc limit 1
$$;
