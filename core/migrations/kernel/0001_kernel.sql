create schema if not exists kernel;

-- A UUIDv7 for set-based writes; PostgreSQL has its own from version 18 on only.
create function kernel.uuid7() returns uuid language sql volatile parallel safe as $$
  select encode(set_bit(set_bit(
    overlay(uuid_send(gen_random_uuid()) placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
    52, 1), 53, 1), 'hex')::uuid
$$;

-- One effect and one answer for each key of a principal and operation.
create table kernel.idempotency (
  principal text not null,
  operation text not null,
  key text not null,
  fingerprint text not null,
  answer jsonb,
  created_at timestamptz(3) not null default now(),
  primary key (principal, operation, key)
);

-- What happened, in the order in which it was committed to. Written in the transaction that did it.
create table kernel.event (
  id uuid primary key,
  name text not null,
  payload jsonb not null,
  actor text not null,
  request text not null,
  today date not null,
  occurred_at timestamptz(3) not null default now()
);

create table kernel.job (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  name text not null,
  state text not null default 'QUEUED' check (state in ('QUEUED', 'RUNNING', 'DONE', 'FAILED')),
  done integer not null default 0,
  total integer not null default 0,
  message text,
  problem text,
  result jsonb,
  input jsonb not null,
  actor jsonb not null,
  today date not null,
  attempts integer not null default 0
);

-- Earlier states of rows: one entry for each change, holding the row as it was before. The present is in the table itself.
create table kernel.history (
  table_name text not null,
  row_id uuid not null,
  version integer,
  operation text not null check (operation in ('UPDATE', 'DELETE')),
  row_before jsonb not null,
  actor text,
  request text,
  changed_at timestamptz(3) not null default clock_timestamp()
);
create index history_row on kernel.history (table_name, row_id, changed_at);

create function kernel.record_history() returns trigger language plpgsql as $$
begin
  insert into kernel.history (table_name, row_id, version, operation, row_before, actor, request)
  values (tg_table_schema || '.' || tg_table_name, old.id, (to_jsonb(old) ->> 'version')::integer, tg_op, to_jsonb(old),
          nullif(current_setting('kinga.actor', true), ''), nullif(current_setting('kinga.request', true), ''));
  return null;
end $$;

create function kernel.count_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end $$;

create function kernel.never_changed() returns trigger language plpgsql as $$
begin
  raise exception '% rows are never changed or deleted; write a correction instead', tg_table_schema || '.' || tg_table_name
    using errcode = 'KG001';
end $$;

-- What every module calls for its tables: versions count up and earlier states are kept, whoever writes.
create procedure kernel.keep_history(of_table regclass) language plpgsql as $$
begin
  execute format('create trigger count_version before update on %s for each row execute function kernel.count_version()', of_table);
  execute format('create trigger record_history after update or delete on %s for each row execute function kernel.record_history()', of_table);
end $$;

create procedure kernel.append_only(of_table regclass) language plpgsql as $$
begin
  execute format('create trigger never_changed before update or delete on %s for each row execute function kernel.never_changed()', of_table);
  execute format('create trigger never_emptied before truncate on %s for each statement execute function kernel.never_changed()', of_table);
end $$;

call kernel.append_only('kernel.history');
call kernel.append_only('kernel.event');
