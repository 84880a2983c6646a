-- What a row was is as personal as what it is. Where a policy stands, PostgreSQL asks it before any condition whose operators may tell
-- something, such as ->> and like, and finds nothing by an index of those. So nobody but whoever sees everything reads history itself;
-- the others read views of it, one for each table, kernel.past_<schema>_<table>, which hold the same condition and keep the indexes.

-- For triggers and functions whose answer must not depend on who asks, such as whether a ledger balances: tells what was seen until then,
-- which they go back to by kernel.see_as.
create function kernel.see_everything() returns text language plpgsql as $$
declare
  before constant text := coalesce(current_setting('kinga.scope', true), '');
begin
  perform set_config('kinga.scope', 'all', true);
  return before;
end $$;
create function kernel.see_as(scope text) returns void language plpgsql as $$
begin
  perform set_config('kinga.scope', scope, true);
end $$;

-- Lets the owner of a table see all of its rows, so that views and functions of the owner's are bound by the conditions that they hold
-- themselves. The comment says why; `kinga check` lists it.
create procedure kernel.let_owner_see(of_table regclass, because text) language plpgsql as $$
begin
  execute format('drop policy if exists owner on %s', of_table);
  execute format('create policy owner on %s to current_user using (true)', of_table);
  execute format('comment on policy owner on %s is %L', of_table, because);
end $$;

-- Rows of history are written by whoever changes a row, and read by nobody with limits.
create procedure kernel.guard_history(of_part regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', of_part);
  execute format('alter table %s force row level security', of_part);
  execute format('drop policy if exists scope on %s', of_part);
  execute format('create policy scope on %s using ((select current_setting(''kinga.scope'', true)) = ''all'') with check (true)', of_part);
  call kernel.let_owner_see(of_part, 'Views of history hold its condition themselves, by which they keep their indexes; erasing and verifying look through all of it.');
end $$;

create function kernel.history_part(of_table regclass) returns text language sql stable as $$
  select 'history_' || n.nspname || '_' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = of_table
$$;

-- How a condition reads a column that refers to another row: of the row as it is, and as it was.
create function kernel.column_now(of_table regclass, of_column name) returns text language sql stable as $$
  select format('%I.%I', relname, of_column) from pg_class where oid = of_table
$$;
create function kernel.column_past(of_column name) returns text language sql immutable as $$
  select format('(past.row_before ->> %L)::uuid', of_column)
$$;

-- The view of a table's history. The past of a guarded row is seen by whoever sees the row as it is now, and by whom else a condition says
-- over the row as it was, kernel.column_past: without one, nobody with limits sees a row that is gone. Empty where the table keeps no history.
create procedure kernel.show_past(of_table regclass, also text default null) language plpgsql as $$
declare
  part constant text := kernel.history_part(of_table);
  kept constant boolean := to_regclass('kernel.' || quote_ident(part)) is not null;
  has_id constant boolean := exists (select from pg_attribute where attrelid = of_table and attname = 'id' and not attisdropped);
  condition constant text := case
    when not kept then 'false'
    when not (select relrowsecurity from pg_class where oid = of_table) then 'true'
    else concat_ws(' or ', '(select current_setting(''kinga.scope'', true)) = ''all''', case when has_id then format('exists (select from %s now where now.id = past.row_id)', of_table) end, also) end;
begin
  execute format('create or replace view kernel.%I as select * from kernel.%I past where %s', 'past_' || substr(part, 9), case when kept then part else 'history' end, condition);
end $$;

create or replace procedure kernel.guard(of_table regclass, condition text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', of_table);
  execute format('alter table %s force row level security', of_table);
  execute format('drop policy if exists scope on %s', of_table);
  execute format('create policy scope on %s using (%s)', of_table, condition);
  call kernel.show_past(of_table);
end $$;

-- Rows that only whoever sees everything sees, and that anybody may add to, such as what happened.
create procedure kernel.guard_wholly(of_table regclass) language plpgsql as $$
begin
  call kernel.guard(of_table, '(select current_setting(''kinga.scope'', true)) = ''all''');
  execute format('create policy adding on %s for insert with check (true)', of_table);
end $$;

create or replace procedure kernel.make_history(of_table regclass) language plpgsql as $$
declare
  part text := kernel.history_part(of_table);
  referring name;
begin
  execute format('create table kernel.%I partition of kernel.history for values in (%L)', part, (select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = of_table));
  execute format('create trigger never_emptied before truncate on kernel.%I for each statement execute function kernel.never_changed()', part);
  for referring in
    select distinct a.attname from pg_constraint f join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
    where f.conrelid = of_table and f.contype = 'f' and cardinality(f.conkey) = 1 and a.atttypid = 'uuid'::regtype
  loop
    execute format('create index on kernel.%I (((row_before ->> %L)::uuid))', part, referring);
  end loop;
  call kernel.guard_history(format('kernel.%I', part)::regclass);
  call kernel.show_past(of_table);
end $$;

create or replace procedure kernel.append_only(of_table regclass) language plpgsql as $$
begin
  execute format('create trigger never_changed before update or delete on %s for each row execute function kernel.never_changed()', of_table);
  execute format('create trigger never_emptied before truncate on %s for each statement execute function kernel.never_changed()', of_table);
  if of_table::text not like 'kernel.%' then call kernel.audit(of_table); end if;
  call kernel.show_past(of_table);
end $$;

call kernel.guard_history('kernel.history');
do $$
declare
  one regclass;
begin
  for one in select i.inhrelid::regclass from pg_inherits i where i.inhparent = 'kernel.history'::regclass loop
    call kernel.guard_history(one);
  end loop;
  -- Whatever can be asked for as it was known at a time: what has a history, and what never changes.
  for one in
    select a.attrelid::regclass from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and not c.relispartition
    where a.attname = 'updated_at' and not a.attisdropped
  loop
    call kernel.show_past(one);
  end loop;
end $$;
