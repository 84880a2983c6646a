-- Migrations are never edited once they have been applied anywhere: the next change is 0002_….sql.
create schema __schema__;

create table __schema__.__table__ (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  place_id uuid references people.place,
  date date not null,
  note text,
  constraint __table___once unique (person_id, date)
);
create index __table___place on __schema__.__table__ (place_id);

-- Versions count up and earlier states are kept, whoever writes.
call kernel.keep_history('__schema__.__table__');
-- Whoever sees the place sees its rows, also where a statement forgot to ask.
call people.guard_by_place('__schema__.__table__');
-- Its rows go with a person who is erased, and are told in an export of all that is held of them.
call kernel.personal('__schema__.__table__', 'DELETE', 'Nothing stays.', persons => '{person_id}');
