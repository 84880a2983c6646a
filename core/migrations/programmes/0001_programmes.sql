create schema programmes;

create table programmes.programme (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint programme_code_key unique,
  name text not null,
  scheme text not null,
  target text not null constraint programme_target check (target in ('PERSON', 'HOUSEHOLD')),
  currency text not null constraint programme_currency check (currency ~ '^[A-Z]{3}$'),
  starts_on date not null,
  ends_on date,
  constraint programme_dates check (ends_on is null or ends_on > starts_on)
);

-- Who may be enrolled, as a rule with the day from which it holds and where it comes from. Never changed: a new one follows.
create table programmes.eligibility_rule (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  effective_from date not null,
  expression text not null,
  source text not null,
  constraint eligibility_rule_day unique (programme_id, effective_from)
);

create table programmes.enrolment (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  person_id uuid references people.person,
  household_id uuid references people.household,
  place_id uuid references people.place,
  state text not null constraint enrolment_state check (state in ('ENROLLED', 'SUSPENDED', 'EXITED')),
  enrolled_on date not null,
  exited_on date,
  exit_reason text,
  rule_id uuid references programmes.eligibility_rule,
  constraint enrolment_target check (num_nonnulls(person_id, household_id) = 1),
  constraint enrolment_exit check ((state = 'EXITED') = (exited_on is not null) and (exited_on is null or exit_reason is not null))
);
create unique index enrolment_household on programmes.enrolment (programme_id, household_id) where state <> 'EXITED';
create unique index enrolment_person on programmes.enrolment (programme_id, person_id) where state <> 'EXITED';
create index enrolment_of_person on programmes.enrolment (person_id) where person_id is not null;
create index enrolment_of_household on programmes.enrolment (household_id) where household_id is not null;
create index enrolment_place on programmes.enrolment (place_id);

-- What is owed to whom for which period. One for each enrolment, kind and period; never changed.
create table programmes.entitlement (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  enrolment_id uuid not null references programmes.enrolment,
  payee_id uuid not null references people.person,
  place_id uuid references people.place,
  kind text not null default 'REGULAR',
  period_from date not null,
  period_to date not null,
  due_on date not null,
  amount numeric not null constraint entitlement_positive check (amount > 0),
  currency text not null,
  -- The decision: the reason as a code, the facts as they were, and what they were judged by.
  reason text not null,
  facts jsonb not null,
  basis jsonb not null,
  constraint entitlement_once unique (enrolment_id, kind, period_from),
  constraint entitlement_period check (period_to >= period_from)
);
create index entitlement_programme on programmes.entitlement (programme_id, period_from);
create index entitlement_payee on programmes.entitlement (payee_id);
create index entitlement_place on programmes.entitlement (place_id);

call kernel.keep_history('programmes.programme');
call kernel.append_only('programmes.eligibility_rule');
call kernel.keep_history('programmes.enrolment');
call kernel.append_only('programmes.entitlement');
