-- What a version of a programme would do, against the one in force: figures alone, of nobody in particular.
create table programmes.simulation_report (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  version_id uuid not null references programmes.programme_version,
  against_id uuid references programmes.programme_version,
  title text,
  on_date date not null,
  period_from date,
  period_to date,
  place_id uuid references people.place,
  filter text,
  breakdowns jsonb not null,
  -- The rules, values of parameters and versions of tables as they were when it began: a draft may change meanwhile.
  basis jsonb not null,
  state text not null default 'RUNNING' constraint simulation_report_state check (state in ('RUNNING', 'DONE')),
  -- Counts below it are hidden from whoever may not see persons.
  smallest_cell integer not null constraint simulation_report_smallest_cell check (smallest_cell >= 1),
  asked_by text not null,
  job_id uuid references kernel.job,
  done_at timestamptz(3),
  constraint simulation_report_period check (num_nonnulls(period_from, period_to) in (0, 2) and (period_from is null or period_to >= period_from)),
  constraint simulation_report_done check ((state = 'DONE') = (done_at is not null))
);
create index simulation_report_programme on programmes.simulation_report (programme_id);
create index simulation_report_version on programmes.simulation_report (version_id);
create index simulation_report_against on programmes.simulation_report (against_id) where against_id is not null;
create index simulation_report_place on programmes.simulation_report (place_id) where place_id is not null;
create index simulation_report_job on programmes.simulation_report (job_id) where job_id is not null;
call kernel.keep_history('programmes.simulation_report');

-- What a simulation that is under way found up to a row of the registry; gone once it is done.
create table programmes.simulation_part (
  report_id uuid not null references programmes.simulation_report,
  upto uuid not null,
  breakdown text not null,
  key text,
  label text,
  position bigint,
  assessed integer not null,
  gainers integer not null,
  losers integer not null,
  unchanged integer not null,
  newly_in integer not null,
  newly_out integer not null,
  neither integer not null,
  failed integer not null,
  undetermined_before integer not null,
  undetermined_after integer not null,
  cost_before numeric not null,
  cost_after numeric not null,
  gained numeric not null,
  lost numeric not null,
  constraint simulation_part_once unique nulls not distinct (report_id, upto, breakdown, key)
);

-- The figures of a group: of all (breakdown TOTAL), or of those of one value of a breakdown.
create table programmes.simulation_row (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  report_id uuid not null references programmes.simulation_report,
  breakdown text not null,
  key text,
  label text,
  position integer not null,
  assessed integer not null,
  gainers integer not null,
  losers integer not null,
  unchanged integer not null,
  newly_in integer not null,
  newly_out integer not null,
  neither integer not null,
  failed integer not null,
  undetermined_before integer not null,
  undetermined_after integer not null,
  cost_before numeric not null,
  cost_after numeric not null,
  gained numeric not null,
  lost numeric not null,
  -- Figures that whoever may not see persons is not told.
  hidden text[] not null,
  constraint simulation_row_once unique nulls not distinct (report_id, breakdown, key),
  constraint simulation_row_adds_up check (assessed = gainers + losers + unchanged + newly_in + newly_out + neither + failed and cost_after - cost_before = gained - lost)
);
call kernel.append_only('programmes.simulation_row');

-- Seen by whoever had it made, and by whoever sees every place and organisation and the programme.
call kernel.guard('programmes.simulation_report', format(
  '(select current_setting(''kinga.scope'', true)) = ''all'' or (simulation_report.asked_by = (select current_setting(''kinga.actor'', true)) or (select kernel.unlimited(1)) and (select kernel.unlimited(2))) and %s',
  programmes.programme_condition('simulation_report.programme_id')));
call kernel.guard_by('programmes.simulation_part', 'report_id', 'programmes.simulation_report');
call kernel.guard_by('programmes.simulation_row', 'report_id', 'programmes.simulation_report');
