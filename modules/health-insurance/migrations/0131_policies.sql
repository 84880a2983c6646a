-- Policies: a household, a version of a plan and a period; and who is covered on which days.

create sequence health_insurance.policy_number;

create table health_insurance.policy (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  number text not null default 'P' || lpad(nextval('health_insurance.policy_number')::text, 10, '0') constraint policy_number_key unique,
  programme_id uuid not null references programmes.programme,
  plan_id uuid not null references health_insurance.plan,
  plan_version_id uuid not null references health_insurance.plan_version,
  household_id uuid not null references people.household,
  stage text not null constraint policy_stage check (stage in ('NEW', 'RENEWED')),
  renewed_from_id uuid references health_insurance.policy,
  state text not null default 'IDLE' constraint policy_state check (state in ('IDLE', 'READY', 'ACTIVE', 'SUSPENDED', 'EXPIRED', 'CANCELLED')),
  state_on date not null,
  -- A code; what somebody added to it is the note.
  reason text,
  note text,
  enrolled_on date not null,
  enrolled_by text not null,
  ready_by text,
  starts_on date not null,
  -- Set when it is activated: from then on members are covered.
  effective_on date,
  -- Last day.
  ends_on date not null,
  pay_by date not null,
  -- Whom it was counted for.
  adults integer not null,
  children integer not null,
  other_adults integer not null,
  other_children integer not null,
  value numeric not null constraint policy_value check (value >= 0),
  currency text not null,
  constraint policy_days check (ends_on >= starts_on and effective_on >= starts_on),
  constraint policy_renewal check ((renewed_from_id is not null) = (stage = 'RENEWED')),
  constraint policy_effective check (state in ('IDLE', 'READY', 'CANCELLED', 'SUSPENDED') or effective_on is not null),
  constraint policy_second_person check (ready_by is null or ready_by <> enrolled_by),
  -- One policy of a household and a plan on a day.
  constraint policy_once exclude using gist (household_id with =, plan_id with =, daterange(starts_on, ends_on, '[]') with &&) where (state <> 'CANCELLED')
);
create index policy_plan on health_insurance.policy (plan_id, state);
create index policy_version on health_insurance.policy (plan_version_id);
create index policy_programme on health_insurance.policy (programme_id);
create index policy_ends on health_insurance.policy (ends_on) where state = 'ACTIVE';
create unique index policy_renewed_once on health_insurance.policy (renewed_from_id) where state <> 'CANCELLED';
call kernel.keep_history('health_insurance.policy');

create function health_insurance.guard_policy() returns trigger language plpgsql as $$
declare
  moved constant text := old.state || '>' || new.state;
  kept constant text[] := '{version,updated_at,state,state_on,reason,note,effective_on,ready_by,household_id}';
  edited constant text[] := kept || '{plan_version_id,enrolled_on,starts_on,ends_on,pay_by,adults,children,other_adults,other_children,value}'::text[];
begin
  if kernel.is_erasing(tg_relid) then return coalesce(new, old); end if;
  if tg_op = 'DELETE' then
    raise exception 'policies are never deleted; cancel them' using errcode = 'KG001', constraint = 'policy_moves';
  end if;
  if old.state <> new.state and moved not in ('IDLE>READY', 'IDLE>ACTIVE', 'IDLE>SUSPENDED', 'IDLE>CANCELLED', 'READY>ACTIVE', 'READY>SUSPENDED', 'READY>CANCELLED',
    'ACTIVE>SUSPENDED', 'ACTIVE>EXPIRED', 'ACTIVE>CANCELLED', 'SUSPENDED>ACTIVE', 'SUSPENDED>IDLE', 'SUSPENDED>CANCELLED') then
    raise exception 'a policy cannot go from % to %', old.state, new.state using errcode = 'KG001', constraint = 'policy_moves';
  end if;
  if to_jsonb(new) - (case when moved = 'IDLE>IDLE' then edited else kept end) is distinct from to_jsonb(old) - (case when moved = 'IDLE>IDLE' then edited else kept end) then
    raise exception 'what a policy says is changed while it is idle alone' using errcode = 'KG001', constraint = 'policy_as_sold';
  end if;
  return new;
end $$;
create trigger a_guard_policy before update or delete on health_insurance.policy for each row execute function health_insurance.guard_policy();

-- What the premium is made of: amounts below zero are discounts. They sum to the value of the policy.
create table health_insurance.policy_line (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  policy_id uuid not null references health_insurance.policy,
  number integer not null,
  code text not null,
  part text not null constraint policy_line_part check (part in ('CONTRIBUTION', 'ASSEMBLY', 'REGISTRATION', 'DISCOUNT', 'RULE')),
  quantity integer not null constraint policy_line_quantity check (quantity > 0),
  unit_amount numeric not null,
  amount numeric not null,
  currency text not null,
  constraint policy_line_once unique (policy_id, number)
);
call kernel.keep_history('health_insurance.policy_line');

-- Who pays which part of it: the household where there is no organisation. They sum to the value as well.
create table health_insurance.policy_share (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  policy_id uuid not null references health_insurance.policy,
  number integer not null,
  rule_code text,
  organisation_id uuid references people.organisation,
  amount numeric not null constraint policy_share_amount check (amount >= 0),
  currency text not null,
  -- What it is demanded by; null of nothing.
  demand_id uuid references transactions.demand,
  constraint policy_share_once unique (policy_id, number),
  constraint policy_share_subsidy check ((rule_code is null) = (organisation_id is null)),
  constraint policy_share_demand check (demand_id is null or amount > 0)
);
create index policy_share_demand_of on health_insurance.policy_share (demand_id) where demand_id is not null;
create index policy_share_organisation on health_insurance.policy_share (organisation_id) where organisation_id is not null;
call kernel.keep_history('health_insurance.policy_share');

create function health_insurance.guard_part_of_policy() returns trigger language plpgsql as $$
declare
  of_policy constant uuid[] := array[case when tg_op <> 'INSERT' then old.policy_id end, case when tg_op <> 'DELETE' then new.policy_id end];
begin
  if kernel.is_erasing(tg_relid) then return coalesce(new, old); end if;
  if exists (select from health_insurance.policy p where p.id = any (of_policy) and p.state <> 'IDLE') then
    raise exception 'what a policy costs is changed while it is idle alone' using errcode = 'KG001', constraint = 'policy_as_sold';
  end if;
  return coalesce(new, old);
end $$;
create trigger guard_part before insert or update or delete on health_insurance.policy_line for each row execute function health_insurance.guard_part_of_policy();
create trigger guard_part before insert or update or delete on health_insurance.policy_share for each row execute function health_insurance.guard_part_of_policy();

-- Who is covered by which policy on which days. A suspension ends the row, and a resumption begins another, so that `days` alone says who is
-- covered on a day, whatever became of the policy since.
create table health_insurance.coverage (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  policy_id uuid not null references health_insurance.policy,
  plan_id uuid not null references health_insurance.plan,
  programme_id uuid not null references programmes.programme,
  household_id uuid not null references people.household,
  person_id uuid not null references people.person,
  -- When the member came to the policy.
  enrolled_on date not null,
  -- First day of the policy.
  starts_on date not null,
  -- First and last day that is covered; the last is the day before the first where it came to nothing.
  effective_on date not null,
  ends_on date not null,
  -- Waiting periods are counted from here: a suspension does not begin them anew.
  waits_from date not null,
  ended_because text,
  days daterange generated always as (daterange(effective_on, ends_on + 1, '[)')) stored,
  constraint coverage_days check (ends_on >= effective_on - 1 and waits_from <= effective_on),
  -- Nobody is covered twice by one plan on a day. By this index it is found by what somebody is covered on a day.
  constraint coverage_once exclude using gist (person_id with =, plan_id with =, days with &&)
);
create index coverage_policy on health_insurance.coverage (policy_id);
create index coverage_household on health_insurance.coverage (household_id);
create index coverage_programme on health_insurance.coverage (programme_id);
create index coverage_plan on health_insurance.coverage (plan_id);
call kernel.keep_history('health_insurance.coverage');

-- Whose cover ends, and why, may change, and persons that prove to be one.
create function health_insurance.guard_coverage() returns trigger language plpgsql as $$
declare
  kept constant text[] := '{version,updated_at,ends_on,ended_because,person_id,household_id,days}';
begin
  if kernel.is_erasing(tg_relid) then return coalesce(new, old); end if;
  if tg_op = 'DELETE' or to_jsonb(new) - kept is distinct from to_jsonb(old) - kept then
    raise exception 'cover is ended, never changed or deleted' using errcode = 'KG001', constraint = 'coverage_as_begun';
  end if;
  return new;
end $$;
create trigger a_guard_coverage before update or delete on health_insurance.coverage for each row execute function health_insurance.guard_coverage();

-- Whoever sees the household sees its policies, of the programmes that they see.
call kernel.guard('health_insurance.policy', format('((select kernel.unlimited(1)) or kernel.sees_people_household(policy.household_id)) and %s', programmes.programme_condition('policy.programme_id')));
call people.guard_by_any('health_insurance.policy_line', 'policy_id health_insurance.policy');
call people.guard_by_any('health_insurance.policy_share', 'policy_id health_insurance.policy');
call kernel.guard('health_insurance.coverage', format('((select kernel.unlimited(1)) or kernel.sees_people_household(coverage.household_id) or kernel.sees_people_person(coverage.person_id)) and %s',
  programmes.programme_condition('coverage.programme_id')));

call kernel.personal('health_insurance.policy', 'REPLACE', 'That a household was insured, from when to when and for how much, without words.', households => '{household_id}', replaced => '{"note": "case when t.note is not null then ''(erased)'' end"}');
call kernel.personal('health_insurance.policy_line', 'KEEP', 'What a premium was made of, as numbers.', part_of => 'health_insurance.policy', part_by => 'policy_id');
call kernel.personal('health_insurance.policy_share', 'KEEP', 'Who paid a premium, as numbers.', part_of => 'health_insurance.policy', part_by => 'policy_id');
call kernel.personal('health_insurance.coverage', 'KEEP', 'That somebody was covered, from when to when: what was paid for them is in the books.', persons => '{person_id}');
