-- That masked fields of a person were opened to somebody for a short time, and why. Ends by itself; kept for good.
create table people.reveal (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  categories text[] not null check (cardinality(categories) > 0),
  reason text not null check (length(reason) >= 10),
  purpose text not null,
  revealed_by text not null,
  revealed_at timestamptz(3) not null,
  until timestamptz(3) not null check (until > revealed_at),
  -- Finds the request in logs.
  request text not null
);
create index reveal_person on people.reveal (person_id, revealed_at);
create index reveal_actor on people.reveal (revealed_by, revealed_at);
call kernel.append_only('people.reveal');
