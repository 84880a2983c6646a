create table people.organisation (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint organisation_code_key unique,
  name text not null,
  parent_id uuid references people.organisation,
  -- Its seat. Without one it belongs to the whole country.
  place_id uuid references people.place,
  attributes jsonb not null default '{}',
  constraint organisation_own_parent check (parent_id <> id)
);
create index organisation_name on people.organisation (name);
create index organisation_parent on people.organisation (parent_id);
create index organisation_seat on people.organisation (place_id);
call kernel.keep_history('people.organisation');

create table people.organisation_role (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  organisation_id uuid not null references people.organisation,
  role text not null,
  valid_from date not null,
  valid_to date,
  constraint organisation_role_interval check (valid_to is null or valid_to > valid_from),
  constraint organisation_role_once exclude using gist (organisation_id with =, role with =, daterange(valid_from, valid_to) with &&)
);
create index organisation_role_organisation on people.organisation_role (organisation_id);
create index organisation_role_role on people.organisation_role (role);
call kernel.keep_history('people.organisation_role');

create table people.organisation_identifier (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  organisation_id uuid not null references people.organisation,
  type text not null,
  value text not null,
  issuer text,
  valid_from date not null,
  valid_to date,
  constraint organisation_identifier_interval check (valid_to is null or valid_to > valid_from),
  -- Whoever had a number before may be asked for by the days on which it had it.
  constraint organisation_identifier_one_holder exclude using gist (type with =, value with =, daterange(valid_from, valid_to) with &&)
);
create index organisation_identifier_organisation on people.organisation_identifier (organisation_id);
create index organisation_identifier_value on people.organisation_identifier (value);
call kernel.keep_history('people.organisation_identifier');

create table people.organisation_contact (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  organisation_id uuid not null references people.organisation,
  kind text not null constraint organisation_contact_kind check (kind in ('PHONE', 'EMAIL', 'WEBSITE', 'POST', 'PERSON')),
  value text not null,
  label text,
  valid_from date not null,
  valid_to date,
  constraint organisation_contact_interval check (valid_to is null or valid_to > valid_from),
  constraint organisation_contact_once exclude using gist (organisation_id with =, kind with =, value with =, daterange(valid_from, valid_to) with &&)
);
create index organisation_contact_organisation on people.organisation_contact (organisation_id);
call kernel.keep_history('people.organisation_contact');

-- Where it works beside its seat.
create table people.organisation_place (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  organisation_id uuid not null references people.organisation,
  place_id uuid not null references people.place,
  valid_from date not null,
  valid_to date,
  constraint organisation_place_interval check (valid_to is null or valid_to > valid_from),
  constraint organisation_place_once exclude using gist (organisation_id with =, place_id with =, daterange(valid_from, valid_to) with &&)
);
create index organisation_place_organisation on people.organisation_place (organisation_id);
create index organisation_place_place on people.organisation_place (place_id);
call kernel.keep_history('people.organisation_place');

-- When it was open: closed between two periods.
create table people.organisation_period (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  organisation_id uuid not null references people.organisation,
  valid_from date not null,
  valid_to date,
  closed_because text,
  constraint organisation_period_interval check (valid_to is null or valid_to > valid_from),
  constraint organisation_period_apart exclude using gist (organisation_id with =, daterange(valid_from, valid_to) with &&)
);
create index organisation_period_organisation on people.organisation_period (organisation_id);
call kernel.keep_history('people.organisation_period');
