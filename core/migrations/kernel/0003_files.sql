-- Files. Their bytes are rows too, so that processes hold no state and a backup of the database is a backup of everything.
create table kernel.file (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  name text not null check (name <> ''),
  -- What the sender says it is, and what its first bytes show.
  media_type text not null,
  found_type text,
  size integer not null check (size >= 0),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  state text not null default 'RECEIVING' check (state in ('RECEIVING', 'READY')),
  owner text not null,
  purpose text not null,
  -- Which attempt at sending it is under way; whoever begins anew takes over.
  upload uuid,
  -- Whether something refers to it.
  in_use boolean not null default false,
  check (state = 'RECEIVING' or (sha256 is not null and found_type is not null))
);
create index file_unfinished on kernel.file (owner, created_at) where state = 'RECEIVING';
call kernel.keep_history('kernel.file');

create table kernel.file_chunk (
  file_id uuid not null references kernel.file on delete cascade,
  n integer not null,
  bytes bytea not null,
  primary key (file_id, n)
);
-- Photos and archives are compressed already.
alter table kernel.file_chunk alter column bytes set storage external;
