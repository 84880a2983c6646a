-- Cooperatives, schools …: a person belongs to as many as there are, beside the household.
create table people.social_group (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint group_code_key unique,
  kind text not null,
  name text not null,
  place_id uuid references people.place,
  opened_on date not null,
  closed_on date,
  constraint group_lasted check (closed_on is null or closed_on >= opened_on)
);
create index social_group_place on people.social_group (place_id);
create index social_group_kind on people.social_group (kind);

create table people.group_membership (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  group_id uuid not null references people.social_group,
  role text not null,
  valid_from date not null,
  valid_to date,
  constraint group_membership_interval check (valid_to is null or valid_to > valid_from),
  constraint group_membership_once exclude using gist (person_id with =, group_id with =, daterange(valid_from, valid_to) with &&)
);
create index group_membership_group on people.group_membership (group_id);

call kernel.keep_history('people.social_group');
call kernel.keep_history('people.group_membership');
