-- How many places of a programme are taken, and how much of its budget is granted for a period. Counted by the database with each
-- change of an enrolment; who takes places locks the row, so that there are never more than there are.
create table programmes.occupancy (
  programme_id uuid primary key references programmes.programme,
  taken integer not null default 0,
  granted numeric not null default 0
);

create function programmes.takes_place(state text) returns boolean language sql immutable parallel safe as $$ select state in ('ENROLLED', 'SUSPENDED') $$;

do $$
declare
  scope constant text := kernel.see_everything();
begin
  insert into programmes.occupancy (programme_id, taken, granted)
  select e.programme_id, count(*), coalesce(sum(e.amount), 0) from programmes.enrolment e where programmes.takes_place(e.state) group by e.programme_id;
  perform kernel.see_as(scope);
end $$;

-- Adds to what is taken; refuses to take more than there is.
create function programmes.take_places(of_programme uuid, more integer, amount numeric) returns void language plpgsql as $$
declare
  held record;
  found programmes.occupancy;
begin
  insert into programmes.occupancy as o (programme_id, taken, granted) values (of_programme, more, amount)
  on conflict (programme_id) do update set taken = o.taken + excluded.taken, granted = o.granted + excluded.granted returning * into found;
  if more <= 0 then return; end if;
  select p.places, p.budget into held from programmes.programme p where p.id = of_programme;
  if found.taken > held.places then
    raise exception 'the programme has % places, and no more', held.places using errcode = 'KG001', constraint = 'programme_places_full';
  end if;
  if found.granted > held.budget then
    raise exception 'the budget of the programme is spent' using errcode = 'KG001', constraint = 'programme_budget_spent';
  end if;
end $$;

create function programmes.count_first_places() returns trigger language plpgsql as $$
begin
  perform programmes.take_places(d.programme_id, d.more, d.amount) from (
    select n.programme_id, count(*)::integer as more, coalesce(sum(n.amount), 0) as amount from new_rows n where programmes.takes_place(n.state) group by n.programme_id order by 1) d;
  return null;
end $$;

create function programmes.count_places() returns trigger language plpgsql set enable_nestloop = off as $$
begin
  perform programmes.take_places(d.programme_id, d.more, d.amount) from (
    select n.programme_id, sum(programmes.takes_place(n.state)::integer - programmes.takes_place(o.state)::integer)::integer as more,
      sum(case when programmes.takes_place(n.state) then coalesce(n.amount, 0) else 0 end - case when programmes.takes_place(o.state) then coalesce(o.amount, 0) else 0 end) as amount
    from new_rows n join old_rows o on o.id = n.id group by n.programme_id order by 1) d where d.more <> 0 or d.amount <> 0;
  return null;
end $$;
create trigger count_first_places after insert on programmes.enrolment referencing new table as new_rows for each statement execute function programmes.count_first_places();
create trigger count_places after update on programmes.enrolment referencing old table as old_rows new table as new_rows for each statement execute function programmes.count_places();

-- kinga: allow index because it holds none of the rows that there are
create index if not exists enrolment_waiting on programmes.enrolment (programme_id, priority desc nulls last, state_on, id) where state in ('ELIGIBLE', 'WAITING');

-- Which programmes keep somebody out of another, and which must come first.
create table programmes.programme_relation (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  other_id uuid not null references programmes.programme,
  kind text not null constraint programme_relation_kind check (kind in ('EXCLUSIVE', 'COMPLEMENTS')),
  constraint programme_relation_once unique (programme_id, other_id),
  constraint programme_relation_not_itself check (programme_id <> other_id)
);
create index programme_relation_other on programmes.programme_relation (other_id);
call kernel.keep_history('programmes.programme_relation');

-- Work that judges many: how far it is stands in the row and is written with what it did, so that it goes on where it was.
create table programmes.targeting_run (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  mode text not null constraint targeting_run_mode check (mode in ('ASSESS', 'ENROL', 'REASSESS', 'OVERDUE')),
  on_date date not null,
  place_codes text[],
  former boolean not null default false,
  -- What becomes of who is no longer eligible, or overdue.
  leads_to text not null default 'EXIT' constraint targeting_run_leads_to check (leads_to in ('EXIT', 'SUSPEND')),
  basis_id uuid references programmes.decision_basis,
  phase text not null default 'JUDGE' constraint targeting_run_phase check (phase in ('JUDGE', 'ALLOCATE', 'WAIT', 'DONE')),
  done_to uuid,
  seen integer not null default 0,
  eligible integer not null default 0,
  not_eligible integer not null default 0,
  undetermined integer not null default 0,
  enrolled integer not null default 0,
  waiting integer not null default 0,
  left_programme integer not null default 0,
  failed integer not null default 0,
  started_by text not null
);
create index targeting_run_programme on programmes.targeting_run (programme_id);
create index targeting_run_basis on programmes.targeting_run (basis_id) where basis_id is not null;
call kernel.keep_history('programmes.targeting_run');

-- Who could not be judged, or whom a guard kept out.
create table programmes.targeting_failure (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  run_id uuid not null references programmes.targeting_run,
  person_id uuid references people.person,
  household_id uuid references people.household,
  organisation_id uuid references people.organisation,
  code text not null,
  message text,
  constraint targeting_failure_subject check (num_nonnulls(person_id, household_id, organisation_id) = 1)
);
create index targeting_failure_run on programmes.targeting_failure (run_id, id);
create index targeting_failure_person on programmes.targeting_failure (person_id) where person_id is not null;
create index targeting_failure_household on programmes.targeting_failure (household_id) where household_id is not null;
create index targeting_failure_organisation on programmes.targeting_failure (organisation_id) where organisation_id is not null;
call kernel.append_only('programmes.targeting_failure');
call kernel.guard('programmes.targeting_failure', '(select current_setting(''kinga.scope'', true)) = ''all'' or targeting_failure.organisation_id is not null
  or kernel.sees_people_person(targeting_failure.person_id) or kernel.sees_people_household(targeting_failure.household_id)');

alter table programmes.decision add column run_id uuid;
alter table programmes.decision add constraint decision_run foreign key (run_id) references programmes.targeting_run not valid;
alter table programmes.decision validate constraint decision_run;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists decision_run on programmes.decision (run_id) where run_id is not null;
