-- Why something was done may name the person to whom it was. The hash of an entry therefore holds a digest of the reason, made with a salt
-- of its own: an erasure takes reason and salt away and the chain stays whole, and nobody can try whether a reason was this or that.
-- Entries of before hold the reason itself; theirs stays.
alter table kernel.audit_entry add column reason_salt bytea, add column reason_digest text;

create or replace function kernel.audit_close() returns trigger language plpgsql security definer set search_path = pg_catalog set timezone = 'UTC' as $$
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
  if entry.reason is not null then
    entry.reason_salt := uuid_send(gen_random_uuid());
    entry.reason_digest := encode(sha256(entry.reason_salt || convert_to(entry.reason, 'UTF8')), 'hex');
  end if;
  entry.purpose := about ->> 'purpose';
  entry.database_user := session_user;
  entry.previous := head.hash;
  entry.hash := sha256(head.hash || convert_to((jsonb_strip_nulls(to_jsonb(entry)) - '{previous,hash,reason,reason_salt}'::text[] || jsonb_build_object('changes', changes))::text, 'UTF8'));
  insert into kernel.audit_entry values (entry.*);
  update kernel.audit_head set seq = entry.seq, hash = entry.hash where chain = head.chain;
  return null;
end $$;

-- Entries whose reason an erasure may take away, and what erasures noted.
-- kinga: allow index because nothing is in them: no entry has a salt yet, and erasures are few
create index audit_entry_reason on kernel.audit_entry (id) where reason_salt is not null;
-- kinga: allow index because nothing is in them: no entry has a salt yet, and erasures are few
create index audit_change_erased on kernel.audit_change (table_name) where operation = 'ERASE';

-- Rows that stay of persons and households, by their ids.
create function kernel.personal_rows(of_persons uuid[], of_households uuid[]) returns setof uuid language plpgsql stable set search_path = pg_catalog, public as $$
declare
  one kernel.personal_table;
  ids jsonb := '{}';
  parents uuid[];
  found uuid[];
begin
  for one in
    with recursive placed as (
      select p.table_name, 0 as depth from kernel.personal_table p where p.part_of is null
      union all select p.table_name, placed.depth + 1 from kernel.personal_table p join placed on p.part_of = placed.table_name)
    select p.* from kernel.personal_table p join placed using (table_name) order by placed.depth, p.table_name
  loop
    continue when not exists (select from pg_attribute where attrelid = to_regclass(one.table_name) and attname = 'id' and atttypid = 'uuid'::regtype and not attisdropped);
    parents := array(select jsonb_array_elements_text(ids -> one.part_of)::uuid);
    execute format('select array(select t.id from %s t where %s)', one.table_name, kernel.personal_condition(one, 't.%1$I')) into found using of_persons, of_households, parents;
    ids := ids || jsonb_build_object(one.table_name, to_jsonb(found));
    return query select unnest(found);
  end loop;
end $$;

/*
Takes away why something was done with what is left of persons and households, or was erased of them: of entries of a hundred rows at
most. What was done to more at once was done for a reason that is about none of them. The audit notes whose reasons are gone.
*/
create function kernel.forget_reasons(ids uuid[]) returns void language plpgsql set search_path = pg_catalog, public as $$
declare
  forgotten uuid[];
begin
  with rows as materialized (
    select kernel.personal_rows(ids, ids) as id
    union select unnest(c.row_ids) from kernel.audit_change c
      where c.operation = 'ERASE' and c.entry_id in (select p.entry_id from kernel.audit_change p where p.operation = 'ERASE' and p.table_name = 'people.person' and p.row_ids && ids)),
  said as (
    select distinct e.id from kernel.audit_entry e join kernel.audit_change c on c.entry_id = e.id cross join lateral unnest(c.row_ids) as of_row (id)
    where e.reason_salt is not null and e.row_count <= 100 and of_row.id in (select rows.id from rows)),
  gone as (update kernel.audit_entry e set reason = null, reason_salt = null from said where e.id = said.id and e.reason_salt is not null returning e.id)
  select array_agg(gone.id) into forgotten from gone;
  if forgotten is not null then
    perform kernel.audit_note('kernel.audit_entry', 'ERASE', forgotten, array_fill(null::integer, array[cardinality(forgotten)]), null, null, null);
  end if;
end $$;

create or replace function kernel.erase_mentions(ids uuid[]) returns void language plpgsql security definer
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
  perform kernel.forget_reasons(ids);
  perform set_config('kinga.scope', scope_before, true), set_config('kinga.erasing', '', true);
end $$;
revoke all on function kernel.forget_reasons(uuid[]), kernel.personal_rows(uuid[], uuid[]) from public;
