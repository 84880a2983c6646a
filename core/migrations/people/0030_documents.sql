-- The photo that stands for a person now; earlier ones are in history.
alter table people.person
  add column photo_id uuid references kernel.file,
  add column photo_taken_on date,
  add constraint person_photo_taken check ((photo_id is null) = (photo_taken_on is null));

-- Papers of a person, scanned or photographed.
create table people.person_document (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  file_id uuid not null references kernel.file,
  kind text not null constraint person_document_kind check (kind ~ '^[A-Z][A-Z0-9_]{1,39}$'),
  issuer text,
  issued_on date,
  expires_on date,
  added_by text not null,
  constraint person_document_dates check (expires_on >= issued_on)
);
create index person_document_person on people.person_document (person_id);
call kernel.keep_history('people.person_document');
