-- Which tables hold something of persons, how a person's rows are found in them, and what erasing leaves. Each module lists its own by
-- kernel.personal; a person's export and erasure go by this list, and a test fails where a table that leads to a person is not on it.
create table kernel.personal_table (
  table_name text primary key,
  -- Columns that hold a person, or a household, by id.
  persons text[] not null default '{}',
  households text[] not null default '{}',
  -- Of rows that belong to a row of another table of the list: that table, and the column that holds its id.
  part_of text references kernel.personal_table,
  part_by text,
  -- Columns that hold files by id, alone or as an array.
  files text[] not null default '{}',
  -- KEEP: nothing in it tells who it was once the rest is gone, or a law keeps it: `because` says which.
  on_erasure text not null check (on_erasure in ('DELETE', 'REPLACE', 'KEEP')),
  -- Columns to what they become, as SQL over the row t.
  replaced jsonb not null default '{}',
  -- What stays of the row, and why.
  because text not null,
  check ((part_of is null) = (part_by is null)),
  check (cardinality(persons) + cardinality(households) > 0 or part_of is not null),
  check ((on_erasure = 'REPLACE') = (replaced <> '{}'))
);

create procedure kernel.personal(
  of_table text, on_erasure text, because text, persons text[] default '{}', households text[] default '{}', part_of text default null, part_by text default null,
  replaced jsonb default '{}', files text[] default '{}') language sql as $$
  insert into kernel.personal_table (table_name, persons, households, part_of, part_by, files, on_erasure, replaced, because)
  values (of_table, persons, households, part_of, part_by, files, on_erasure, replaced, because)
  on conflict (table_name) do update set (persons, households, part_of, part_by, files, on_erasure, replaced, because)
    = (excluded.persons, excluded.households, excluded.part_of, excluded.part_by, excluded.files, excluded.on_erasure, excluded.replaced, excluded.because)
$$;

-- Functions of modules that take (persons uuid[], households uuid[]) and erase what no rule about columns can say, before the rows
-- change or afterwards.
create table kernel.erasure_step (
  function_name text primary key,
  afterwards boolean not null default false,
  because text not null
);

-- Whether the statement is a part of an erasure. Only the owner of the tables can be at it, and the application is owner of none: it has
-- no way here but kernel.erase.
create function kernel.is_erasing(of_table oid) returns boolean language sql stable set search_path = pg_catalog as $$
  select coalesce(current_setting('kinga.erasing', true), '') = 'yes' and current_user = (select pg_get_userbyid(relowner) from pg_class where oid = of_table)
$$;

create or replace function kernel.never_changed() returns trigger language plpgsql as $$
begin
  if tg_op <> 'TRUNCATE' and kernel.is_erasing(tg_relid) then return coalesce(new, old); end if;
  raise exception '% rows are never changed or deleted; write a correction instead', tg_table_schema || '.' || tg_table_name
    using errcode = 'KG001';
end $$;

-- Every text of a JSON value replaced, but ids, days and instants: what is left counts and refers, and tells nothing.
create function kernel.without_texts(value jsonb) returns jsonb language sql immutable parallel safe set search_path = pg_catalog as $$
  select case jsonb_typeof(value)
    when 'object' then coalesce((select jsonb_object_agg(key, kernel.without_texts(part)) from jsonb_each(value) as e (key, part)), '{}')
    when 'array' then coalesce((select jsonb_agg(kernel.without_texts(part) order by n) from jsonb_array_elements(value) with ordinality as e (part, n)), '[]')
    when 'string' then case
      when value #>> '{}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' or value #>> '{}' ~ '^\d{4}-\d\d-\d\d([T ][\d:.]+(Z|[+-][\d:]+)?)?$' then value
      else '"[erased]"' end
    else value end
$$;

-- An erasure says in the audit what it left of history, so that the chains stay whole and the rows can still be compared: from an ERASE
-- on, that is what history holds of the row.
create function kernel.note_erased(of_table text, which uuid[]) returns void language plpgsql set search_path = pg_catalog as $$
declare
  said record;
begin
  if cardinality(which) = 0 or not exists (select from kernel.audit_table where table_name = of_table) then return; end if;
  select array_agg(e.id) as ids, array_agg(e.version) as versions, array_agg(e.kept) as kept into said from (
    select u.id, null::integer as version, null::bytea as kept from unnest(which) as u (id)
    union all
    select h.row_id, h.version, sha256(convert_to(h.row_before::text, 'UTF8')) from kernel.history h where h.table_name = of_table and h.row_id = any (which)) e;
  perform kernel.audit_note(of_table, 'ERASE', said.ids, said.versions, null, null, said.kept);
end $$;
revoke all on function kernel.note_erased(text, uuid[]) from public;

-- A file without its bytes and its name; what refers to it still does.
create function kernel.empty_files(which uuid[]) returns void language plpgsql set search_path = pg_catalog as $$
begin
  which := array(select f.id from kernel.file f where f.id = any (which) and (f.size > 0 or f.state = 'RECEIVING'));
  delete from kernel.file_chunk where file_id = any (which);
  update kernel.file set name = 'erased', size = 0, sha256 = case when state = 'READY' then encode(sha256(''), 'hex') end, upload = null where id = any (which);
  update kernel.history set row_before = row_before || '{"name": "erased", "sha256": null}' where table_name = 'kernel.file' and row_id = any (which);
  perform kernel.note_erased('kernel.file', which);
end $$;

-- How a personal table's rows are found: through columns of its own, or through the rows of which they are parts, whose ids are $3.
-- `of_row` is what a column is read by: t.%1$I, or out of the state that history keeps.
create function kernel.personal_condition(of kernel.personal_table, of_row text) returns text language sql immutable set search_path = pg_catalog as $$
  select string_agg(format(of_row || ' = any (%2$s)', c, p), ' or ')
  from (select unnest(of.persons), '$1' union all select unnest(of.households), '$2' union all select of.part_by, '$3' where of.part_by is not null) as by (c, p)
$$;

/*
Erases persons, and households that nobody else belongs to, in every personal table and in its history: the one way through the
triggers that keep rows as they are. Says how many rows it touched, by table.
*/
create function kernel.erase(of_persons uuid[], of_households uuid[]) returns jsonb language plpgsql security definer
  set search_path = pg_catalog, public as $$
declare
  one kernel.personal_table;
  step text;
  ids jsonb := '{}';
  files uuid[] := '{}';
  found uuid[];
  parents uuid[];
  has_id boolean;
  has_history boolean;
  live text;
  past text;
  touched integer;
  counts jsonb := '{}';
  expression text;
  scope_before text := coalesce(current_setting('kinga.scope', true), '');
begin
  perform set_config('kinga.scope', 'all', true), set_config('kinga.erasing', 'yes', true);
  for step in select s.function_name from kernel.erasure_step s where not s.afterwards order by 1 loop
    execute format('select %s($1, $2)', step) using of_persons, of_households;
  end loop;
  -- Which rows, those that parts hang on first.
  for one in
    with recursive placed as (
      select p.table_name, 0 as depth from kernel.personal_table p where p.part_of is null
      union all select p.table_name, placed.depth + 1 from kernel.personal_table p join placed on p.part_of = placed.table_name)
    select p.* from kernel.personal_table p join placed using (table_name) order by placed.depth, p.table_name
  loop
    continue when to_regclass(one.table_name) is null;
    has_id := exists (select from pg_attribute where attrelid = to_regclass(one.table_name) and attname = 'id' and atttypid = 'uuid'::regtype and not attisdropped);
    has_history := to_regclass('kernel.history_' || replace(one.table_name, '.', '_')) is not null;
    parents := array(select jsonb_array_elements_text(ids -> one.part_of)::uuid);
    live := kernel.personal_condition(one, 't.%1$I');
    past := kernel.personal_condition(one, '(h.row_before ->> %1$L)::uuid');
    if has_id then
      execute format('select array(select t.id from %s t where %s', one.table_name, live)
        || case when has_history then format(' union select h.row_id from kernel.history h where h.table_name = %L and (%s)', one.table_name, past) else '' end || ')'
        into found using of_persons, of_households, parents;
      ids := ids || jsonb_build_object(one.table_name, to_jsonb(found));
    end if;
    foreach expression in array one.files loop
      execute format('select $4 || array(select f.id from %s t join kernel.file f on f.id = any (array[]::uuid[] || t.%I) where %s)', one.table_name, expression, live)
        into files using of_persons, of_households, parents, files;
      if has_history then
        execute format(
          'select $2 || array(select f.id from kernel.history h cross join lateral jsonb_path_query(h.row_before, %L) as held join kernel.file f on f.id = (held #>> ''{}'')::uuid where h.table_name = %L and h.row_id = any ($1) and held <> ''null'')',
          format('lax $.%I[*]', expression), one.table_name) into files using found, files;
      end if;
    end loop;
  end loop;
  -- What becomes of them, parts first.
  for one in
    with recursive placed as (
      select p.table_name, 0 as depth from kernel.personal_table p where p.part_of is null
      union all select p.table_name, placed.depth + 1 from kernel.personal_table p join placed on p.part_of = placed.table_name)
    select p.* from kernel.personal_table p join placed using (table_name) where p.on_erasure <> 'KEEP' order by placed.depth desc, p.table_name
  loop
    continue when to_regclass(one.table_name) is null;
    has_history := to_regclass('kernel.history_' || replace(one.table_name, '.', '_')) is not null;
    parents := array(select jsonb_array_elements_text(ids -> one.part_of)::uuid);
    found := array(select jsonb_array_elements_text(ids -> one.table_name)::uuid);
    live := kernel.personal_condition(one, 't.%1$I');
    if one.on_erasure = 'DELETE' then
      execute format('delete from %s t where %s', one.table_name, live) using of_persons, of_households, parents;
      get diagnostics touched = row_count;
      if has_history then
        execute format('delete from kernel.history h where h.table_name = %L and h.row_id = any ($1)', one.table_name) using found;
      end if;
      perform kernel.note_erased(one.table_name, found);
    else
      -- Rows that say already what they shall say stay as they are, so that erasing again changes nothing.
      execute format('update %s t set %s where (%s) and (%s) is distinct from (%s)', one.table_name,
        (select string_agg(format('%I = %s', key, value), ', ') from jsonb_each_text(one.replaced)), live,
        (select 'row(' || string_agg(format('t.%I', key), ', ' order by key) || ')' from jsonb_each_text(one.replaced)),
        (select 'row(' || string_agg(value, ', ' order by key) || ')' from jsonb_each_text(one.replaced)))
        using of_persons, of_households, parents;
      get diagnostics touched = row_count;
      if has_history then
        execute format('update kernel.history h set row_before = h.row_before || (select jsonb_build_object(%s) from jsonb_populate_record(null::%s, h.row_before) t) where h.table_name = %L and h.row_id = any ($1)',
          (select string_agg(format('%L, %s', key, value), ', ') from jsonb_each_text(one.replaced)), one.table_name, one.table_name) using found;
      end if;
      perform kernel.note_erased(one.table_name, found);
    end if;
    counts := counts || jsonb_build_object(one.table_name, touched);
  end loop;
  perform kernel.empty_files(files);
  for step in select s.function_name from kernel.erasure_step s where s.afterwards order by 1 loop
    execute format('select %s($1, $2)', step) using of_persons, of_households;
  end loop;
  perform set_config('kinga.scope', scope_before, true), set_config('kinga.erasing', '', true);
  return counts || jsonb_build_object('kernel.file', cardinality(files));
end $$;

/*
Takes the texts out of what events, jobs and kept answers say where they name one of the persons or households, by
an id, as UUID or as the API writes it: a prefix and the same digits. One look at all of them, however many persons.
*/
create function kernel.erase_mentions(ids uuid[]) returns void language plpgsql security definer
  set search_path = pg_catalog, public as $$
declare
  changed uuid[];
  scope_before text := coalesce(current_setting('kinga.scope', true), '');
begin
  perform set_config('kinga.scope', 'all', true), set_config('kinga.erasing', 'yes', true);
  with texts as (
    update kernel.event e set payload = kernel.without_texts(e.payload)
  where exists (select from regexp_matches(e.payload::text, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|_[0-9a-f]{32}', 'g') m where translate(m[1], '-_', '')::uuid in (select unnest(ids))) and e.payload <> kernel.without_texts(e.payload)
    returning e.id)
  select coalesce(array_agg(t.id), '{}') into changed from texts t;
  perform kernel.note_erased('kernel.event', changed);
  update kernel.idempotency e set answer = kernel.without_texts(e.answer), key = 'erased ' || encode(sha256(convert_to(e.key, 'UTF8')), 'hex')
  where exists (select from regexp_matches(e.answer::text, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|_[0-9a-f]{32}', 'g') m where translate(m[1], '-_', '')::uuid in (select unnest(ids))) and e.key !~ '^erased [0-9a-f]{64}$';
  update kernel.job e set input = kernel.without_texts(e.input), result = kernel.without_texts(e.result), message = null, problem = case when e.problem is not null then 'erased' end
  where e.state in ('DONE', 'FAILED')
    and exists (select from regexp_matches(concat(e.input, e.result, e.message, e.problem), '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|_[0-9a-f]{32}', 'g') m where translate(m[1], '-_', '')::uuid in (select unnest(ids)));
  perform set_config('kinga.scope', scope_before, true), set_config('kinga.erasing', '', true);
end $$;
-- What may be erased is for `privacy` to have settled, whose functions call these as the owner.
revoke all on function kernel.erase(uuid[], uuid[]), kernel.erase_mentions(uuid[]), kernel.empty_files(uuid[]) from public;
