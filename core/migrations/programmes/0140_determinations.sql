-- What is owed period by period, determined again where facts or rules have changed with effect in the past.

-- For which periods a programme owes, and from which day each may be paid.
create table programmes.benefit_period (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  number integer not null constraint benefit_period_number check (number > 0),
  period_from date not null,
  period_to date not null,
  due_on date not null,
  constraint benefit_period_once unique (programme_id, number),
  constraint benefit_period_dates check (period_to >= period_from),
  constraint benefit_period_apart exclude using gist (programme_id with =, daterange(period_from, period_to, '[]') with &&)
);
call kernel.keep_history('programmes.benefit_period');

-- One look at what is owed: of a period for the first time, or again of all periods from a day on, which another person approves.
create table programmes.determination_run (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  period_id uuid references programmes.benefit_period,
  enrolment_id uuid references programmes.enrolment,
  kind text not null constraint determination_run_kind check (kind in ('FIRST', 'AGAIN')),
  from_day date not null,
  reason text,
  state text not null constraint determination_run_state check (state in ('COMPUTING', 'PREVIEW', 'APPROVED', 'DONE', 'REJECTED')),
  asked_by text not null,
  decided_by text,
  decided_on date,
  job_id uuid references kernel.job,
  constraint determination_run_again check ((kind = 'FIRST') = (period_id is not null) and (kind = 'FIRST' or reason is not null)),
  constraint determination_run_second_person check (decided_by <> asked_by),
  constraint determination_run_decided check (num_nonnulls(decided_by, decided_on) in (0, 2) and (kind = 'FIRST' or state in ('COMPUTING', 'PREVIEW') or decided_by is not null))
);
create index determination_run_programme on programmes.determination_run (programme_id);
create index determination_run_period on programmes.determination_run (period_id);
create index determination_run_enrolment on programmes.determination_run (enrolment_id) where enrolment_id is not null;
create index determination_run_job on programmes.determination_run (job_id);
call kernel.keep_history('programmes.determination_run');

create function programmes.guard_determination_run() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if not (old.state || '>' || new.state) = any ('{COMPUTING>COMPUTING,COMPUTING>PREVIEW,COMPUTING>DONE,PREVIEW>PREVIEW,PREVIEW>APPROVED,PREVIEW>REJECTED,APPROVED>APPROVED,APPROVED>DONE}'::text[])
     or (old.programme_id, old.period_id, old.enrolment_id, old.kind, old.from_day, old.reason, old.asked_by) is distinct from (new.programme_id, new.period_id, new.enrolment_id, new.kind, new.from_day, new.reason, new.asked_by) then
    raise exception 'a determination that is % cannot become %', old.state, new.state using errcode = 'KG030', constraint = 'determination_run_moves';
  end if;
  return new;
end $$;
create trigger guard_run before update on programmes.determination_run for each row execute function programmes.guard_determination_run();

-- What a run finds to be owed to an enrolment for a period, beside what was owed until then.
create table programmes.determination (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  run_id uuid not null references programmes.determination_run,
  programme_id uuid not null references programmes.programme,
  enrolment_id uuid not null references programmes.enrolment,
  period_id uuid not null references programmes.benefit_period,
  payee_id uuid references people.person,
  place_id uuid references people.place,
  owed_before numeric not null,
  amount numeric not null constraint determination_amount check (amount >= 0),
  currency text not null,
  reasons text[] not null default '{}',
  facts jsonb not null,
  basis jsonb not null,
  -- Left: what it rests on is not known, or nobody can be paid. Stale: something else changed what was owed before it was approved.
  state text not null constraint determination_state check (state in ('PROPOSED', 'APPLIED', 'LEFT', 'STALE')),
  constraint determination_once unique (run_id, enrolment_id, period_id)
);
create index determination_enrolment on programmes.determination (enrolment_id);
create index determination_period on programmes.determination (period_id);
create index determination_payee on programmes.determination (payee_id) where payee_id is not null;
create index determination_place on programmes.determination (place_id);
create index determination_programme on programmes.determination (programme_id);
create index determination_proposed on programmes.determination (run_id, id) where state = 'PROPOSED';
call kernel.keep_history('programmes.determination');

-- A further entitlement is one for each determination, any other for each kind and period.
alter table programmes.entitlement add column determination_id uuid;
alter table programmes.entitlement add constraint entitlement_determination foreign key (determination_id) references programmes.determination not valid;
alter table programmes.entitlement validate constraint entitlement_determination;
alter table programmes.entitlement drop constraint entitlement_once;
-- kinga: allow index because no version was released whose tables are large
create unique index if not exists entitlement_once on programmes.entitlement (enrolment_id, kind, period_from) where kind <> 'ARREARS';
-- kinga: allow index because it holds none of the rows that there are
create unique index if not exists entitlement_of_determination on programmes.entitlement (determination_id) where determination_id is not null;
-- kinga: allow index because no version was released whose tables are large
create index if not exists entitlement_enrolment on programmes.entitlement (enrolment_id, period_from);

-- What was owed too much: it is owed back. Never changed.
create table programmes.overpayment (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  determination_id uuid not null constraint overpayment_once unique references programmes.determination,
  programme_id uuid not null references programmes.programme,
  enrolment_id uuid not null references programmes.enrolment,
  payee_id uuid not null references people.person,
  place_id uuid references people.place,
  period_from date not null,
  period_to date not null,
  found_on date not null,
  amount numeric not null constraint overpayment_positive check (amount > 0),
  currency text not null,
  reasons text[] not null default '{}'
);
create index overpayment_enrolment on programmes.overpayment (enrolment_id, period_from);
create index overpayment_programme on programmes.overpayment (programme_id);
create index overpayment_payee on programmes.overpayment (payee_id);
create index overpayment_place on programmes.overpayment (place_id);
call kernel.append_only('programmes.overpayment');

-- What is owed to an enrolment for a period: all entitlements to it, less what of them was too much.
create function programmes.owed(of_enrolment uuid, from_day date) returns numeric language sql stable as $$
  select coalesce((select sum(e.amount) from programmes.entitlement e where e.enrolment_id = of_enrolment and e.period_from = from_day and (e.kind in ('REGULAR', 'ARREARS'))), 0)
       - coalesce((select sum(o.amount) from programmes.overpayment o where o.enrolment_id = of_enrolment and o.period_from = from_day), 0)
$$;

-- Whether an enrolment was in the programme on a day, by its steps.
create function programmes.enrolled_on(of_enrolment uuid, day date) returns boolean language sql stable as $$
  select coalesce((select s.to_state = 'ENROLLED' from programmes.enrolment_step s where s.enrolment_id = of_enrolment and s.on_day <= day order by s.number desc limit 1), false)
$$;

-- A run of one enrolment is seen by whoever sees that; one of all by whoever sees the programme, and something of it.
call kernel.make_sees('programmes.enrolment');
call kernel.guard('programmes.determination_run', format(
  '((select kernel.unlimited(1)) or case when determination_run.enrolment_id is null then (select people.places_in_scope()) <> ''{}''::int4multirange else %s end) and %s',
  kernel.sees('programmes.enrolment', 'determination_run.enrolment_id'), programmes.programme_condition('determination_run.programme_id')));
call programmes.guard_by_place_and_programme('programmes.determination');
call programmes.guard_by_place_and_programme('programmes.overpayment');
