-- Who changed what, why, and what the rows were afterwards: one entry for each transaction, written by the database itself, so that
-- nothing goes round it. Rows are held as digests; what they were before stands in kernel.history, what they are in their tables.
create sequence kernel.audit_order;

-- The rows of one table that one statement wrote.
create table kernel.audit_change (
  -- In the order in which rows were locked, so that of two changes of a row the later has the greater number.
  n bigint not null default nextval('kernel.audit_order'),
  id uuid not null default kernel.uuid7(),
  entry_id uuid not null,
  at timestamptz(3) not null,
  table_name text not null,
  -- RESTATE: the same state of the row, written otherwise, such as with a column that a migration added.
  -- KEPT: what history held of the rows when they began to be audited.
  operation text not null check (operation in ('INSERT', 'UPDATE', 'DELETE', 'RESTATE', 'KEPT', 'ERASE')),
  actor text,
  row_count integer not null,
  -- Of each row: its id, its version afterwards, and SHA-256 of its text before and after, and of what history keeps of it.
  row_ids uuid[] not null,
  versions integer[] not null,
  before bytea[],
  after bytea[],
  kept bytea[],
  -- SHA-256 over the lists.
  digest bytea not null,
  primary key (n, at)
) partition by range (at);
create index audit_change_entry on kernel.audit_change (entry_id);
-- Digests don't get smaller.
alter table kernel.audit_change alter row_ids set storage external, alter versions set storage external,
  alter before set storage external, alter after set storage external, alter kept set storage external;

-- What one transaction did, and why. Entries of a chain follow one another without gap, each holding the hash of the one before.
create table kernel.audit_entry (
  chain smallint not null,
  seq bigint not null,
  id uuid not null,
  at timestamptz(3) not null,
  actor text,
  session text,
  request text,
  operation text,
  reason text,
  purpose text,
  database_user text not null,
  change_count integer not null,
  row_count bigint not null,
  previous bytea not null,
  hash bytea not null,
  primary key (chain, seq, at)
) partition by range (at);
create index audit_entry_id on kernel.audit_entry (id);
create index audit_entry_at on kernel.audit_entry (at);
create index audit_entry_actor on kernel.audit_entry (actor, at);
create index audit_entry_request on kernel.audit_entry (request);

-- Where each chain ends. Who commits takes any chain that nobody else is ending just now, so that writers don't queue.
create table kernel.audit_head (
  chain smallint primary key,
  seq bigint not null,
  hash bytea not null
) with (fillfactor = 10);
insert into kernel.audit_head (chain, seq, hash) select n, 0, sha256(convert_to('kinga audit chain ' || n, 'UTF8')) from generate_series(0, 31) n;

-- Which tables are audited, with the columns that their rows had when they were last stated.
create table kernel.audit_table (
  table_name text primary key,
  -- Names the row where that is not its id.
  key text not null,
  columns text[] not null
);

-- Partitions by time: those that there are not yet, from this period until some ahead. What falls outside is kept in a partition of its own.
create procedure kernel.make_partitions(of_table text, period text, ahead integer) language plpgsql as $$
declare
  step interval := ('1 ' || period)::interval;
  first timestamptz := date_trunc(period, now() at time zone 'UTC') at time zone 'UTC';
  part text;
begin
  if to_regclass(format('kernel.%I', of_table || '_other')) is null then
    execute format('create table kernel.%I partition of kernel.%I default', of_table || '_other', of_table);
  end if;
  for n in 0..ahead loop
    part := of_table || '_' || to_char((first + n * step) at time zone 'UTC', case period when 'year' then 'YYYY' else 'YYYYMM' end);
    continue when to_regclass(format('kernel.%I', part)) is not null;
    execute format('create table kernel.%I partition of kernel.%I for values from (%L) to (%L)', part, of_table, first + n * step, first + (n + 1) * step);
  end loop;
end $$;
call kernel.make_partitions('audit_change', 'year', 1);
call kernel.make_partitions('audit_entry', 'year', 1);

-- Says what a statement wrote. The first change of a transaction begins its entry.
create function kernel.audit_note(of_table text, what text, row_ids uuid[], versions integer[], before bytea[], after bytea[], kept bytea[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  entry text := nullif(current_setting('kinga.entry', true), '');
begin
  if entry is null then
    entry := kernel.uuid7()::text;
    perform set_config('kinga.entry', entry, true);
  end if;
  insert into kernel.audit_change (entry_id, at, table_name, operation, actor, row_count, row_ids, versions, before, after, kept, digest)
  values (entry::uuid, clock_timestamp(), of_table, what, nullif(current_setting('kinga.actor', true), ''), cardinality(row_ids), row_ids, versions, before, after, kept,
          sha256(array_send(row_ids) || array_send(versions) || coalesce(array_send(before), '\x00') || coalesce(array_send(after), '\x00') || coalesce(array_send(kept), '\x00')));
end $$;

-- At the end of the transaction: closes its entry, at the end of a chain.
create function kernel.audit_close() returns trigger language plpgsql security definer set search_path = pg_catalog set timezone = 'UTC' as $$
declare
  head kernel.audit_head;
  entry kernel.audit_entry;
  about jsonb := coalesce(nullif(current_setting('kinga.audit', true), ''), '{}')::jsonb;
  changes jsonb;
begin
  if current_setting('kinga.entry', true) is distinct from new.entry_id::text then return null; end if;
  perform set_config('kinga.entry', '', true);
  select jsonb_agg(jsonb_build_array(c.n, c.table_name, c.operation, c.actor, c.row_count, encode(c.digest, 'hex')) order by c.n), count(*), sum(c.row_count)
  into changes, entry.change_count, entry.row_count from kernel.audit_change c where c.entry_id = new.entry_id;
  select * into head from kernel.audit_head limit 1 for update skip locked;
  if not found then
    select * into head from kernel.audit_head h where h.chain = pg_backend_pid() % 32 for update;
  end if;
  entry.chain := head.chain;
  entry.seq := head.seq + 1;
  entry.id := new.entry_id;
  entry.at := clock_timestamp();
  entry.actor := nullif(current_setting('kinga.actor', true), '');
  entry.session := about ->> 'session';
  entry.request := nullif(current_setting('kinga.request', true), '');
  entry.operation := about ->> 'operation';
  entry.reason := about ->> 'reason';
  entry.purpose := about ->> 'purpose';
  entry.database_user := session_user;
  entry.previous := head.hash;
  entry.hash := sha256(head.hash || convert_to((jsonb_strip_nulls(to_jsonb(entry)) - 'previous' - 'hash' || jsonb_build_object('changes', changes))::text, 'UTF8'));
  insert into kernel.audit_entry values (entry.*);
  update kernel.audit_head set seq = entry.seq, hash = entry.hash where chain = head.chain;
  return null;
end $$;
create constraint trigger audit_close after insert on kernel.audit_change deferrable initially deferred for each row execute function kernel.audit_close();

-- The names id and version mean the row's own where it has such columns, else the nulls beside it.
create function kernel.audit_inserted() returns trigger language plpgsql security definer
  set search_path = pg_catalog set timezone = 'UTC' set datestyle = 'ISO' set bytea_output = 'hex' set intervalstyle = 'iso_8601' set extra_float_digits = 1 as $$
declare
  ids uuid[]; versions integer[]; after bytea[];
begin
  select array_agg(coalesce((select id from (select became.*) own), md5(to_jsonb(became) ->> tg_argv[0])::uuid)),
         array_agg((select version from (select became.*) own)), array_agg(sha256(convert_to(became::text, 'UTF8')))
  into ids, versions, after from (select null::uuid as id, null::integer as version) missing, new_rows became;
  if ids is not null then perform kernel.audit_note(tg_table_schema || '.' || tg_table_name, 'INSERT', ids, versions, null, after, null); end if;
  return null;
end $$;

create function kernel.audit_updated() returns trigger language plpgsql security definer
  set search_path = pg_catalog set timezone = 'UTC' set datestyle = 'ISO' set bytea_output = 'hex' set intervalstyle = 'iso_8601' set extra_float_digits = 1 set enable_nestloop = off as $$
declare
  change record;
begin
  for change in
    select what, array_agg(id) as ids, array_agg(new_version) as versions, array_agg(before) as before, array_agg(after) as after, array_agg(kept) as kept from (
      select became.id, became.version as new_version, sha256(convert_to(was.line, 'UTF8')) as before, sha256(convert_to(became.line, 'UTF8')) as after,
             case when became.version = was.version then 'RESTATE' else 'UPDATE' end as what,
             case when became.version = was.version then null else sha256(convert_to(was.json::text, 'UTF8')) end as kept
      from (select n.id, n::text as line, (select version from (select n.*) own) as version from (select null::integer as version) missing, new_rows n) became
      join (select o.id, o::text as line, (select version from (select o.*) own) as version, to_jsonb(o) as json from (select null::integer as version) missing, old_rows o) was
        on was.id = became.id) row
    group by what
  loop
    perform kernel.audit_note(tg_table_schema || '.' || tg_table_name, change.what, change.ids, change.versions, change.before, change.after,
      case change.what when 'UPDATE' then change.kept end);
  end loop;
  return null;
end $$;

create function kernel.audit_deleted() returns trigger language plpgsql security definer
  set search_path = pg_catalog set timezone = 'UTC' set datestyle = 'ISO' set bytea_output = 'hex' set intervalstyle = 'iso_8601' set extra_float_digits = 1 as $$
declare
  ids uuid[]; versions integer[]; before bytea[]; kept bytea[];
begin
  select array_agg(was.id), array_agg((select version from (select was.*) own)), array_agg(sha256(convert_to(was::text, 'UTF8'))), array_agg(sha256(convert_to(to_jsonb(was)::text, 'UTF8')))
  into ids, versions, before, kept from (select null::integer as version) missing, old_rows was;
  if ids is not null then perform kernel.audit_note(tg_table_schema || '.' || tg_table_name, 'DELETE', ids, versions, before, null, kept); end if;
  return null;
end $$;

-- Earlier states are written alike, whatever the session's time zone is, so that their digests can be made again.
alter function kernel.record_history() set timezone = 'UTC';
alter function kernel.record_history() set bytea_output = 'hex';
alter function kernel.record_history() set intervalstyle = 'iso_8601';
alter function kernel.record_deletion() set timezone = 'UTC';
alter function kernel.record_deletion() set bytea_output = 'hex';
alter function kernel.record_deletion() set intervalstyle = 'iso_8601';

create function kernel.audit_columns(of_table regclass) returns text[] language sql stable as $$
  select array_agg(attname || ' ' || format_type(atttypid, atttypmod) order by attnum) from pg_attribute where attrelid = of_table and attnum > 0 and not attisdropped
$$;

create function kernel.audit_name(of_table regclass) returns text language sql stable as $$
  select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = of_table
$$;

-- States the rows that are there, in pieces; `was` is how their text was before, where that can be told.
create procedure kernel.audit_state(of_table regclass, key text, what text, was text) language plpgsql
  set timezone = 'UTC' set datestyle = 'ISO' set bytea_output = 'hex' set intervalstyle = 'iso_8601' set extra_float_digits = 1 as $$
declare
  piece record;
  has_version boolean := exists (select from pg_attribute where attrelid = of_table and attname = 'version' and not attisdropped);
begin
  for piece in execute format(
    'select array_agg(%s) as ids, array_agg(%s) as versions, array_agg(sha256(convert_to((%s)::text, ''UTF8''))) as before, array_agg(sha256(convert_to(r::text, ''UTF8''))) as after
     from (select r, row_number() over () / 100000 as piece from %s r) row group by piece',
    case key when 'id' then '(r).id' else format('md5((r).%I::text)::uuid', key) end, case when has_version then '(r).version' else 'null::integer' end, coalesce(was, 'null'), of_table)
  loop
    perform kernel.audit_note(kernel.audit_name(of_table), what, piece.ids, piece.versions, case when was is not null then piece.before end, piece.after, null);
  end loop;
end $$;

-- What every table goes through whose rows are kept: each change of them is noted, whoever writes.
create procedure kernel.audit(of_table regclass) language plpgsql as $$
declare
  key text := coalesce((select 'id' from pg_attribute where attrelid = of_table and attname = 'id' and atttypid = 'uuid'::regtype and not attisdropped),
    (select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] where i.indrelid = of_table and i.indisprimary));
  had record;
begin
  if exists (select from kernel.audit_table where table_name = kernel.audit_name(of_table)) then return; end if;
  execute format('create trigger audit_inserted after insert on %s referencing new table as new_rows for each statement execute function kernel.audit_inserted(%L)', of_table, key);
  if key = 'id' then
    execute format('create trigger audit_updated after update on %s referencing old table as old_rows new table as new_rows for each statement execute function kernel.audit_updated()', of_table);
    execute format('create trigger audit_deleted after delete on %s referencing old table as old_rows for each statement execute function kernel.audit_deleted()', of_table);
  end if;
  insert into kernel.audit_table (table_name, key, columns) values (kernel.audit_name(of_table), key, kernel.audit_columns(of_table));
  for had in
    select array_agg(row_id) as ids, array_agg(version) as versions, array_agg(sha256(convert_to(row_before::text, 'UTF8'))) as kept
    from (select row_id, version, row_before, row_number() over () / 100000 as piece from kernel.history where table_name = kernel.audit_name(of_table)) h group by piece
  loop
    perform kernel.audit_note(kernel.audit_name(of_table), 'KEPT', had.ids, had.versions, null, null, had.kept);
  end loop;
  call kernel.audit_state(of_table, key, 'INSERT', null);
end $$;

-- After migrations: rows of tables that have other columns now are stated anew, and tied to how they were stated before where none
-- of those columns is gone.
create procedure kernel.audit_follow_columns() language plpgsql as $$
declare
  known record;
  now_has text[];
  was text;
begin
  for known in select a.table_name, a.key, a.columns, to_regclass(a.table_name) as is_table from kernel.audit_table a order by a.table_name loop
    continue when known.is_table is null;
    now_has := kernel.audit_columns(known.is_table);
    continue when now_has = known.columns;
    select 'row(' || string_agg(format('(r).%I', split_part(had, ' ', 1)), ', ' order by n) || ')' into was from unnest(known.columns) with ordinality as col (had, n);
    call kernel.audit_state(known.is_table, known.key, 'RESTATE', case when now_has @> known.columns then was end);
    update kernel.audit_table set columns = now_has where table_name = known.table_name;
  end loop;
end $$;

create or replace procedure kernel.keep_history(of_table regclass) language plpgsql as $$
begin
  execute format('create trigger count_version before update on %s for each row execute function kernel.count_version()', of_table);
  call kernel.make_history(of_table);
  call kernel.write_history(of_table);
  call kernel.audit(of_table);
end $$;

create or replace procedure kernel.append_only(of_table regclass) language plpgsql as $$
begin
  execute format('create trigger never_changed before update or delete on %s for each row execute function kernel.never_changed()', of_table);
  execute format('create trigger never_emptied before truncate on %s for each statement execute function kernel.never_changed()', of_table);
  if of_table::text not like 'kernel.%' then call kernel.audit(of_table); end if;
end $$;

call kernel.append_only('kernel.audit_change');
call kernel.append_only('kernel.audit_entry');

do $$
declare
  kept regclass;
begin
  for kept in
    select distinct g.tgrelid::regclass from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where g.tgname in ('record_history', 'never_changed') and not g.tgisinternal and (n.nspname <> 'kernel' or c.relname in ('file', 'event')) and not c.relispartition
  loop
    call kernel.audit(kept);
  end loop;
end $$;
