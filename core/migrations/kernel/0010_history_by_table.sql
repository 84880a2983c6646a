-- History in a partition for each table, found by row and by what the row referred to, so that what was known at any time can be
-- read as fast as what is known now. A row's states follow one another without gap: each holds from its updated_at until the next.
alter table kernel.history rename to history_before_0010;
alter index kernel.history_row rename to history_before_0010_row;

create table kernel.history (
  table_name text not null,
  row_id uuid not null,
  version integer,
  operation text not null check (operation in ('UPDATE', 'DELETE')),
  row_before jsonb not null,
  actor text,
  request text,
  changed_at timestamptz(3) not null
) partition by list (table_name);
create index history_row on kernel.history (row_id, changed_at);
call kernel.append_only('kernel.history');

-- Strictly growing, also where an older transaction writes after a younger one.
create or replace function kernel.count_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  new.updated_at := greatest(now()::timestamptz(3), old.updated_at + interval '1 millisecond');
  return new;
end $$;

-- A session keeps the plan of its first change, which is of one row; rows joined one by one would take for ever in bulk.
create or replace function kernel.record_history() returns trigger language plpgsql set enable_nestloop = off as $$
begin
  insert into kernel.history (table_name, row_id, version, operation, row_before, actor, request, changed_at)
  select tg_table_schema || '.' || tg_table_name, was.id, was.version, tg_op, to_jsonb(was),
         nullif(current_setting('kinga.actor', true), ''), nullif(current_setting('kinga.request', true), ''), became.updated_at
  from old_rows was join new_rows became on became.id = was.id;
  return null;
end $$;

create function kernel.record_deletion() returns trigger language plpgsql as $$
begin
  insert into kernel.history (table_name, row_id, version, operation, row_before, actor, request, changed_at)
  select tg_table_schema || '.' || tg_table_name, was.id, was.version, tg_op, to_jsonb(was),
         nullif(current_setting('kinga.actor', true), ''), nullif(current_setting('kinga.request', true), ''),
         greatest(now()::timestamptz(3), was.updated_at + interval '1 millisecond')
  from old_rows was;
  return null;
end $$;

-- The part of history that a table has to itself, with an index for each reference to another table.
create procedure kernel.make_history(of_table regclass) language plpgsql as $$
declare
  whole text := (select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = of_table);
  part text := 'history_' || replace(whole, '.', '_');
  referring name;
begin
  execute format('create table kernel.%I partition of kernel.history for values in (%L)', part, whole);
  execute format('create trigger never_emptied before truncate on kernel.%I for each statement execute function kernel.never_changed()', part);
  for referring in
    select distinct a.attname from pg_constraint f join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
    where f.conrelid = of_table and f.contype = 'f' and cardinality(f.conkey) = 1 and a.atttypid = 'uuid'::regtype
  loop
    execute format('create index on kernel.%I (((row_before ->> %L)::uuid))', part, referring);
  end loop;
end $$;

create procedure kernel.write_history(of_table regclass) language plpgsql as $$
begin
  execute format('create trigger record_history after update on %s referencing old table as old_rows new table as new_rows for each statement execute function kernel.record_history()', of_table);
  execute format('create trigger record_deletion after delete on %s referencing old table as old_rows for each statement execute function kernel.record_deletion()', of_table);
end $$;

create or replace procedure kernel.keep_history(of_table regclass) language plpgsql as $$
begin
  execute format('create trigger count_version before update on %s for each row execute function kernel.count_version()', of_table);
  call kernel.make_history(of_table);
  call kernel.write_history(of_table);
end $$;

do $$
declare
  kept regclass;
begin
  for kept in select tgrelid from pg_trigger where tgname = 'record_history' and not tgisinternal loop
    execute format('drop trigger record_history on %s', kept);
    call kernel.make_history(kept);
    call kernel.write_history(kept);
  end loop;
end $$;

insert into kernel.history (table_name, row_id, version, operation, row_before, actor, request, changed_at)
select table_name, row_id, version, operation, row_before, actor, request, changed_at from kernel.history_before_0010;
drop table kernel.history_before_0010;
