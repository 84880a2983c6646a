-- What waits to be determined again: something has changed with effect in periods that were determined. Noted by the database, whoever changes it.

-- Of a programme, or of one enrolment of it; once a run looks into it, what changes from then on is noted anew.
create table programmes.redetermination_due (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  enrolment_id uuid references programmes.enrolment,
  since date not null,
  -- Which tables' rows have changed.
  reasons text[] not null constraint redetermination_due_reasons check (reasons <> '{}'),
  run_id uuid references programmes.determination_run
);
create unique index redetermination_due_open on programmes.redetermination_due (programme_id, enrolment_id) nulls not distinct where run_id is null;
create index redetermination_due_enrolment on programmes.redetermination_due (enrolment_id) where enrolment_id is not null;
create index redetermination_due_run on programmes.redetermination_due (run_id, enrolment_id) where run_id is not null;
create trigger never_deleted before delete on programmes.redetermination_due for each row execute function kernel.never_changed();
call kernel.keep_history('programmes.redetermination_due');
call kernel.guard('programmes.redetermination_due', format(
  '((select kernel.unlimited(1)) or case when redetermination_due.enrolment_id is null then (select people.places_in_scope()) <> ''{}''::int4multirange else %s end) and %s',
  kernel.sees('programmes.enrolment', 'redetermination_due.enrolment_id'), programmes.programme_condition('redetermination_due.programme_id')));

-- A run of what was noted; where nothing of it is owed otherwise, nobody has to approve it.
alter table programmes.determination_run add column of_noted boolean not null default false;
alter table programmes.determination_run drop constraint determination_run_state;
alter table programmes.determination_run add constraint determination_run_state check (state in ('COMPUTING', 'PREVIEW', 'APPROVED', 'DONE', 'REJECTED', 'NOTHING')) not valid;
alter table programmes.determination_run validate constraint determination_run_state;
alter table programmes.determination_run drop constraint determination_run_decided;
alter table programmes.determination_run add constraint determination_run_decided check (num_nonnulls(decided_by, decided_on) in (0, 2) and (kind = 'FIRST' or state in ('COMPUTING', 'PREVIEW', 'NOTHING') or decided_by is not null)) not valid;
alter table programmes.determination_run validate constraint determination_run_decided;
create or replace function programmes.guard_determination_run() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if not (old.state || '>' || new.state) = any ('{COMPUTING>COMPUTING,COMPUTING>PREVIEW,COMPUTING>DONE,COMPUTING>NOTHING,PREVIEW>PREVIEW,PREVIEW>APPROVED,PREVIEW>REJECTED,APPROVED>APPROVED,APPROVED>DONE}'::text[])
     or (old.programme_id, old.period_id, old.enrolment_id, old.kind, old.from_day, old.reason, old.asked_by, old.of_noted) is distinct from (new.programme_id, new.period_id, new.enrolment_id, new.kind, new.from_day, new.reason, new.asked_by, new.of_noted) then
    raise exception 'a determination that is % cannot become %', old.state, new.state using errcode = 'KG030', constraint = 'determination_run_moves';
  end if;
  return new;
end $$;

-- From when to when programmes have determined what they owe.
create function programmes.determined(of_programmes uuid[]) returns table (programme_id uuid, first date, last date) language sql stable as $$
  select p.programme_id, min(p.period_from), max(p.period_to) from programmes.benefit_period p
  where p.programme_id = any (of_programmes) and exists (select from programmes.determination_run r where r.period_id = p.id) group by p.programme_id
$$;

create function programmes.note_due(programmes uuid[], enrolments uuid[], since date[], because text) returns void language sql as $$
  insert into programmes.redetermination_due as d (programme_id, enrolment_id, since, reasons)
  select u.p, u.e, min(u.s), array[because] from unnest(programmes, enrolments, since) u (p, e, s) group by u.p, u.e order by u.p, u.e
  on conflict (programme_id, enrolment_id) where run_id is null do update set since = least(d.since, excluded.since), reasons = case when d.reasons @> excluded.reasons then d.reasons else d.reasons || excluded.reasons end
  where d.since > excluded.since or not d.reasons @> excluded.reasons
$$;

-- Notes the enrolments of persons and households, since the days given; also those of whom they live with, since rules ask for each other's facts.
create function programmes.note_subjects(persons uuid[], households uuid[], since date[], because text) returns void language plpgsql as $$
declare
  found record;
begin
  with changed as (select u.p, u.h, min(u.s) as s from unnest(persons, households, since) u (p, h, s) group by u.p, u.h),
  homes as (
    select c.h as id, c.s from changed c where c.h is not null
    union select m.household_id, c.s from changed c join people.membership m on m.person_id = c.p),
  people as (
    select c.p as id, c.s from changed c where c.p is not null
    union select m.person_id, h.s from homes h join people.membership m on m.household_id = h.id),
  touched as (
    select e.programme_id, e.id, h.s from homes h join programmes.enrolment e on e.household_id = h.id where e.enrolled_on is not null
    union select e.programme_id, e.id, p.s from people p join programmes.enrolment e on e.person_id = p.id where e.enrolled_on is not null)
  select array_agg(t.programme_id) as programmes, array_agg(t.id) as enrolments, array_agg(greatest(t.s, done.first)) as since into found
  from touched t join programmes.determined((select array_agg(distinct programme_id) from touched)) done using (programme_id) where done.last >= t.s;
  if found.enrolments is not null then perform programmes.note_due(found.programmes, found.enrolments, found.since, because); end if;
end $$;

/*
After each statement on a table whose rows are facts: whose rows were changed, and since when it has effect. Arguments: the columns of the person and of the
household; those of the days on which a row begins and ceases to be true, of which only the days between are others where nothing else was changed; and
the day since when a row is true, without which it is true of all time. The first and third may be several, with commas.
*/
create function programmes.note_changed_facts() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  rows constant text := case tg_op
    when 'INSERT' then 'select to_jsonb(n) as r, null::date as moved from new_rows n'
    when 'DELETE' then 'select to_jsonb(o) as r, null::date as moved from old_rows o'
    else $q$select side.r, moved.on_day as moved from (
        select to_jsonb(o) - '{version,created_at,updated_at}'::text[] as was, to_jsonb(n) - '{version,created_at,updated_at}'::text[] as became from old_rows o join new_rows n on n.id = o.id) c
      cross join lateral (select case when c.was - $3 = c.became - $3 then (select min(least((c.was ->> d)::date, (c.became ->> d)::date)) from unnest($3) d where c.was -> d is distinct from c.became -> d) end as on_day) moved
      cross join lateral (values (c.was), (c.became)) side (r) where c.was <> c.became$q$ end;
  found record;
begin
  -- Most of the time, of most deployments, there is nothing that could be determined again.
  if exists (select from programmes.determination_run) then
    execute format($q$
      select array_agg((c.r ->> p)::uuid) as persons, array_agg((c.r ->> nullif($2, ''))::uuid) as households, array_agg(coalesce(c.moved, (c.r ->> nullif($4, ''))::date, '-infinity')) as since
      from (%s) c cross join unnest($1) p where num_nonnulls(c.r ->> p, c.r ->> nullif($2, '')) > 0$q$, rows)
      into found using case when tg_argv[0] = '' then array[''] else string_to_array(tg_argv[0], ',') end, tg_argv[1], string_to_array(tg_argv[2], ','), tg_argv[3];
    if found.since is not null then perform programmes.note_subjects(found.persons, found.households, found.since, tg_table_schema || '.' || tg_table_name); end if;
  end if;
  perform kernel.see_as(scope);
  return null;
end $$;

-- Says that the rows of a table are facts of persons or households, so that a change of them has what is owed determined again.
create procedure programmes.facts_come_from(of_table regclass, person text, household text default '', days text default '', since text default '', only_updates boolean default false) language plpgsql as $$
declare
  called constant text := format('for each statement execute function programmes.note_changed_facts(%L, %L, %L, %L)', person, household, days, since);
begin
  execute format('create trigger note_changed_facts after update on %s referencing old table as old_rows new table as new_rows %s', of_table, called);
  if not only_updates then
    execute format('create trigger note_added_facts after insert on %s referencing new table as new_rows %s', of_table, called);
    execute format('create trigger note_deleted_facts after delete on %s referencing old table as old_rows %s', of_table, called);
  end if;
end $$;
-- Whoever comes new into the registry is enrolled nowhere.
call programmes.facts_come_from('people.person', 'id', days => 'death_date', only_updates => true);
call programmes.facts_come_from('people.household', '', 'id', only_updates => true);
call programmes.facts_come_from('people.membership', 'person_id', 'household_id', 'valid_from,valid_to', 'valid_from');
call programmes.facts_come_from('people.residence', 'person_id', 'household_id', 'valid_from,valid_to', 'valid_from');
call programmes.facts_come_from('people.relationship', 'person_id,other_id', days => 'valid_from,valid_to', since => 'valid_from');
call programmes.facts_come_from('people.group_membership', 'person_id', days => 'valid_from,valid_to', since => 'valid_from');
call programmes.facts_come_from('people.disability', 'person_id', days => 'assessed_on', since => 'assessed_on');

-- Who was let in, suspended, or left with effect in the past.
create function programmes.note_steps_due() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  found record;
begin
  select array_agg(e.programme_id) as programmes, array_agg(e.id) as enrolments, array_agg(greatest(n.on_day, done.first)) as since into found
  from new_rows n join programmes.enrolment e on e.id = n.enrolment_id join programmes.determined((select array_agg(distinct o.programme_id) from new_rows s join programmes.enrolment o on o.id = s.enrolment_id)) done using (programme_id)
  where done.last >= n.on_day and (n.from_state in ('ENROLLED', 'SUSPENDED') or n.to_state in ('ENROLLED', 'SUSPENDED'));
  if found.enrolments is not null then perform programmes.note_due(found.programmes, found.enrolments, found.since, 'programmes.enrolment_step'); end if;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger note_steps_due after insert on programmes.enrolment_step referencing new table as new_rows for each statement execute function programmes.note_steps_due();

-- What was published with effect in the past: a version for its programme, a value or a table for each programme whose rules name it.
create function programmes.note_published() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  found record;
begin
  if tg_op = 'INSERT' or old.state <> 'PUBLISHED' then
    select array_agg(done.programme_id) as programmes, array_agg(greatest(new.effective_from, done.first)) as since, array_agg(null::uuid) as enrolments into found
    from programmes.determined(case tg_table_name
      when 'programme_version' then array[(to_jsonb(new) ->> 'programme_id')::uuid]
      else array(select distinct v.programme_id from programmes.rule r join programmes.programme_version v on v.id = r.version_id
        join (select p.programme_id, p.code from programmes.parameter p where p.id = (to_jsonb(new) ->> 'parameter_id')::uuid union all select t.programme_id, t.code from programmes.rule_table t where t.id = (to_jsonb(new) ->> 'table_id')::uuid) named
          on strpos(r.expression, named.code) > 0 and (named.programme_id is null or named.programme_id = v.programme_id)) end) done where done.last >= new.effective_from;
    if found.programmes is not null then perform programmes.note_due(found.programmes, found.enrolments, found.since, tg_table_schema || '.' || tg_table_name); end if;
  end if;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger note_published after insert or update on programmes.programme_version for each row when (new.state = 'PUBLISHED') execute function programmes.note_published();
create trigger note_published after insert or update on programmes.parameter_value for each row when (new.state = 'PUBLISHED') execute function programmes.note_published();
create trigger note_published after insert or update on programmes.rule_table_version for each row when (new.state = 'PUBLISHED') execute function programmes.note_published();
