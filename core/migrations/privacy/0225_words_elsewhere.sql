-- What speaks of a person beside the tables of persons: why they asked to be erased, and what lists were asked for by their names.

create or replace function privacy.guard_run() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if not (old.state || '>' || new.state) = any ('{PROPOSED>PROPOSED,PROPOSED>APPROVED,PROPOSED>REJECTED,APPROVED>APPROVED,APPROVED>DONE}'::text[])
     or (old.kind, old.on_day, old.reason, old.proposed_by) is distinct from (new.kind, new.on_day, new.reason, new.proposed_by)
     or (old.decided_by is not null and (old.decided_by, old.decided_at) is distinct from (new.decided_by, new.decided_at)) then
    raise exception 'an erasure that is % cannot become %', old.state, new.state using errcode = 'KG030', constraint = 'erasure_run_moves';
  end if;
  return new;
end $$;

-- Why one person was to be erased; of a look by schedule the reason is about nobody.
create function privacy.forget_requests(of_persons uuid[], of_households uuid[]) returns void language plpgsql as $$
declare
  runs uuid[] := array(select distinct r.id from privacy.erasure_run r join privacy.erasure_case c on c.run_id = r.id
    where r.kind = 'REQUEST' and c.person_id = any (of_persons) and r.reason <> '(erased)');
begin
  update privacy.erasure_run r set reason = '(erased)' where r.id = any (runs);
  update kernel.history h set row_before = h.row_before || '{"reason": "(erased)"}' where h.table_name = 'privacy.erasure_run' and h.row_id = any (runs);
  perform kernel.note_erased('privacy.erasure_run', runs);
end $$;

-- A query without the texts in it: which list was asked for, and by which fields, stays.
create function privacy.without_literals(query text) returns text language sql immutable parallel safe set search_path = pg_catalog as $$
  select regexp_replace(query, '"""([^"]|"(?!""))*"""|"([^"\\]|\\.)*"', '"[erased]"', 'g')
$$;

-- Exports are copies of a moment, and nobody knows who is in them. Those made so far go, with the texts in what was asked for; those that
-- failed long ago are not gone on with; and those that are being written, or will be again, begin anew, so that nobody is in them who was
-- read before. So does what is put together for one of the persons: its file is known by its name alone until it is whole.
create function privacy.forget_exports(of_persons uuid[], of_households uuid[]) returns void language plpgsql as $$
declare
  ended uuid[];
  running uuid[];
begin
  update exchange.export e set state = 'CANCELLED' where e.state = 'FAILED' and e.updated_at < now() - interval '1 day';
  perform kernel.empty_files(array(
    select e.file_id from exchange.export e where e.state in ('DONE', 'CANCELLED') and e.file_id is not null
    union select f.id from kernel.file f where f.purpose = 'person-export' and f.name in (select 'person_' || replace(p::text, '-', '') || '.zip' from unnest(of_persons) p)));
  ended := array(select e.id from exchange.export e where e.state in ('DONE', 'CANCELLED') and
    (e.query, e.variables, e.name) is distinct from (privacy.without_literals(e.query), kernel.without_texts(e.variables::jsonb)::text, 'erased') for update);
  update exchange.export e set query = privacy.without_literals(e.query), variables = kernel.without_texts(e.variables::jsonb)::text, name = 'erased' where e.id = any (ended);
  update kernel.history h set row_before = h.row_before || jsonb_build_object(
      'query', privacy.without_literals(h.row_before ->> 'query'), 'variables', kernel.without_texts((h.row_before ->> 'variables')::jsonb)::text, 'name', 'erased')
    where h.table_name = 'exchange.export' and h.row_id = any (ended);
  perform kernel.note_erased('exchange.export', ended);
  -- Whoever writes one finds that the file is no longer theirs, and takes it up again from the start.
  running := array(select e.id from exchange.export e where e.state in ('RUNNING', 'FAILED') for update);
  update kernel.file f set upload = kernel.uuid7() from exchange.export e where e.id = any (running) and f.id = e.file_id;
  delete from kernel.file_chunk k using exchange.export e where e.id = any (running) and k.file_id = e.file_id;
  update exchange.export_progress p set rows = 0, cursor = null, chunk = 0, size = 0, writer = null where p.export_id = any (running);
end $$;

-- Numbers of rows that are being imported, and files that lists of persons were read from.
create or replace function privacy.forget_files(of_persons uuid[], of_households uuid[]) returns void language plpgsql as $$
begin
  delete from exchange.import_identifier i using exchange.import_row r where r.import_id = i.import_id and r.number = i.number and r.person_id = any (of_persons);
  -- The files of imports that brought or changed one of the persons, and those of imports of more than a month ago.
  perform kernel.empty_files(array(
    select f.id from exchange.import i cross join lateral unnest(array[i.file_id, i.rejects_id]) as f (id)
      where f.id is not null and i.state in ('DONE', 'UNDONE', 'CANCELLED') and (
        i.updated_at < now() - interval '1 month'
        or exists (select from exchange.import_written w where w.import_id = i.id and w.table_name = 'people.person' and w.ids && of_persons)
        or exists (select from exchange.import_change c where c.import_id = i.id and c.person_id = any (of_persons)))));
end $$;

insert into kernel.erasure_step (function_name, because) values
  ('privacy.forget_exports', 'Files that lists of persons were written to, and what was asked for'),
  ('privacy.forget_requests', 'Why a person was to be erased');
