-- Steps that suspended an enrolment and were found later not to hold, since what they rested on was not so. Steps themselves are never changed: how an
-- enrolment stood on a day is said by its last step until then that holds.
create table programmes.undone_step (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  step_id uuid not null references programmes.enrolment_step constraint undone_step_once unique,
  enrolment_id uuid not null references programmes.enrolment,
  undone_on date not null,
  reason text not null constraint undone_step_reason check (reason ~ '^[A-Za-z][A-Za-z0-9_]{0,59}$'),
  decision_id uuid not null references programmes.decision,
  made_by text not null
);
create index undone_step_enrolment on programmes.undone_step (enrolment_id);
create index undone_step_decision on programmes.undone_step (decision_id);
call kernel.append_only('programmes.undone_step');
call people.guard_by_any('programmes.undone_step', 'enrolment_id programmes.enrolment');

create or replace function programmes.enrolled_on(of_enrolment uuid, day date) returns boolean language sql stable as $$
  select coalesce((select s.to_state = 'ENROLLED' from programmes.enrolment_step s
    where s.enrolment_id = of_enrolment and s.on_day <= day and not exists (select from programmes.undone_step u where u.step_id = s.id) order by s.number desc limit 1), false)
$$;

-- What was not owed meanwhile waits to be determined again.
create function programmes.note_undone_steps_due() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  found record;
begin
  if exists (select from new_rows n join programmes.enrolment_step s on s.id = n.step_id where s.to_state <> 'SUSPENDED') then
    raise exception 'only what suspended an enrolment is undone' using errcode = 'KG001', constraint = 'undone_step_suspended';
  end if;
  select array_agg(e.programme_id) as programmes, array_agg(e.id) as enrolments, array_agg(greatest(s.on_day, done.first)) as since into found
  from new_rows n join programmes.enrolment_step s on s.id = n.step_id join programmes.enrolment e on e.id = n.enrolment_id
  join programmes.determined((select array_agg(distinct o.programme_id) from new_rows u join programmes.enrolment o on o.id = u.enrolment_id)) done using (programme_id)
  where done.last >= s.on_day;
  if found.enrolments is not null then perform programmes.note_due(found.programmes, found.enrolments, found.since, 'programmes.undone_step'); end if;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger note_undone_steps_due after insert on programmes.undone_step referencing new table as new_rows for each statement execute function programmes.note_undone_steps_due();
