-- Who was born on a day, as those are asked for who may be one.
-- kinga: allow index because a large registry builds it beforehand, concurrently
create index if not exists person_birth_date on people.person (birth_date);
