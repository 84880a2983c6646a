-- What one statement noted in the read log. Entries of a chain follow one another without gap, each holding the hash of the one before, as
-- those of the audit do.
create table kernel.read_entry (
  chain smallint not null,
  seq bigint not null,
  -- When it was closed, and when the first of its reads was noted.
  at timestamptz(3) not null,
  since timestamptz(3) not null,
  row_ids uuid[] not null,
  -- SHA-256 over the digests of the reads, in the order of their ids.
  digest bytea not null,
  previous bytea not null,
  hash bytea not null,
  primary key (chain, seq)
);

-- Where each chain ends. Each process notes one statement at a time, so that few chains are needed.
create table kernel.read_head (
  chain smallint primary key,
  seq bigint not null,
  hash bytea not null
) with (fillfactor = 10);
insert into kernel.read_head (chain, seq, hash) select n, 0, sha256(convert_to('kinga read chain ' || n, 'UTF8')) from generate_series(0, 7) n;

-- Closes an entry over reads, at the end of a chain that nobody else is ending just now.
create function kernel.close_reads(ids uuid[], noted_since timestamptz, of_reads bytea) returns void language plpgsql security definer
  set search_path = pg_catalog set timezone = 'UTC' set datestyle = 'ISO' as $$
declare
  head kernel.read_head;
  entry kernel.read_entry;
begin
  select * into head from kernel.read_head limit 1 for update skip locked;
  if not found then
    select * into head from kernel.read_head h where h.chain = pg_backend_pid() % 8 for update;
  end if;
  entry := (head.chain, head.seq + 1, clock_timestamp(), noted_since, ids, of_reads, head.hash, null);
  entry.hash := sha256(head.hash || convert_to(format('%s|%s|%s|%s|%s', entry.chain, entry.seq, entry.at, entry.since, encode(entry.digest, 'hex')), 'UTF8'));
  insert into kernel.read_entry values (entry.*);
  update kernel.read_head set seq = entry.seq, hash = entry.hash where chain = head.chain;
end $$;
revoke execute on function kernel.close_reads(uuid[], timestamptz, bytea) from public;

create function kernel.chain_reads() returns trigger language plpgsql security definer
  set search_path = pg_catalog set timezone = 'UTC' set datestyle = 'ISO' as $$
begin
  perform kernel.close_reads(noted.ids, noted.since, noted.digest) from (
    select array_agg(r.id order by r.id) as ids, min(r.at) as since,
           sha256(string_agg(sha256(convert_to(row(r.id, r.at, r.actor, r.roles, r.session, r.request, r.operation, r.purpose, r.fields, r.subjects, r.revealed)::text, 'UTF8')), ''::bytea order by r.id)) as digest
    from written r) noted where noted.ids is not null;
  return null;
end $$;
create trigger chain_reads after insert on kernel.read_log referencing new table as written for each statement execute function kernel.chain_reads();

-- What was noted before.
do $$
declare
  piece record;
begin
  set local timezone = 'UTC';
  set local datestyle = 'ISO';
  for piece in
    select array_agg(r.id order by r.id) as ids, min(r.at) as since,
           sha256(string_agg(sha256(convert_to(row(r.id, r.at, r.actor, r.roles, r.session, r.request, r.operation, r.purpose, r.fields, r.subjects, r.revealed)::text, 'UTF8')), ''::bytea order by r.id)) as digest
    from (select l.*, row_number() over (order by l.at, l.id) / 10000 as part from kernel.read_log l) r group by r.part order by r.part
  loop
    perform kernel.close_reads(piece.ids, piece.since, piece.digest);
  end loop;
end $$;

call kernel.append_only('kernel.read_entry');
create trigger audit_only before insert on kernel.read_entry for each row execute function kernel.audit_only();
create trigger audit_only before insert or update or delete on kernel.read_head for each row execute function kernel.audit_only();
