-- A row as a whole is written `alias.*`: the alias alone means a column of that name where the table has one, such as `was`. What the functions
-- do is the same else (kernel/0010, kernel/0030).
create or replace function kernel.record_history() returns trigger language plpgsql
  set enable_nestloop = off set timezone = 'UTC' set bytea_output = 'hex' set intervalstyle = 'iso_8601' as $$
begin
  insert into kernel.history (table_name, row_id, version, operation, row_before, actor, request, changed_at)
  select tg_table_schema || '.' || tg_table_name, was.id, was.version, tg_op, to_jsonb(was.*),
         nullif(current_setting('kinga.actor', true), ''), nullif(current_setting('kinga.request', true), ''), became.updated_at
  from old_rows was join new_rows became on became.id = was.id;
  return null;
end $$;

create or replace function kernel.record_deletion() returns trigger language plpgsql
  set timezone = 'UTC' set bytea_output = 'hex' set intervalstyle = 'iso_8601' as $$
begin
  insert into kernel.history (table_name, row_id, version, operation, row_before, actor, request, changed_at)
  select tg_table_schema || '.' || tg_table_name, was.id, was.version, tg_op, to_jsonb(was.*),
         nullif(current_setting('kinga.actor', true), ''), nullif(current_setting('kinga.request', true), ''),
         greatest(now()::timestamptz(3), was.updated_at + interval '1 millisecond')
  from old_rows was;
  return null;
end $$;

create or replace function kernel.audit_inserted() returns trigger language plpgsql security definer
  set search_path = pg_catalog set timezone = 'UTC' set datestyle = 'ISO' set bytea_output = 'hex' set intervalstyle = 'iso_8601' set extra_float_digits = 1 as $$
declare
  ids uuid[]; versions integer[]; after bytea[];
begin
  select array_agg(coalesce((select id from (select became.*) own), md5(to_jsonb(became.*) ->> tg_argv[0])::uuid)),
         array_agg((select version from (select became.*) own)), array_agg(sha256(convert_to((became.*)::text, 'UTF8')))
  into ids, versions, after from (select null::uuid as id, null::integer as version) missing, new_rows became;
  if ids is not null then perform kernel.audit_note(tg_table_schema || '.' || tg_table_name, 'INSERT', ids, versions, null, after, null); end if;
  return null;
end $$;

create or replace function kernel.audit_updated() returns trigger language plpgsql security definer
  set search_path = pg_catalog set timezone = 'UTC' set datestyle = 'ISO' set bytea_output = 'hex' set intervalstyle = 'iso_8601' set extra_float_digits = 1 set enable_nestloop = off as $$
declare
  change record;
begin
  for change in
    select what, array_agg(id) as ids, array_agg(new_version) as versions, array_agg(before) as before, array_agg(after) as after, array_agg(kept) as kept from (
      select became.id, became.version as new_version, sha256(convert_to(was.line, 'UTF8')) as before, sha256(convert_to(became.line, 'UTF8')) as after,
             case when became.version = was.version then 'RESTATE' else 'UPDATE' end as what,
             case when became.version = was.version then null else sha256(convert_to(was.json::text, 'UTF8')) end as kept
      from (select n.id, (n.*)::text as line, (select version from (select n.*) own) as version from (select null::integer as version) missing, new_rows n) became
      join (select o.id, (o.*)::text as line, (select version from (select o.*) own) as version, to_jsonb(o.*) as json from (select null::integer as version) missing, old_rows o) was
        on was.id = became.id) row
    group by what
  loop
    perform kernel.audit_note(tg_table_schema || '.' || tg_table_name, change.what, change.ids, change.versions, change.before, change.after,
      case change.what when 'UPDATE' then change.kept end);
  end loop;
  return null;
end $$;

create or replace function kernel.audit_deleted() returns trigger language plpgsql security definer
  set search_path = pg_catalog set timezone = 'UTC' set datestyle = 'ISO' set bytea_output = 'hex' set intervalstyle = 'iso_8601' set extra_float_digits = 1 as $$
declare
  ids uuid[]; versions integer[]; before bytea[]; kept bytea[];
begin
  select array_agg(was.id), array_agg((select version from (select was.*) own)), array_agg(sha256(convert_to((was.*)::text, 'UTF8'))), array_agg(sha256(convert_to(to_jsonb(was.*)::text, 'UTF8')))
  into ids, versions, before, kept from (select null::integer as version) missing, old_rows was;
  if ids is not null then perform kernel.audit_note(tg_table_schema || '.' || tg_table_name, 'DELETE', ids, versions, before, null, kept); end if;
  return null;
end $$;
