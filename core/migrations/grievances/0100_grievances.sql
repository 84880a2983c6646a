create schema grievances;

-- What may be done with a grievance in which state, and where it leads. Steps refer to it, so that no other way exists.
create table grievances.transition (
  action text not null,
  from_state text not null,
  to_state text not null,
  primary key (action, from_state),
  constraint transition_whole unique (action, from_state, to_state)
);
insert into grievances.transition (action, from_state, to_state)
select m.action, f.from_state, coalesce(m.to_state, f.from_state) from (values
  ('ACKNOWLEDGE', '{RECEIVED}'::text[], 'ACKNOWLEDGED'),
  ('REVIEW', '{RECEIVED,ACKNOWLEDGED,REOPENED,APPEALED}', 'IN_REVIEW'),
  ('RESOLVE', '{IN_REVIEW}', 'RESOLVED'),
  ('REJECT', '{IN_REVIEW}', 'REJECTED'),
  ('CLOSE', '{RECEIVED,ACKNOWLEDGED,IN_REVIEW,REOPENED,APPEALED,RESOLVED,REJECTED}', 'CLOSED'),
  ('REOPEN', '{RESOLVED,REJECTED,CLOSED}', 'REOPENED'),
  ('APPEAL', '{RESOLVED,REJECTED,CLOSED}', 'APPEALED'),
  -- These leave the state as it is.
  ('CLASSIFY', '{RECEIVED,ACKNOWLEDGED,IN_REVIEW,REOPENED,APPEALED}', null),
  ('ASSIGN', '{RECEIVED,ACKNOWLEDGED,IN_REVIEW,REOPENED,APPEALED}', null),
  ('ESCALATE', '{RECEIVED,ACKNOWLEDGED,IN_REVIEW,REOPENED,APPEALED}', null)) m (action, from_states, to_state)
cross join lateral unnest(m.from_states) f (from_state);

create table grievances.grievance (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  reference text not null constraint grievance_reference_key unique,
  -- A keyed digest of the code by which whoever complains follows it up.
  code_digest bytea not null constraint grievance_code_key unique,
  complainant text not null constraint grievance_complainant check (complainant in ('PERSON', 'REPRESENTATIVE', 'ANONYMOUS')),
  -- Who complains, or for whom the representative does, where they are registered; and the household that it is about.
  person_id uuid references people.person,
  household_id uuid references people.household,
  -- The name of the representative, or of somebody who is not registered.
  complainant_name text,
  contact text,
  place_id uuid references people.place,
  programme_id uuid references programmes.programme,
  -- What it is about, where it is about one thing.
  decision_id uuid references programmes.decision,
  enrolment_id uuid references programmes.enrolment,
  entitlement_id uuid references programmes.entitlement,
  instruction_id uuid references transactions.payment_instruction,
  category text not null,
  channel text not null,
  confidentiality text not null constraint grievance_confidentiality check (confidentiality in ('ORDINARY', 'CONFIDENTIAL', 'RESTRICTED')),
  -- Who is complained of, by the names of their accounts: they never see it.
  against text[] not null default '{}',
  -- Whose decision it contests, or who decided it before an appeal: they never decide it.
  deciders text[] not null default '{}',
  state text not null default 'RECEIVED' constraint grievance_state
    check (state in ('RECEIVED', 'ACKNOWLEDGED', 'IN_REVIEW', 'RESOLVED', 'REJECTED', 'CLOSED', 'REOPENED', 'APPEALED')),
  steps integer not null default 1,
  level integer not null default 1 constraint grievance_level check (level >= 1),
  assigned_to text,
  calendar_id uuid references calendars.calendar,
  received_on date not null,
  acknowledge_by date not null,
  resolve_by date not null,
  acknowledged_on date,
  decided_on date,
  closed_on date,
  outcome text,
  -- How many working days it took until it was decided.
  working_days integer,
  -- From which day it goes to the next level by itself.
  escalate_on date,
  recorded_by text not null,
  constraint grievance_anonymous check (complainant <> 'ANONYMOUS' or num_nonnulls(person_id, complainant_name, contact) = 0),
  constraint grievance_named check (complainant <> 'REPRESENTATIVE' or complainant_name is not null),
  constraint grievance_of_somebody check (complainant <> 'PERSON' or num_nonnulls(person_id, complainant_name) > 0),
  constraint grievance_about check (num_nonnulls(decision_id, enrolment_id, entitlement_id, instruction_id) <= 1),
  constraint grievance_decided check ((state in ('RESOLVED', 'REJECTED') and decided_on is not null) or state = 'CLOSED' or (decided_on is null and outcome is null)),
  constraint grievance_outcome check ((decided_on is null) = (outcome is null)),
  constraint grievance_closed check ((state = 'CLOSED') = (closed_on is not null)),
  constraint grievance_open check (escalate_on is null or state not in ('RESOLVED', 'REJECTED', 'CLOSED')),
  constraint grievance_complained_of_is_apart check (assigned_to is null or not assigned_to = any (against))
);
create index grievance_person on grievances.grievance (person_id) where person_id is not null;
create index grievance_household on grievances.grievance (household_id) where household_id is not null;
create index grievance_place on grievances.grievance (place_id);
create index grievance_programme on grievances.grievance (programme_id);
create index grievance_decision on grievances.grievance (decision_id) where decision_id is not null;
create index grievance_enrolment on grievances.grievance (enrolment_id) where enrolment_id is not null;
create index grievance_entitlement on grievances.grievance (entitlement_id) where entitlement_id is not null;
create index grievance_instruction on grievances.grievance (instruction_id) where instruction_id is not null;
create index grievance_calendar on grievances.grievance (calendar_id);
create index grievance_received on grievances.grievance (received_on);
create index grievance_assigned on grievances.grievance (assigned_to) where assigned_to is not null;
create index grievance_escalate on grievances.grievance (escalate_on) where escalate_on is not null;
call kernel.keep_history('grievances.grievance');

-- What was done with it, by whom: the grievance's state is where its last step led.
create table grievances.step (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  grievance_id uuid not null references grievances.grievance,
  number integer not null,
  action text not null,
  from_state text,
  to_state text not null,
  level integer not null,
  taken_on date not null,
  actor text not null,
  assigned_to text,
  outcome text,
  note text,
  constraint step_number unique (grievance_id, number),
  constraint step_is_a_way foreign key (action, from_state, to_state) references grievances.transition (action, from_state, to_state),
  constraint step_first check ((action = 'RECEIVE') = (number = 1) and (action = 'RECEIVE') = (from_state is null) and (action <> 'RECEIVE' or to_state = 'RECEIVED')),
  constraint step_decided check ((action in ('RESOLVE', 'REJECT')) = (outcome is not null))
);
create index step_way on grievances.step (action, from_state, to_state);
call kernel.append_only('grievances.step');

-- Words of whoever complains, answers to them, and notes of those who handle it.
create table grievances.message (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  grievance_id uuid not null references grievances.grievance,
  kind text not null constraint message_kind check (kind in ('STATEMENT', 'ANSWER', 'NOTE')),
  text text not null,
  file_ids uuid[] not null default '{}',
  written_on date not null,
  written_by text not null
);
create index message_grievance on grievances.message (grievance_id, id);
call kernel.append_only('grievances.message');

-- A step begins where the grievance stands, and nobody decides on a grievance against themselves or their own decision.
create function grievances.guard_step() returns trigger language plpgsql as $$
declare
  of_grievance grievances.grievance;
begin
  select * into of_grievance from grievances.grievance g where g.id = new.grievance_id for no key update;
  if new.action <> 'RECEIVE' and (of_grievance.state is distinct from new.from_state or of_grievance.steps + 1 is distinct from new.number) then
    raise exception 'a grievance that is % takes no step from %', of_grievance.state, new.from_state using errcode = 'KG030', constraint = 'grievance_moves';
  end if;
  if new.actor = any (of_grievance.against) or (new.action in ('RESOLVE', 'REJECT') and new.actor = any (of_grievance.deciders)) then
    raise exception 'nobody decides on a grievance against themselves or their own decision' using errcode = 'KG030', constraint = 'grievance_own_decision';
  end if;
  return new;
end $$;
create trigger guard_step before insert on grievances.step for each row execute function grievances.guard_step();

-- The state moves with steps alone, and who complained of what and when stays what it was.
create function grievances.guard_grievance() returns trigger language plpgsql as $$
declare
  stays text[] := '{reference,code_digest,complainant,complainant_name,contact,decision_id,enrolment_id,entitlement_id,instruction_id,channel,received_on,recorded_by,calendar_id}';
begin
  if kernel.is_erasing(tg_relid) then return coalesce(new, old); end if;
  if tg_op = 'DELETE' then
    raise exception 'grievances are never deleted' using errcode = 'KG001';
  end if;
  if (select jsonb_object_agg(k, to_jsonb(new) -> k) is distinct from jsonb_object_agg(k, to_jsonb(old) -> k) from unnest(stays) k) then
    raise exception 'what was complained of is never changed' using errcode = 'KG001', constraint = 'grievance_as_received';
  end if;
  if (new.state, new.steps) is distinct from (old.state, old.steps) and not (new.steps = old.steps + 1 and exists (
      select from grievances.step s where s.grievance_id = new.id and s.number = new.steps and s.from_state = old.state and s.to_state = new.state)) then
    raise exception 'a grievance moves by steps alone' using errcode = 'KG030', constraint = 'grievance_moves';
  end if;
  return new;
end $$;
create trigger guard_grievance before update or delete on grievances.grievance for each row execute function grievances.guard_grievance();

-- Received is its first step, and no step is left behind.
create function grievances.check_steps() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  of_grievance constant uuid := case tg_table_name when 'step' then (to_jsonb(new) ->> 'grievance_id')::uuid else new.id end;
begin
  if exists (select from grievances.grievance g where g.id = of_grievance and not coalesce(
      (select row(s.number, s.to_state) = row(g.steps, g.state) from grievances.step s where s.grievance_id = g.id order by s.number desc limit 1), false)) then
    raise exception 'a grievance stands where its last step led' using errcode = 'KG030', constraint = 'grievance_moves';
  end if;
  perform kernel.see_as(scope);
  return null;
end $$;
create constraint trigger check_steps after insert on grievances.step deferrable initially deferred for each row execute function grievances.check_steps();
create constraint trigger check_steps after insert on grievances.grievance deferrable initially deferred for each row execute function grievances.check_steps();

-- Seen by whoever sees its place and its programme, and never by who is complained of, whatever they may see otherwise.
call kernel.guard('grievances.grievance', format(
  '(%s) and %s and (not coalesce((select current_setting(''kinga.actor'', true)), '''') = any (grievance.against) or kernel.is_erasing(''grievances.grievance''::regclass))',
  people.place_condition('grievances.grievance', 'place_id'), programmes.programme_condition('grievance.programme_id')));
call kernel.make_sees('grievances.grievance');
-- Who is complained of must not learn of its steps and words by scope alone.
call kernel.guard('grievances.step', kernel.sees('grievances.grievance', 'step.grievance_id'));
call kernel.guard('grievances.message', kernel.sees('grievances.grievance', 'message.grievance_id'));

call kernel.personal('grievances.grievance', 'REPLACE', 'That somebody complained, of what kind of thing, how long it took and what came of it.', '{person_id}', '{household_id}', replaced => '{
  "complainant_name": "case when t.complainant_name is not null then ''(erased)'' end", "contact": "null"}');
call kernel.personal('grievances.step', 'REPLACE', 'What was done, when and by whom.', part_of => 'grievances.grievance', part_by => 'grievance_id', replaced => '{"note": "case when t.note is not null then ''(erased)'' end"}');
call kernel.personal('grievances.message', 'REPLACE', 'That and when something was said.', part_of => 'grievances.grievance', part_by => 'grievance_id', files => '{file_ids}', replaced => '{"text": "''(erased)''", "file_ids": "''{}''::uuid[]"}');

-- What whoever has the code is told: little. Nobody else's eyes are asked, so that it tells the same to everybody.
create function grievances.follow_up(of_digests bytea[]) returns table (id uuid, person_id uuid, state text, received_on date, expected_by date, answers integer)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  scope constant text := kernel.see_everything();
  who constant text := coalesce(current_setting('kinga.actor', true), '');
begin
  perform set_config('kinga.actor', '', true);
  return query select g.id, g.person_id, g.state, g.received_on, case when g.state not in ('RESOLVED', 'REJECTED', 'CLOSED') then g.resolve_by end,
    (select count(*)::integer from grievances.message m where m.grievance_id = g.id and m.kind = 'ANSWER')
    from grievances.grievance g where g.code_digest = any (of_digests);
  perform set_config('kinga.actor', who, true), kernel.see_as(scope);
end $$;
