-- Enrolments from the application to the exit and back: which moves there are, and a step for each that was made, written by the
-- database itself, so that no state changes without one.

-- To which states an enrolment may go from each. Those from nothing are the ways to begin.
create function programmes.enrolment_moves() returns table (move text, from_state text, to_state text) language sql immutable parallel safe as $$
  values
    ('APPLY', null, 'APPLIED'),
    ('REENTER', 'REJECTED', 'APPLIED'), ('REENTER', 'EXITED', 'APPLIED'),
    ('ASSESS', null, 'ELIGIBLE'), ('ASSESS', 'APPLIED', 'ELIGIBLE'),
    ('REJECT', 'APPLIED', 'REJECTED'), ('REJECT', 'ELIGIBLE', 'REJECTED'), ('REJECT', 'WAITING', 'REJECTED'),
    ('WAIT', 'ELIGIBLE', 'WAITING'),
    ('ENROL', null, 'ENROLLED'), ('ENROL', 'ELIGIBLE', 'ENROLLED'), ('ENROL', 'WAITING', 'ENROLLED'),
    ('SUSPEND', 'ENROLLED', 'SUSPENDED'),
    ('RESUME', 'SUSPENDED', 'ENROLLED'),
    ('EXIT', 'APPLIED', 'EXITED'), ('EXIT', 'ELIGIBLE', 'EXITED'), ('EXIT', 'WAITING', 'EXITED'), ('EXIT', 'ENROLLED', 'EXITED'), ('EXIT', 'SUSPENDED', 'EXITED'),
    ('APPEAL', 'REJECTED', 'APPEALED'), ('APPEAL', 'EXITED', 'APPEALED'),
    ('DISMISS', 'APPEALED', 'REJECTED'), ('DISMISS', 'APPEALED', 'EXITED'),
    ('UPHOLD', 'APPEALED', 'ELIGIBLE')
$$;

alter table programmes.enrolment
  add column organisation_id uuid,
  -- Since when it stands so, and why: a code, and what somebody added in words.
  add column state_on date,
  add column reason text constraint enrolment_reason check (reason ~ '^[A-Za-z][A-Za-z0-9_]{0,59}$'),
  add column note text,
  add column applied_on date,
  add column recertify_by date;
alter table programmes.enrolment add constraint enrolment_organisation foreign key (organisation_id) references people.organisation not valid;
alter table programmes.enrolment validate constraint enrolment_organisation;
alter table programmes.enrolment alter column enrolled_on drop not null;

alter table programmes.enrolment drop constraint enrolment_state, drop constraint enrolment_target, drop constraint enrolment_exit;
do $$
declare
  scope constant text := kernel.see_everything();
begin
  update programmes.enrolment set state_on = coalesce(exited_on, enrolled_on), note = exit_reason where state_on is null;
  perform kernel.see_as(scope);
end $$;
-- kinga: allow drop because no version was released that used it; the reason is a code now, and words stand in the note
alter table programmes.enrolment drop column exit_reason;

alter table programmes.enrolment add constraint enrolment_state
  check (state in ('APPLIED', 'ELIGIBLE', 'REJECTED', 'WAITING', 'ENROLLED', 'SUSPENDED', 'EXITED', 'APPEALED')) not valid;
alter table programmes.enrolment validate constraint enrolment_state;
alter table programmes.enrolment add constraint enrolment_target check (num_nonnulls(person_id, household_id, organisation_id) = 1) not valid;
alter table programmes.enrolment validate constraint enrolment_target;
alter table programmes.enrolment add constraint enrolment_dated check (state_on is not null) not valid;
alter table programmes.enrolment validate constraint enrolment_dated;
-- kinga: allow not-null because the check that was validated says it already, and a trigger fills it for the version before
alter table programmes.enrolment alter column state_on set not null;
-- Whoever appeals against an exit has left all the same.
alter table programmes.enrolment add constraint enrolment_exit
  check ((state <> 'EXITED' or exited_on is not null) and (exited_on is null or state in ('EXITED', 'APPEALED')) and (state not in ('ENROLLED', 'SUSPENDED') or enrolled_on is not null)) not valid;
alter table programmes.enrolment validate constraint enrolment_exit;

-- kinga: allow index because it holds none of the rows that there are
create unique index if not exists enrolment_of_organisation on programmes.enrolment (programme_id, organisation_id) where organisation_id is not null and state <> 'EXITED';
-- kinga: allow index because it holds none of the rows that there are
create index if not exists enrolment_of_organisations on programmes.enrolment (organisation_id) where organisation_id is not null;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists enrolment_recertification on programmes.enrolment (programme_id, recertify_by) where recertify_by is not null and state in ('ENROLLED', 'SUSPENDED');

-- Rows that were taken over from elsewhere stand so since their last day that is known.
create function programmes.date_enrolment() returns trigger language plpgsql as $$
begin
  new.state_on := coalesce(new.exited_on, new.enrolled_on, new.applied_on);
  return new;
end $$;
create trigger date_enrolment before insert on programmes.enrolment for each row when (new.state_on is null) execute function programmes.date_enrolment();

-- Each change of a state, with why. `number` is the enrolment's version that it made, so that steps are in order.
create table programmes.enrolment_step (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  enrolment_id uuid not null references programmes.enrolment,
  number integer not null,
  from_state text,
  to_state text not null,
  on_day date not null,
  reason text,
  note text,
  made_by text,
  constraint enrolment_step_once unique (enrolment_id, number)
);
call kernel.append_only('programmes.enrolment_step');
call people.guard_by_any('programmes.enrolment_step', 'enrolment_id programmes.enrolment');

-- Those that there are already begin with a step.
do $$
declare
  scope constant text := kernel.see_everything();
begin
  insert into programmes.enrolment_step (enrolment_id, number, to_state, on_day, reason, note)
  select e.id, e.version, e.state, e.state_on, e.reason, e.note from programmes.enrolment e;
  perform kernel.see_as(scope);
end $$;
