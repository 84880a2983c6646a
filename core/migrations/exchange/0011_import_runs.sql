-- An import of a file. What it has done is told by its chunks; a worker that dies is followed by another that reads this.
create table exchange.import (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  file_id uuid not null references kernel.file,
  sha256 text not null,
  mapping_id uuid not null references exchange.import_mapping,
  -- The mapping as it was when this was started.
  mapping jsonb not null,
  sheet text,
  dry_run boolean not null,
  match_policy text not null constraint import_match_policy check (match_policy in ('SKIP', 'UPDATE_EMPTY', 'REJECT')),
  state text not null default 'READING'
    constraint import_state check (state in ('READING', 'CHECKING', 'APPLYING', 'REPORTING', 'DONE', 'CANCELLED', 'FAILED', 'UNDOING', 'UNDONE')),
  -- Where a cancelled or failed one was, to go on from.
  stopped_in text,
  stop_asked boolean not null default false,
  problem text,
  started_by text not null,
  job_id uuid references kernel.job,
  -- The last row of the file that is staged.
  read_to integer not null default 0,
  row_count integer not null default 0,
  rejected_count integer not null default 0,
  household_count integer not null default 0,
  created_count integer not null default 0,
  updated_count integer not null default 0,
  unchanged_count integer not null default 0,
  rejects_id uuid references kernel.file
);
create index import_file on exchange.import (file_id);
create index import_mapping_of on exchange.import (mapping_id);
create index import_job on exchange.import (job_id);
create index import_rejects on exchange.import (rejects_id);
create index import_same_file on exchange.import (sha256);

-- The tables below have no key to the import: a million rows would each look at the same one.

-- A row of a file after mapping, until the import is over. Raw numbers of identifiers are not among it.
create table exchange.import_row (
  import_id uuid not null,
  number integer not null,
  person_id uuid not null,
  membership_id uuid not null,
  household_code text,
  place_code text,
  role text,
  since date,
  given_name text,
  patronymic text,
  family_name text,
  script text,
  sex text,
  birth_date date,
  birth_precision text,
  birth_estimated boolean,
  phones text[],
  emails text[],
  attributes jsonb,
  household_attributes jsonb
);
create index import_row_household on exchange.import_row (import_id, household_code);

create table exchange.import_identifier (
  import_id uuid not null,
  number integer not null,
  id uuid not null,
  type text not null,
  value text,
  digest bytea not null,
  -- By keys that are still in use, while they rotate.
  older bytea[],
  sealed bytea,
  issuer text
);
create index import_identifier_row on exchange.import_identifier (import_id, number);

-- The households that the rows make, in the order of the file; chunks are intervals of `ordinal`.
create table exchange.import_household (
  import_id uuid not null,
  ordinal integer not null,
  code text not null,
  id uuid not null,
  is_new boolean not null,
  place_id uuid,
  -- Since when the household is there: since its head is.
  opened_on date,
  places_differ boolean not null,
  elsewhere boolean not null,
  closed boolean not null,
  head_count integer not null,
  member_count integer not null,
  rejected boolean not null default false,
  primary key (import_id, ordinal)
);
create unique index import_household_code on exchange.import_household (import_id, code);

-- Rows whose person is registered already.
create table exchange.import_match (
  import_id uuid not null,
  number integer not null,
  person_id uuid not null,
  primary key (import_id, number)
);

-- Why a row is not imported. Codes and columns only: what the row says is in the file.
create table exchange.import_problem (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  import_id uuid not null,
  number integer not null,
  code text not null,
  field text,
  column_name text
);
create index import_problem_row on exchange.import_problem (import_id, number);

-- A part of an import that is applied in one transaction, and only once.
create table exchange.import_chunk (
  import_id uuid not null,
  number integer not null,
  first_household integer not null,
  last_household integer not null,
  applied_at timestamptz(3),
  primary key (import_id, number)
);

-- The rows that a chunk has written: what an undo takes away.
create table exchange.import_written (
  import_id uuid not null,
  chunk integer not null,
  table_name text not null,
  ids uuid[] not null,
  primary key (import_id, chunk, table_name)
);
alter table exchange.import_written alter column ids set storage external;

-- Persons whom an import has changed: what was there before, and the version that they had afterwards.
create table exchange.import_change (
  import_id uuid not null,
  person_id uuid not null references people.person,
  before jsonb not null,
  version integer not null,
  primary key (import_id, person_id)
);
create index import_change_person on exchange.import_change (person_id);
