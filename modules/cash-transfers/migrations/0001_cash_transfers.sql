create schema cash_transfers;

-- How much a household is paid per cycle, by the number of its members who count; from a day or from a numbered cycle on.
create table cash_transfers.benefit_schedule (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  -- Later schedules take the place of earlier ones.
  sequence integer not null,
  effective_from date,
  from_cycle integer,
  member_rule text not null,
  source text not null,
  constraint benefit_schedule_sequence unique (programme_id, sequence),
  constraint benefit_schedule_start check (num_nonnulls(effective_from, from_cycle) = 1)
);

create table cash_transfers.benefit_rate (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  schedule_id uuid not null references cash_transfers.benefit_schedule,
  members integer not null constraint benefit_rate_members check (members >= 1),
  amount numeric not null constraint benefit_rate_amount check (amount > 0),
  currency text not null,
  constraint benefit_rate_once unique (schedule_id, members)
);

create table cash_transfers.cycle (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  number integer not null constraint cycle_number check (number >= 1),
  period_from date not null,
  period_to date not null,
  due_on date not null,
  state text not null default 'OPEN' constraint cycle_state check (state in ('OPEN', 'DETERMINED')),
  constraint cycle_once unique (programme_id, number),
  constraint cycle_interval check (period_to >= period_from),
  constraint cycle_overlap exclude using gist (programme_id with =, daterange(period_from, period_to, '[]') with &&)
);

-- Households that a cycle pays nothing, and why.
create table cash_transfers.held_household (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  cycle_id uuid not null references cash_transfers.cycle,
  enrolment_id uuid not null references programmes.enrolment,
  place_id uuid references people.place,
  reason text not null constraint held_household_reason check (reason in ('NO_MEMBER_COUNTS', 'NO_PAYEE', 'PAYEE_DIED', 'SUSPENDED')),
  constraint held_household_once unique (cycle_id, enrolment_id)
);
create index held_household_enrolment on cash_transfers.held_household (enrolment_id);
create index held_household_place on cash_transfers.held_household (place_id);

call kernel.append_only('cash_transfers.benefit_schedule');
call kernel.append_only('cash_transfers.benefit_rate');
call kernel.keep_history('cash_transfers.cycle');
call kernel.append_only('cash_transfers.held_household');
