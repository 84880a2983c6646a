-- What rules said of somebody on a day, with the facts as they were and what they were judged by: enough to compute it again.

-- What decisions are judged by: the rules of a version as of a day, the values and tables in force, and which modules knew the facts.
create table programmes.decision_basis (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version_id uuid not null references programmes.programme_version,
  on_date date not null,
  -- Of programmes.parameter_value and programmes.rule_table_version.
  parameter_ids uuid[] not null,
  table_ids uuid[] not null,
  -- Module to its version.
  modules jsonb not null,
  -- Of all of this, so that a basis stands once.
  digest bytea not null constraint decision_basis_once unique
);
create index decision_basis_version on programmes.decision_basis (version_id);
call kernel.append_only('programmes.decision_basis');

create table programmes.decision (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  -- Null where somebody decided, and no rule.
  basis_id uuid references programmes.decision_basis,
  kind text not null constraint decision_kind check (kind ~ '^[A-Z][A-Z0-9_]{0,59}$'),
  person_id uuid references people.person,
  household_id uuid references people.household,
  organisation_id uuid references people.organisation,
  enrolment_id uuid references programmes.enrolment,
  -- Where they lived when it was decided.
  place_id uuid,
  on_date date not null,
  period_from date,
  period_to date,
  outcome text not null constraint decision_outcome check (outcome in ('ELIGIBLE', 'NOT_ELIGIBLE', 'UNDETERMINED')),
  reasons text[] not null default '{}',
  priority numeric,
  amount numeric,
  currency text not null,
  facts jsonb not null,
  -- What each rule gave, by its code.
  rule_values jsonb not null,
  decided_by text not null,
  constraint decision_subject check (num_nonnulls(person_id, household_id, organisation_id) = 1),
  constraint decision_period check (num_nonnulls(period_from, period_to) in (0, 2) and period_to >= period_from)
);
create index decision_programme on programmes.decision (programme_id, on_date);
create index decision_of_basis on programmes.decision (basis_id);
create index decision_person on programmes.decision (person_id) where person_id is not null;
create index decision_household on programmes.decision (household_id) where household_id is not null;
create index decision_organisation on programmes.decision (organisation_id) where organisation_id is not null;
create index decision_enrolment on programmes.decision (enrolment_id) where enrolment_id is not null;
call kernel.append_only('programmes.decision');

-- Whoever sees the person or household sees what was decided on them by the programmes that they see.
call kernel.guard('programmes.decision', format(
  '((select kernel.unlimited(1)) or decision.organisation_id is not null or kernel.sees_people_person(decision.person_id) or kernel.sees_people_household(decision.household_id)) and %s',
  programmes.programme_condition('decision.programme_id')));

-- The last assessment that an enrolment rests on, with its place on the waiting list and what it is due for a period.
alter table programmes.enrolment
  add column decision_id uuid,
  add column priority numeric,
  add column amount numeric,
  add column currency text;
alter table programmes.enrolment add constraint enrolment_decision foreign key (decision_id) references programmes.decision not valid;
alter table programmes.enrolment validate constraint enrolment_decision;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists enrolment_decision on programmes.enrolment (decision_id) where decision_id is not null;

alter table programmes.enrolment_step add column decision_id uuid;
alter table programmes.enrolment_step add constraint enrolment_step_decision foreign key (decision_id) references programmes.decision not valid;
alter table programmes.enrolment_step validate constraint enrolment_step_decision;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists enrolment_step_decision on programmes.enrolment_step (decision_id) where decision_id is not null;

-- Steps are written with the changes themselves, each with the decision that it follows from.
create function programmes.note_first_steps() returns trigger language plpgsql as $$
begin
  insert into programmes.enrolment_step (enrolment_id, number, to_state, on_day, reason, note, decision_id, made_by)
  select n.id, n.version, n.state, n.state_on, n.reason, n.note, n.decision_id, nullif(current_setting('kinga.actor', true), '') from new_rows n;
  return null;
end $$;

-- A session keeps the plan of its first change, which is of one row; rows joined one by one would take for ever in bulk.
create function programmes.note_steps() returns trigger language plpgsql set enable_nestloop = off as $$
declare
  wrong record;
begin
  select o.state as was, n.state as became into wrong from new_rows n join old_rows o on o.id = n.id
  where n.state <> o.state and (
    not exists (select from programmes.enrolment_moves() m where m.from_state = o.state and m.to_state = n.state)
    -- An appeal that is dismissed leaves things where they were.
    or o.state = 'APPEALED' and n.state in ('REJECTED', 'EXITED')
      and n.state is distinct from (select s.from_state from programmes.enrolment_step s where s.enrolment_id = n.id order by s.number desc limit 1))
  limit 1;
  if found then
    raise exception 'an enrolment that is % cannot become %', wrong.was, wrong.became using errcode = 'KG001', constraint = 'enrolment_move';
  end if;
  -- What a merge suspended is taken back with the merge, which restores the row as it was.
  insert into programmes.enrolment_step (enrolment_id, number, from_state, to_state, on_day, reason, note, decision_id, made_by)
  select n.id, n.version, o.state, n.state, greatest(n.state_on, o.state_on), case when o.reason = 'MERGED' and n.state = 'ENROLLED' then 'MERGE_UNDONE' else n.reason end,
         n.note, case when n.decision_id is distinct from o.decision_id then n.decision_id end, nullif(current_setting('kinga.actor', true), '')
  from new_rows n join old_rows o on o.id = n.id where n.state <> o.state;
  return null;
end $$;

create trigger note_first_steps after insert on programmes.enrolment referencing new table as new_rows for each statement execute function programmes.note_first_steps();
create trigger note_steps after update on programmes.enrolment referencing old table as old_rows new table as new_rows for each statement execute function programmes.note_steps();
