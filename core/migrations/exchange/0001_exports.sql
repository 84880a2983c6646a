create schema if not exists exchange;

-- Lists that are written to a file. No history: what changes is how far it is; who asked for what never does.
create table exchange.export (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  asked_by text not null,
  query text not null,
  variables text,
  format text not null check (format in ('JSONL', 'CSV', 'XLSX')),
  name text not null,
  byte_order_mark boolean not null,
  state text not null default 'QUEUED' check (state in ('QUEUED', 'RUNNING', 'DONE', 'CANCELLED', 'FAILED')),
  rows integer not null default 0,
  total integer not null,
  problem text,
  file_id uuid references kernel.file,
  job_id uuid references kernel.job,
  -- Where it goes on: after which row, with which chunk of the file, and what its writer has to know.
  cursor text,
  chunk integer not null default 0,
  size bigint not null default 0,
  writer jsonb,
  check (state <> 'DONE' or file_id is not null)
);
create index export_asked_by on exchange.export (asked_by, id);
