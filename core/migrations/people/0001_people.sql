create extension if not exists btree_gist;
create schema people;

create table people.place (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint place_code_key unique,
  name text not null,
  level text not null,
  parent_id uuid references people.place,
  depth integer not null,
  number integer not null,
  last_number integer not null,
  constraint place_interval check (last_number >= number)
);
create index place_parent on people.place (parent_id);
create index place_number on people.place (number);

create table people.household (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint household_code_key unique,
  place_id uuid not null references people.place,
  head_id uuid,
  attributes jsonb not null default '{}'
);
create index household_place on people.household (place_id);

create table people.person (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  given_name text,
  family_name text not null,
  sex text not null constraint person_sex check (sex in ('FEMALE', 'MALE', 'OTHER', 'UNKNOWN')),
  birth_date date,
  death_date date,
  place_id uuid references people.place,
  household_id uuid references people.household,
  attributes jsonb not null default '{}',
  constraint person_lived check (death_date is null or birth_date is null or death_date >= birth_date)
);
create index person_household on people.person (household_id);
create index person_place on people.person (place_id);
create index person_name on people.person (family_name, given_name, id);
-- Checked at the commit: a household and its head are written together.
alter table people.household add constraint household_head foreign key (head_id) references people.person deferrable initially deferred;
create index household_head_person on people.household (head_id);

create table people.membership (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  household_id uuid not null references people.household,
  role text not null constraint membership_role check (role in ('HEAD', 'SPOUSE', 'CHILD', 'PARENT', 'OTHER_RELATIVE', 'NOT_RELATED')),
  valid_from date not null,
  valid_to date,
  constraint membership_interval check (valid_to is null or valid_to > valid_from),
  -- A person belongs to one household at a time, and a household has one head at a time.
  constraint membership_one_household exclude using gist (person_id with =, daterange(valid_from, valid_to) with &&),
  constraint membership_one_head exclude using gist (household_id with =, daterange(valid_from, valid_to) with &&) where (role = 'HEAD')
);
create index membership_household on people.membership (household_id);

call kernel.keep_history('people.place');
call kernel.keep_history('people.household');
call kernel.keep_history('people.person');
call kernel.keep_history('people.membership');
