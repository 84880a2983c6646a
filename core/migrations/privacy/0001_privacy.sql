create schema privacy;

-- How long what is kept: from what day on, for how many years, and by what law.
create table privacy.retention_schedule (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint retention_schedule_code_key unique constraint retention_schedule_code check (code ~ '^[a-z][a-z0-9-]*$'),
  description text not null,
  purpose text not null,
  clock text not null,
  years integer not null constraint retention_schedule_years check (years between 0 and 150),
  legal_basis text not null,
  source text not null,
  ended_on date
);
call kernel.keep_history('privacy.retention_schedule');

-- What keeps a person, or everybody of a programme, from being erased.
create table privacy.legal_hold (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid references people.person,
  programme_id uuid references programmes.programme,
  reason text not null,
  placed_on date not null,
  placed_by text not null,
  until date,
  lifted_on date,
  lifted_by text,
  lifted_because text,
  constraint legal_hold_of_one check (num_nonnulls(person_id, programme_id) = 1),
  constraint legal_hold_interval check (until is null or until > placed_on),
  constraint legal_hold_lifted check (num_nulls(lifted_on, lifted_by, lifted_because) in (0, 3))
);
create index legal_hold_person on privacy.legal_hold (person_id) where person_id is not null;
create index legal_hold_programme on privacy.legal_hold (programme_id) where programme_id is not null;
call kernel.keep_history('privacy.legal_hold');

-- One erasure of one or many persons: proposed with its list, decided on by another person, then done.
create table privacy.erasure_run (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  kind text not null constraint erasure_run_kind check (kind in ('RETENTION', 'REQUEST')),
  state text not null default 'PROPOSED' constraint erasure_run_state check (state in ('PROPOSED', 'APPROVED', 'REJECTED', 'DONE')),
  on_day date not null,
  reason text not null,
  proposed_by text not null,
  decided_by text,
  decided_at timestamptz(3),
  job_id uuid references kernel.job,
  constraint erasure_run_decided check ((state = 'PROPOSED') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
  constraint erasure_run_maker_is_not_checker check (decided_by <> proposed_by)
);
create index erasure_run_job on privacy.erasure_run (job_id);
call kernel.keep_history('privacy.erasure_run');

create function privacy.guard_run() returns trigger language plpgsql as $$
begin
  if not (old.state || '>' || new.state) = any ('{PROPOSED>PROPOSED,PROPOSED>APPROVED,PROPOSED>REJECTED,APPROVED>APPROVED,APPROVED>DONE}'::text[])
     or (old.kind, old.on_day, old.reason, old.proposed_by) is distinct from (new.kind, new.on_day, new.reason, new.proposed_by)
     or (old.decided_by is not null and (old.decided_by, old.decided_at) is distinct from (new.decided_by, new.decided_at)) then
    raise exception 'an erasure that is % cannot become %', old.state, new.state using errcode = 'KG030', constraint = 'erasure_run_moves';
  end if;
  return new;
end $$;
create trigger guard_run before update on privacy.erasure_run for each row execute function privacy.guard_run();

create table privacy.erasure_case (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  run_id uuid not null references privacy.erasure_run,
  person_id uuid not null references people.person,
  -- Of a retention run: the schedule that ends last, and since when the person is due.
  schedule_id uuid references privacy.retention_schedule,
  due_on date,
  state text not null constraint erasure_case_state check (state in ('DUE', 'HELD', 'BUSY', 'ERASED')),
  because text,
  constraint erasure_case_once unique (run_id, person_id)
);
create index erasure_case_person on privacy.erasure_case (person_id);
create index erasure_case_due on privacy.erasure_case (run_id, id) where state = 'DUE';
call kernel.keep_history('privacy.erasure_case');

-- Nobody joins a list that was decided on: what was approved is what is erased.
create function privacy.guard_case() returns trigger language plpgsql as $$
begin
  if not exists (select from privacy.erasure_run r where r.id = new.run_id and r.state = 'PROPOSED' for share) then
    raise exception 'nobody joins an erasure that was decided on' using errcode = 'KG030', constraint = 'erasure_case_before_decision';
  end if;
  return new;
end $$;
create trigger guard_case before insert on privacy.erasure_case for each row execute function privacy.guard_case();

-- Who was erased: the list that is applied again after a restore.
create table privacy.erasure (
  person_id uuid primary key references people.person,
  run_id uuid,
  erased_on date not null,
  erased_at timestamptz(3) not null default clock_timestamp(),
  counts jsonb not null
);
call kernel.append_only('privacy.erasure');

-- Everything that is held of a person, as a file for that person.
create table privacy.person_export (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  state text not null default 'QUEUED' constraint person_export_state check (state in ('QUEUED', 'DONE')),
  asked_by text not null,
  asked_on date not null,
  requested_by text not null constraint person_export_requested_by check (requested_by in ('PERSON', 'REPRESENTATIVE', 'AUTHORITY')),
  identity_checked text not null,
  file_id uuid references kernel.file,
  job_id uuid references kernel.job,
  constraint person_export_file check ((state = 'DONE') = (file_id is not null))
);
create index person_export_person on privacy.person_export (person_id);
create index person_export_job on privacy.person_export (job_id);
create index person_export_file on privacy.person_export (file_id);
call kernel.keep_history('privacy.person_export');

-- What a person holds to be wrong, until when it must be answered, and the answer.
create table privacy.correction_request (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  state text not null default 'OPEN' constraint correction_request_state check (state in ('OPEN', 'GRANTED', 'REFUSED')),
  contested text not null,
  wanted text not null,
  received_on date not null,
  answer_by date not null,
  recorded_by text not null,
  decided_by text,
  decided_on date,
  answer text,
  constraint correction_request_decided check ((state = 'OPEN') = (decided_by is null) and num_nulls(decided_by, decided_on, answer) in (0, 3))
);
create index correction_request_person on privacy.correction_request (person_id);
call kernel.keep_history('privacy.correction_request');

-- Who is held on a day, and why.
create function privacy.held(of_persons uuid[], on_day date) returns table (person_id uuid, because text) language sql stable as $$
  with holds as (
    select h.person_id, h.programme_id, h.reason from privacy.legal_hold h
    where h.placed_on <= on_day and (h.until is null or h.until > on_day) and (h.lifted_on is null or h.lifted_on > on_day))
  select distinct on (p) p, h.reason from unnest(of_persons) p join people.person own on own.id = p or own.merged_into_id = p
  join holds h on h.person_id = own.id or h.programme_id in (
    select e.programme_id from programmes.enrolment e where e.person_id = own.id
    union all select e.programme_id from programmes.enrolment e join people.membership m on m.household_id = e.household_id where m.person_id = own.id
    union all select e.programme_id from programmes.entitlement e where e.payee_id = own.id)
$$;

-- With whom something is under way.
create function privacy.busy(of_persons uuid[]) returns table (person_id uuid, because text) language sql stable as $$
  select distinct on (p) p, b from unnest(of_persons) p join people.person own on own.id = p or own.merged_into_id = p cross join lateral (
    select 'enrolled' from programmes.enrolment e where e.person_id = own.id and e.state <> 'EXITED'
    union all select 'enrolled with the household' from programmes.enrolment e join people.membership m on m.household_id = e.household_id
      where m.person_id = own.id and m.valid_to is null and e.state <> 'EXITED' and own.death_date is null
    union all select 'a payment is under way' from transactions.payment_instruction i where i.payee_id = own.id and i.state in ('PENDING', 'SENT')
    union all select 'a change waits for approval' from change_requests.change_request c where c.person_id = own.id and c.state = 'PENDING') as matter (b)
$$;

/*
Erases the next persons of a run that another person approved, as one transaction: whoever is held or busy by now is left, and noted
so. Says how many cases it settled; 0 where none is left. The only way to kernel.erase.
*/
create function privacy.erase_next(of_run uuid, on_day date, most integer) returns integer language plpgsql security definer
  set search_path = pg_catalog, public as $$
declare
  scope_before text := coalesce(current_setting('kinga.scope', true), '');
  cases uuid[];
  of_persons uuid[];
  of_households uuid[];
  counts jsonb;
begin
  perform set_config('kinga.scope', 'all', true);
  perform from privacy.erasure_run r where r.id = of_run and r.state = 'APPROVED' for update;
  if not found then
    raise exception 'erasure % is not approved', of_run using errcode = 'KG030', constraint = 'erasure_run_moves';
  end if;
  cases := array(select c.id from privacy.erasure_case c where c.run_id = of_run and c.state = 'DUE' order by c.id limit most for update);
  if cardinality(cases) = 0 then
    perform set_config('kinga.scope', scope_before, true);
    return 0;
  end if;
  of_persons := array(select c.person_id from privacy.erasure_case c where c.id = any (cases));
  -- Nothing begins or ends for them meanwhile.
  perform from people.person p where p.id = any (of_persons) or p.merged_into_id = any (of_persons) order by p.id for update;
  update privacy.erasure_case c set state = 'HELD', because = h.because from privacy.held(of_persons, on_day) h where c.id = any (cases) and c.person_id = h.person_id;
  update privacy.erasure_case c set state = 'BUSY', because = b.because from privacy.busy(of_persons) b where c.id = any (cases) and c.person_id = b.person_id and c.state = 'DUE';
  of_persons := array(
    select p.id from people.person p join privacy.erasure_case c on c.person_id in (p.id, p.merged_into_id) where c.id = any (cases) and c.state = 'DUE');
  of_households := privacy.households_of_only(of_persons);
  counts := kernel.erase(of_persons, of_households);
  insert into privacy.erasure (person_id, run_id, erased_on, counts) select p, of_run, on_day, counts from unnest(of_persons) p on conflict do nothing;
  update privacy.erasure_case c set state = 'ERASED' where c.id = any (cases) and c.state = 'DUE';
  perform set_config('kinga.scope', scope_before, true);
  return cardinality(cases);
end $$;

-- Households to which nobody belongs, or belonged, but these persons and such as are erased already.
create function privacy.households_of_only(of_persons uuid[]) returns uuid[] language sql stable as $$
  select array(
    select distinct m.household_id from people.membership m where m.person_id = any (of_persons)
    and not exists (select from people.membership o where o.household_id = m.household_id and o.person_id <> all (of_persons)
      and not exists (select from privacy.erasure e where e.person_id = o.person_id)))
$$;

-- What events, jobs and kept answers say of everybody whom a run has erased.
create function privacy.erase_mentions(of_run uuid) returns void language plpgsql security definer
  set search_path = pg_catalog, public as $$
declare
  of_persons uuid[];
  scope_before text := coalesce(current_setting('kinga.scope', true), '');
begin
  perform set_config('kinga.scope', 'all', true);
  of_persons := array(select e.person_id from privacy.erasure e where e.run_id = of_run);
  perform kernel.erase_mentions(of_persons || privacy.households_of_only(of_persons));
  perform set_config('kinga.scope', scope_before, true);
end $$;

-- After a restore: erases again whoever is on the list, which is kept apart from backups of the data.
create function privacy.erase_again(of_persons uuid[], on_day date) returns integer language plpgsql security definer
  set search_path = pg_catalog, public as $$
declare
  scope_before text := coalesce(current_setting('kinga.scope', true), '');
  there uuid[] := array(select p.id from people.person p where p.id = any (of_persons) order by p.id for update);
  counts jsonb;
begin
  perform set_config('kinga.scope', 'all', true);
  counts := kernel.erase(there, privacy.households_of_only(there));
  perform kernel.erase_mentions(there || privacy.households_of_only(there));
  insert into privacy.erasure (person_id, erased_on, counts) select p, on_day, counts from unnest(there) p on conflict do nothing;
  perform set_config('kinga.scope', scope_before, true);
  return cardinality(there);
end $$;
