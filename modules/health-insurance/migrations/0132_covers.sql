-- The benefit package of a version of a plan: which services and items it covers, and on which terms.

create table health_insurance.plan_cover (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  plan_version_id uuid not null references health_insurance.plan_version,
  service_id uuid not null references health_insurance.service,
  -- LIST: the facility's price list. CLAIMED: what is asked for. RELATIVE: valued by a run, out of what contributions give.
  price_origin text not null default 'LIST' constraint plan_cover_price_origin check (price_origin in ('LIST', 'CLAIMED', 'RELATIVE')),
  waiting_months_adult integer not null default 0 constraint plan_cover_waiting_adult check (waiting_months_adult between 0 and 600),
  waiting_months_child integer not null default 0 constraint plan_cover_waiting_child check (waiting_months_child between 0 and 600),
  -- How much of it a member is paid in a cover period; 0 is nothing.
  most_quantity_adult numeric constraint plan_cover_most_adult check (most_quantity_adult >= 0),
  most_quantity_child numeric constraint plan_cover_most_child check (most_quantity_child >= 0),
  -- Where the ceilings don't count it: in hospital, elsewhere, or anywhere.
  ceiling_exclusion_adult text not null default 'NONE' constraint plan_cover_exclusion_adult check (ceiling_exclusion_adult in ('NONE', 'HOSPITAL', 'NON_HOSPITAL', 'BOTH')),
  ceiling_exclusion_child text not null default 'NONE' constraint plan_cover_exclusion_child check (ceiling_exclusion_child in ('NONE', 'HOSPITAL', 'NON_HOSPITAL', 'BOTH')),
  constraint plan_cover_once unique (plan_version_id, service_id)
);
create index plan_cover_service on health_insurance.plan_cover (service_id);
call kernel.keep_history('health_insurance.plan_cover');
create trigger guard_part before insert or update or delete on health_insurance.plan_cover for each row execute function health_insurance.guard_part_of_version();

-- What is paid of it by the kind of visit: a SHARE (0.8 is eighty in a hundred), or an AMOUNT for each unit. Where a kind of visit has no row, that of
-- OTHER holds; where that has none, all of it is paid.
create table health_insurance.plan_cover_limit (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  plan_version_id uuid not null references health_insurance.plan_version,
  plan_cover_id uuid not null references health_insurance.plan_cover on delete cascade,
  visit text not null constraint plan_cover_limit_visit check (visit in ('OTHER', 'EMERGENCY', 'REFERRAL')),
  kind text not null constraint plan_cover_limit_kind check (kind in ('SHARE', 'AMOUNT')),
  adult numeric not null,
  child numeric not null,
  constraint plan_cover_limit_once unique (plan_cover_id, visit),
  constraint plan_cover_limit_values check (adult >= 0 and child >= 0 and (kind = 'AMOUNT' or adult <= 1 and child <= 1))
);
create index plan_cover_limit_version on health_insurance.plan_cover_limit (plan_version_id);
call kernel.keep_history('health_insurance.plan_cover_limit');
create trigger guard_part before insert or update or delete on health_insurance.plan_cover_limit for each row execute function health_insurance.guard_part_of_version();

-- What a version pays of a service for a visit.
create function health_insurance.cover_limit(of_cover uuid, of_visit text) returns table (kind text, adult numeric, child numeric) language sql stable as $$
  select l.kind, l.adult, l.child from health_insurance.plan_cover_limit l where l.plan_cover_id = of_cover and l.visit in (of_visit, 'OTHER') order by l.visit = 'OTHER' limit 1
$$;
