create schema if not exists exchange;

-- How the columns of a country's files are read; saved once, used for each file.
create table exchange.import_mapping (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint import_mapping_code_key unique,
  encoding text not null constraint import_mapping_encoding check (encoding in ('UTF_8', 'UTF_16LE', 'UTF_16BE', 'WINDOWS_1252')),
  delimiter text,
  header_row integer not null constraint import_mapping_header check (header_row between 0 and 100),
  columns jsonb not null
);
call kernel.keep_history('exchange.import_mapping');
