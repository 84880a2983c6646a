-- When a household began and ended, what kind it is, and where it lived when.
alter table people.household
  add kind text not null default 'PRIVATE' constraint household_kind check (kind in ('PRIVATE', 'INSTITUTION')),
  add opened_on date,
  add closed_on date,
  add constraint household_lasted check (closed_on is null or opened_on is null or closed_on >= opened_on),
  add constraint household_closed_headless check (closed_on is null or head_id is null);

-- Where a household lives, or where a person does who belongs to none: from a day to a day, one place at a time.
create table people.residence (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  household_id uuid references people.household,
  person_id uuid references people.person,
  place_id uuid not null references people.place,
  valid_from date not null,
  valid_to date,
  constraint residence_of_one check (num_nonnulls(household_id, person_id) = 1),
  constraint residence_interval check (valid_to is null or valid_to > valid_from),
  constraint residence_household_one_place exclude using gist (household_id with =, daterange(valid_from, valid_to) with &&) where (household_id is not null),
  constraint residence_person_one_place exclude using gist (person_id with =, daterange(valid_from, valid_to) with &&) where (person_id is not null)
);
create index residence_household on people.residence (household_id) where household_id is not null;
create index residence_person on people.residence (person_id) where person_id is not null;
create index residence_place on people.residence (place_id);
call kernel.keep_history('people.residence');

-- Households of before live where they live since their first member came. It is no change of theirs, so no history of it.
alter table people.household disable trigger user;
update people.household h set opened_on = coalesce((select min(m.valid_from) from people.membership m where m.household_id = h.id), h.created_at::date);
alter table people.household enable trigger user;
insert into people.residence (id, household_id, place_id, valid_from) select kernel.uuid7(), id, place_id, opened_on from people.household;
