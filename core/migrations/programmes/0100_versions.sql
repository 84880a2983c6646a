-- What a programme says of itself.
alter table programmes.programme
  add column names jsonb not null default '{}',
  add column benefit_type text,
  add column legal_basis text,
  add column ilo_function text,
  add column contributory boolean,
  add column means_tested boolean,
  add column budget numeric,
  add column places integer,
  add column calendar_id uuid;
alter table programmes.programme add constraint programme_calendar foreign key (calendar_id) references calendars.calendar not valid;
alter table programmes.programme validate constraint programme_calendar;
alter table programmes.programme add constraint programme_budget check (budget > 0) not valid;
alter table programmes.programme validate constraint programme_budget;
alter table programmes.programme add constraint programme_places check (places > 0) not valid;
alter table programmes.programme validate constraint programme_places;
alter table programmes.programme drop constraint programme_target;
alter table programmes.programme add constraint programme_target check (target in ('PERSON', 'HOUSEHOLD', 'ORGANISATION')) not valid;
alter table programmes.programme validate constraint programme_target;

-- The rules of a programme from a day on. Drafts change; what was submitted never does.
create table programmes.programme_version (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  number integer not null constraint programme_version_number check (number > 0),
  state text not null default 'DRAFT' constraint programme_version_state check (state in ('DRAFT', 'IN_REVIEW', 'PUBLISHED', 'SUPERSEDED', 'REJECTED', 'WITHDRAWN')),
  effective_from date not null,
  effective_to date,
  -- Until when it is in force: set when it is published, earlier where another supersedes it.
  in_force_to date,
  supersedes_id uuid references programmes.programme_version,
  note text,
  drafted_by text not null,
  -- Everybody who wrote anything in it: none of them publishes it.
  authors text[] not null,
  submitted_by text,
  submitted_at timestamptz(3),
  published_by text,
  published_at timestamptz(3),
  ended_by text,
  ended_at timestamptz(3),
  ended_because text,
  constraint programme_version_once unique (programme_id, number),
  constraint programme_version_dates check (effective_to > effective_from),
  constraint programme_version_in_force check (in_force_to >= effective_from and in_force_to <= coalesce(effective_to, 'infinity')),
  constraint programme_version_not_itself check (supersedes_id <> id),
  constraint programme_version_drafted check (drafted_by = any (authors)),
  constraint programme_version_submitted check (num_nonnulls(submitted_by, submitted_at) in (0, 2) and (state in ('DRAFT', 'WITHDRAWN') or submitted_by is not null) and (state <> 'DRAFT' or submitted_by is null)),
  constraint programme_version_published check (num_nonnulls(published_by, published_at) = case when state in ('PUBLISHED', 'SUPERSEDED') then 2 else 0 end),
  constraint programme_version_second_person check (published_by <> all (authors) and published_by <> submitted_by),
  constraint programme_version_ended check (num_nonnulls(ended_by, ended_at, ended_because) = case when state in ('REJECTED', 'WITHDRAWN') then 3 else 0 end),
  -- Two versions of a programme are never in force on one day.
  constraint programme_version_one_in_force exclude using gist (programme_id with =, daterange(effective_from, in_force_to) with &&) where (state in ('PUBLISHED', 'SUPERSEDED'))
);
create index programme_version_supersedes on programmes.programme_version (supersedes_id) where supersedes_id is not null;

create table programmes.rule (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version_id uuid not null references programmes.programme_version,
  code text not null constraint rule_code check (code ~ '^[A-Za-z][A-Za-z0-9_]{0,59}$'),
  kind text not null,
  expression text not null constraint rule_expression check (length(expression) between 1 and 10000),
  texts jsonb not null default '{}',
  source text,
  position integer not null,
  constraint rule_once unique (version_id, code)
);

-- A value that rules name, with the day from which each value holds. Without a programme it is shared by all of them.
create table programmes.parameter (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid references programmes.programme,
  code text not null constraint parameter_code check (code ~ '^[A-Za-z][A-Za-z0-9_]{0,59}$'),
  type text not null constraint parameter_type check (type in ('NUMBER', 'MONEY', 'TEXT', 'BOOLEAN', 'DATE')),
  currency text,
  names jsonb not null default '{}',
  constraint parameter_currency check ((type = 'MONEY') = (currency is not null))
);
create unique index parameter_once on programmes.parameter (code, coalesce(programme_id, '00000000-0000-0000-0000-000000000000'));
create index parameter_programme on programmes.parameter (programme_id) where programme_id is not null;

create table programmes.parameter_value (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  parameter_id uuid not null references programmes.parameter,
  effective_from date not null,
  value text not null,
  source text not null,
  state text not null default 'PROPOSED' constraint parameter_value_state check (state in ('PROPOSED', 'PUBLISHED', 'REPLACED', 'REJECTED')),
  replaces_id uuid references programmes.parameter_value,
  proposed_by text not null,
  -- Null where the deployment asks for no second person.
  decided_by text constraint parameter_value_second_person check (decided_by <> proposed_by or state = 'REJECTED'),
  decided_at timestamptz(3),
  decided_because text,
  constraint parameter_value_decided check ((state = 'PROPOSED') = (decided_at is null)),
  constraint parameter_value_rejected check (state <> 'REJECTED' or (decided_by is not null and decided_because is not null))
);
-- One value holds from a day on; a correction replaces it by name.
create unique index parameter_value_day on programmes.parameter_value (parameter_id, effective_from) where state = 'PUBLISHED';
create index parameter_value_parameter on programmes.parameter_value (parameter_id, id);
create index parameter_value_replaces on programmes.parameter_value (replaces_id) where replaces_id is not null;

create table programmes.rule_table (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid references programmes.programme,
  code text not null constraint rule_table_code check (code ~ '^[A-Za-z][A-Za-z0-9_]{0,59}$'),
  keys jsonb not null constraint rule_table_keys check (jsonb_typeof(keys) = 'array' and jsonb_array_length(keys) > 0),
  value_type text not null constraint rule_table_value_type check (value_type in ('NUMBER', 'MONEY', 'TEXT', 'BOOLEAN', 'DATE')),
  currency text,
  -- Whether every combination of exact keys has a row.
  complete boolean not null default true,
  names jsonb not null default '{}'
);
create unique index rule_table_once on programmes.rule_table (code, coalesce(programme_id, '00000000-0000-0000-0000-000000000000'));
create index rule_table_programme on programmes.rule_table (programme_id) where programme_id is not null;

create table programmes.rule_table_version (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  table_id uuid not null references programmes.rule_table,
  effective_from date not null,
  source text not null,
  state text not null default 'PROPOSED' constraint rule_table_version_state check (state in ('PROPOSED', 'PUBLISHED', 'REPLACED', 'REJECTED')),
  replaces_id uuid references programmes.rule_table_version,
  proposed_by text not null,
  decided_by text constraint rule_table_version_second_person check (decided_by <> proposed_by or state = 'REJECTED'),
  decided_at timestamptz(3),
  decided_because text,
  constraint rule_table_version_decided check ((state = 'PROPOSED') = (decided_at is null)),
  constraint rule_table_version_rejected check (state <> 'REJECTED' or (decided_by is not null and decided_because is not null))
);
create unique index rule_table_version_day on programmes.rule_table_version (table_id, effective_from) where state = 'PUBLISHED';
create index rule_table_version_table on programmes.rule_table_version (table_id, id);
create index rule_table_version_replaces on programmes.rule_table_version (replaces_id) where replaces_id is not null;

create table programmes.rule_table_row (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version_id uuid not null references programmes.rule_table_version,
  position integer not null,
  keys text[] not null,
  value text not null,
  constraint rule_table_row_once unique (version_id, position),
  constraint rule_table_row_keys unique (version_id, keys)
);

call kernel.keep_history('programmes.programme_version');
call kernel.keep_history('programmes.rule');
call kernel.keep_history('programmes.parameter');
call kernel.keep_history('programmes.parameter_value');
call kernel.keep_history('programmes.rule_table');
call kernel.keep_history('programmes.rule_table_version');
call kernel.append_only('programmes.rule_table_row');
