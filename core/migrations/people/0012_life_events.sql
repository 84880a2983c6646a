-- What happened in the lives of persons, as it was recorded: never changed. A wrong entry is voided by another one.
create table people.life_event (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  kind text not null constraint life_event_kind check (kind in ('BIRTH', 'DEATH', 'MARRIAGE', 'DIVORCE', 'MOVE')),
  person_id uuid not null references people.person,
  second_person_id uuid references people.person,
  household_id uuid references people.household,
  place_id uuid references people.place,
  happened_on date not null,
  registrar_number text,
  evidence_source text,
  evidence_file_ids uuid[] not null default '{}',
  voids_id uuid references people.life_event constraint life_event_voided_once unique,
  -- Rows that were written for it: table, id, version before (null where it made the row) and after (null where it took the row back).
  effects jsonb not null default '[]',
  recorded_on date not null,
  recorded_by text not null,
  constraint life_event_two check ((kind in ('MARRIAGE', 'DIVORCE')) = (second_person_id is not null)),
  constraint life_event_not_self check (second_person_id <> person_id)
);
create index life_event_person on people.life_event (person_id);
create index life_event_second_person on people.life_event (second_person_id) where second_person_id is not null;
create index life_event_household on people.life_event (household_id);
create index life_event_place on people.life_event (place_id);
call kernel.append_only('people.life_event');
