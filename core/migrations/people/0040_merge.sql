-- One person who was registered twice. The row that was found to be another stays, and says whose it is.
alter table people.person add column merged_into_id uuid
  constraint person_merged_into references people.person
  constraint person_merged_into_another check (merged_into_id <> id);
create index person_merged_into on people.person (merged_into_id) where merged_into_id is not null;
create index on kernel.history_people_person (((row_before ->> 'merged_into_id')::uuid));

create table people.person_merge (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  survivor_id uuid not null references people.person,
  merged_id uuid not null references people.person,
  reason text not null,
  source text,
  merged_on date not null,
  merged_by text not null,
  undone_on date,
  undone_by text,
  undone_reason text,
  constraint person_merge_two check (survivor_id <> merged_id),
  constraint person_merge_undone check (num_nulls(undone_on, undone_by, undone_reason) in (0, 3))
);
create unique index person_merge_once on people.person_merge (merged_id) where undone_on is null;
create index person_merge_survivor on people.person_merge (survivor_id);
create index person_merge_merged on people.person_merge (merged_id);

-- Everything that a merge did, change by change, so that it can be taken back exactly.
create table people.person_merge_row (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  merge_id uuid not null references people.person_merge,
  position bigint generated always as identity,
  change text not null constraint person_merge_row_change check (change in ('MOVED', 'CHANGED', 'ADDED', 'REMOVED', 'STAYED')),
  table_name text not null,
  -- The row's primary key, without the column that was moved.
  row_key jsonb not null,
  -- A column, a part of a person such as BIRTH, `attributes.<name>`; null for a whole row.
  field text,
  -- Columns and their values; where `within` names a jsonb column, keys of it and their values.
  before jsonb,
  after jsonb,
  within text,
  -- Why a row stayed: the constraint that it would have broken.
  reason text,
  undone text constraint person_merge_row_undone check (undone in ('RESTORED', 'KEPT', 'GONE'))
);
create index person_merge_row_merge on people.person_merge_row (merge_id, position);

call kernel.keep_history('people.person_merge');
call kernel.keep_history('people.person_merge_row');

-- Nothing is written on a person who was found to be another: write it on the other.
create function people.refuse_change_of_merged() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - '{merged_into_id,version,updated_at}'::text[] is distinct from to_jsonb(old) - '{merged_into_id,version,updated_at}'::text[] then
    raise exception 'person % was found to be person %; change that one', old.id, old.merged_into_id using errcode = 'KG020', constraint = 'person_is_merged';
  end if;
  return new;
end $$;
create trigger merged_stays before update on people.person for each row
  when (old.merged_into_id is not null and new.merged_into_id is not null) execute function people.refuse_change_of_merged();

-- No chains: whoever is found to be another points at one who is not. At the commit, since a merge moves those who point at the merged one.
create function people.check_no_chain() returns trigger language plpgsql as $$
begin
  perform from people.person where id = new.id and merged_into_id is not null;
  if not found then return null; end if;
  -- The lock makes a merge of the target at the same time visible.
  perform from people.person target join people.person own on own.merged_into_id = target.id
  where own.id = new.id and target.merged_into_id is null for share of target;
  if not found or exists (select from people.person where merged_into_id = new.id) then
    raise exception 'person % is merged along a chain', new.id using errcode = 'KG021', constraint = 'person_merge_chain';
  end if;
  return null;
end $$;
create constraint trigger no_chain after insert or update of merged_into_id on people.person deferrable initially deferred
  for each row when (new.merged_into_id is not null) execute function people.check_no_chain();

-- Every column of every table that points at a person: what a merge has to look at, modules' tables included.
create view people.person_reference as
select f.conrelid::regclass as of_table, n.nspname || '.' || c.relname as table_name, a.attname::text as column_name,
  (select array_agg(k.attname::text order by k.attnum) from pg_index i join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any (i.indkey)
   where i.indrelid = c.oid and i.indisprimary) as primary_key,
  exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid join pg_namespace pn on pn.oid = p.pronamespace
    where t.tgrelid = c.oid and t.tgtype & 16 = 16 and pn.nspname = 'kernel' and p.proname = 'never_changed') as append_only,
  (select count(*) = 2 from pg_attribute v where v.attrelid = c.oid and v.attname in ('valid_from', 'valid_to') and v.atttypid = 'date'::regtype and not v.attisdropped) as dated
from pg_constraint f
join pg_class c on c.oid = f.conrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute own on own.attrelid = f.confrelid and own.attname = 'id'
join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[array_position(f.confkey, own.attnum)]
where f.contype = 'f' and f.confrelid = 'people.person'::regclass and f.conparentid = 0;

create function people.note_in_merge(of_merge uuid, what text, in_table text, of_row jsonb, of_field text, was jsonb, became jsonb, in_column text default null, because text default null)
returns void language sql as $$
  insert into people.person_merge_row (id, merge_id, change, table_name, row_key, field, before, after, within, reason)
  values (kernel.uuid7(), of_merge, what, in_table, of_row, of_field, was, became, in_column, because)
$$;

-- Only the keys given, with the row's own values; a key that the row lacks counts as null.
create function people.part_of(whole jsonb, keys jsonb) returns jsonb language sql immutable as $$
  select jsonb_object_agg(k, coalesce(whole -> k, 'null')) from jsonb_object_keys(keys) k
$$;

-- A condition on alias t that names one row by key columns, so that the primary key's index serves.
create function people.is_row(of_row jsonb, in_table regclass) returns text language sql stable as $$
  select string_agg(format('t.%1$I = ($2 ->> %1$L)::%2$s', k, format_type(a.atttypid, a.atttypmod)), ' and ')
  from jsonb_object_keys(of_row) k join pg_attribute a on a.attrelid = in_table and a.attname = k
$$;

create function people.write_part(in_table regclass, of_row jsonb, changes jsonb, in_column text) returns integer language plpgsql as $$
declare
  columns text := (select string_agg(format('%I', k), ', ' order by k) from jsonb_object_keys(changes) k);
  written integer;
begin
  if in_column is null then
    execute format('update %1$s t set (%2$s) = (select %2$s from jsonb_populate_record(null::%1$s, $1)) where %3$s', in_table, columns, people.is_row(of_row, in_table)) using changes, of_row;
  else
    execute format('update %1$s t set %2$I = (t.%2$I - (select array_agg(k) from jsonb_object_keys($1) k)) || coalesce((select jsonb_object_agg(key, value) from jsonb_each($1) where value <> ''null''), ''{}'') where %3$s', in_table, in_column, people.is_row(of_row, in_table))
    using changes, of_row;
  end if;
  get diagnostics written = row_count;
  return written;
end $$;

/*
Changes columns of a row as part of a merge, so that taking the merge back takes this back too. `in_column` names a jsonb
column where keys of it are changed; a key whose value is null is taken out of it.
*/
create function people.change_in_merge(of_merge uuid, in_table regclass, of_row jsonb, of_field text, changes jsonb, in_column text default null)
returns boolean language plpgsql as $$
declare
  whole text := (select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = in_table);
  was jsonb;
begin
  execute format('select to_jsonb(t) from %s t where %s for update', in_table, people.is_row(of_row, in_table)) into was using changes, of_row;
  if was is null then return false; end if;
  was := people.part_of(case when in_column is null then was else was -> in_column end, changes);
  if was = changes then return false; end if;
  perform people.write_part(in_table, of_row, changes, in_column);
  perform people.note_in_merge(of_merge, 'CHANGED', whole, of_row, of_field, was, changes, in_column);
  return true;
end $$;

-- Writes a row as part of a merge; columns that are not given have their defaults.
create function people.add_in_merge(of_merge uuid, in_table regclass, of_row jsonb) returns void language plpgsql as $$
declare
  whole text := (select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = in_table);
  columns text := (select string_agg(format('%I', k), ', ' order by k) from jsonb_object_keys(of_row) k);
  became jsonb;
begin
  execute format('insert into %1$s as t (%2$s) select %2$s from jsonb_populate_record(null::%1$s, $1) returning to_jsonb(t)', in_table, columns) into became using of_row;
  perform people.note_in_merge(of_merge, 'ADDED', whole, jsonb_build_object('id', became -> 'id'), null, null, became);
end $$;

/*
Ends a row that has a time of validity, as part of a merge: on the day, or, where it began no earlier, altogether. False where
a constraint or another row needs it as it is.
*/
create function people.end_in_merge(of_merge uuid, in_table regclass, of_row jsonb, on_day date) returns boolean language plpgsql as $$
declare
  whole text := (select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = in_table);
  was jsonb;
begin
  execute format('select to_jsonb(t) from %s t where %s for update', in_table, people.is_row(of_row, in_table)) into was using null::jsonb, of_row;
  if (was ->> 'valid_to')::date <= on_day then return true; end if;
  if coalesce((was ->> 'valid_from')::date < on_day, true) then
    return people.change_in_merge(of_merge, in_table, of_row, 'valid_to', jsonb_build_object('valid_to', on_day));
  end if;
  execute format('delete from %s t where %s', in_table, people.is_row(of_row, in_table)) using null::jsonb, of_row;
  perform people.note_in_merge(of_merge, 'REMOVED', whole, of_row, null, was, null);
  return true;
exception when integrity_constraint_violation then
  return false;
end $$;

/*
Points every row that refers to one person at another, in whatever module's table. Tables whose rows never change are left and
read through the link; so are rows that their module has frozen. A row that may not be the other's as well stays, is noted with
the constraint, and ends on the day where it has a time of validity.
*/
create function people.move_references(of_merge uuid, from_person uuid, to_person uuid, on_day date) returns void language plpgsql as $$
declare
  reference people.person_reference;
  of_row jsonb;
  broken text;
begin
  for reference in
    select * from people.person_reference r
    where not r.append_only and r.primary_key is not null
      and (r.table_name, r.column_name) not in (('people.person_merge', 'survivor_id'), ('people.person_merge', 'merged_id'), ('people.household', 'head_id'))
    order by r.table_name, r.column_name
  loop
    for of_row in execute format(
      'select (select jsonb_object_agg(k, to_jsonb(t) -> k) from unnest($2) k) from %s t where t.%I = $1 order by 1 for update', reference.of_table, reference.column_name)
      using from_person, reference.primary_key
    loop
      begin
        perform people.write_part(reference.of_table, of_row, jsonb_build_object(reference.column_name, to_person), null);
        perform people.note_in_merge(of_merge, 'MOVED', reference.table_name, of_row - reference.column_name, reference.column_name,
          jsonb_build_object(reference.column_name, from_person), jsonb_build_object(reference.column_name, to_person));
      exception
        when integrity_constraint_violation then
          get stacked diagnostics broken = constraint_name;
          perform people.note_in_merge(of_merge, 'STAYED', reference.table_name, of_row, reference.column_name, null, null, null, broken);
          if reference.dated then perform people.end_in_merge(of_merge, reference.of_table, of_row, on_day); end if;
        when others then
          if sqlstate !~ '^KG' then raise; end if;
          exit;
      end;
    end loop;
  end loop;
end $$;

create function people.is_there(in_table regclass, of_row jsonb) returns boolean language plpgsql stable as $$
declare
  found_one boolean;
begin
  execute format('select exists (select from %s t where %s)', in_table, people.is_row(of_row, in_table)) into found_one using null::jsonb, of_row;
  return found_one;
end $$;

-- A row that was removed, as it was; its history goes on.
create function people.put_back(in_table regclass, of_row jsonb) returns void language plpgsql as $$
declare
  columns text := (select string_agg(format('%I', a.attname), ', ' order by a.attnum) from pg_attribute a
    where a.attrelid = in_table and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity <> 'a');
begin
  execute format('insert into %1$s (%2$s) select %2$s from jsonb_populate_record(null::%1$s, $1)', in_table, columns)
  using of_row || case when of_row ? 'version' then jsonb_build_object('version', (of_row ->> 'version')::int + 1, 'updated_at', now()) else '{}' end;
end $$;

/*
Takes back what a merge did, last first, each change on its own: what somebody changed since is KEPT, what is no longer there is
GONE. A value that a later merge into the same person took further is handed down, so that merges may be taken back in any order.
*/
create function people.undo_merge(of_merge uuid) returns void language plpgsql as $$
declare
  step people.person_merge_row;
  of_table regclass;
  of_row jsonb;
  present jsonb;
  outcome text;
begin
  for step in select * from people.person_merge_row r where r.merge_id = of_merge and r.change <> 'STAYED' order by r.position desc loop
    of_table := to_regclass(step.table_name);
    of_row := step.row_key || case step.change when 'MOVED' then step.after else '{}' end;
    outcome := 'KEPT';
    begin
      execute format('select to_jsonb(t) from %s t where %s for update', of_table, people.is_row(of_row, of_table)) into present using null::jsonb, of_row;
      if step.change = 'REMOVED' then
        if present is null then
          perform people.put_back(of_table, step.before);
          outcome := 'RESTORED';
        end if;
      elsif present is null then
        outcome := case when step.change = 'MOVED' and people.is_there(of_table, step.row_key) then 'KEPT' else 'GONE' end;
      elsif step.change = 'ADDED' then
        if present = step.after then
          execute format('delete from %s t where %s', of_table, people.is_row(of_row, of_table)) using null::jsonb, of_row;
          outcome := 'RESTORED';
        end if;
      elsif people.part_of(case when step.within is null then present else present -> step.within end, step.after) = step.after then
        perform people.write_part(of_table, of_row, step.before, step.within);
        outcome := 'RESTORED';
      end if;
    exception
      when integrity_constraint_violation then outcome := 'KEPT';
      when others then
        if sqlstate !~ '^KG' then raise; end if;
        outcome := 'KEPT';
    end;
    if outcome = 'KEPT' and step.change = 'CHANGED' then
      update people.person_merge_row later set before = step.before
      where later.id = (
        select l.id from people.person_merge_row l join people.person_merge m on m.id = l.merge_id and m.undone_on is null
        where l.merge_id <> of_merge and l.position > step.position and l.change = 'CHANGED' and (l.table_name, l.row_key, l.before) = (step.table_name, step.row_key, step.after)
          and l.field is not distinct from step.field order by l.position limit 1);
      if found then outcome := 'RESTORED'; end if;
    end if;
    update people.person_merge_row set undone = outcome where id = step.id;
  end loop;
end $$;
