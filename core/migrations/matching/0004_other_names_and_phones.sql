-- As before, but letters that become the same (ck, cq, sz) are one too.
create or replace function matching.skeleton(word text) returns text[] language sql immutable strict parallel safe as $$
  select case when hard = soft then array[hard] else array[hard, soft] end
  from (
    select regexp_replace(regexp_replace(regexp_replace(regexp_replace(word, '(.)\1+', '\1', 'g'), 'dj|d[iy](?=[aou])', 'j', 'g'), 'c(?=[eiy])', 's', 'g'), 't?ch|t?sh|sch', 'C', 'g') as read
  ) as letters
  cross join lateral (
    select
      translate(replace(replace(replace(read, 'kh', 'k'), 'C', 's'), 'ph', 'f'), 'cqzvxj', 'kksbsj') as one,
      translate(replace(replace(replace(read, 'kh', ''), 'C', 'k'), 'ph', 'f'), 'cqzvxj', 'kksb') as other
  ) as readings
  cross join lateral (
    select regexp_replace(regexp_replace(regexp_replace(one, '([^aeiouhwy])\1+', '\1', 'g'), '^[aeiouhwy]+', 'A'), '[aeiouhwy]+', '', 'g') as hard,
           regexp_replace(regexp_replace(regexp_replace(case when read ~ '^(j|kh|x)' then 'a' || other else other end, '([^aeiouhwy])\1+', '\1', 'g'), '^[aeiouhwy]+', 'A'), '[aeiouhwy]+', '', 'g') as soft
  ) as codes
$$;
update matching.word set codes = matching.phonetic(word) where codes is distinct from matching.phonetic(word);

-- Persons of a few places are found inside of the index too, however common their names are elsewhere.
create index person_entry_found on matching.person_entry using gin (words, (array[place_id]));
drop index matching.person_entry_words;

create or replace view matching.person_name_text as
  select p.id as person_id, concat_ws(' ', p.given_name, p.patronymic, p.family_name) as name from people.person p
  union all
  select n.person_id, concat_ws(' ', n.given_name, n.patronymic, n.family_name) from people.person_name n;

create or replace function matching.persons_inserted() returns trigger language plpgsql as $$
begin
  -- Other names come later, since they refer to the person.
  insert into matching.person_entry (person_id, place_id, birth_year, words)
  select n.id, n.place_id, extract(year from n.birth_date), matching.name_words(concat_ws(' ', n.given_name, n.patronymic, n.family_name))
  from written n where n.merged_into_id is null;
  insert into matching.word (word, slips, codes)
  select w, matching.word_slips(w), matching.phonetic(w)
  from (select distinct unnest(matching.name_words(concat_ws(' ', n.given_name, n.patronymic, n.family_name))) collate "C" as w from written n) as given
  where not exists (select from matching.word known where known.word = given.w);
  return null;
end $$;

create or replace function matching.persons_updated() returns trigger language plpgsql as $$
declare
  changed uuid[];
begin
  select array_agg(n.id) into changed from written n join before o on o.id = n.id
  where (n.given_name, n.patronymic, n.family_name, n.place_id, n.birth_date, n.merged_into_id)
    is distinct from (o.given_name, o.patronymic, o.family_name, o.place_id, o.birth_date, o.merged_into_id);
  if changed is not null then perform matching.refresh_entries(changed); end if;
  return null;
end $$;

-- Other names of persons: both whose they were and whose they are.
create function matching.names_written() returns trigger language plpgsql as $$
begin
  perform matching.refresh_entries(array(select distinct person_id from written));
  return null;
end $$;
create function matching.names_changed() returns trigger language plpgsql as $$
begin
  perform matching.refresh_entries(array(select person_id from written union select person_id from before));
  return null;
end $$;
create function matching.names_deleted() returns trigger language plpgsql as $$
begin
  perform matching.refresh_entries(array(select distinct person_id from before));
  return null;
end $$;
create trigger search_inserted after insert on people.person_name referencing new table as written
  for each statement execute function matching.names_written();
create trigger search_updated after update on people.person_name referencing old table as before new table as written
  for each statement execute function matching.names_changed();
create trigger search_deleted after delete on people.person_name referencing old table as before
  for each statement execute function matching.names_deleted();

-- Phone numbers backwards, so that the last digits, which people remember and which stay the same with and without a country
-- code, are a range of the index.
create table matching.phone_entry (
  contact_point_id uuid primary key,
  person_id uuid not null,
  backwards text collate "C" not null
);
create index phone_entry_backwards on matching.phone_entry (backwards);
create index phone_entry_person on matching.phone_entry (person_id);

create view matching.phone_searchable as
  select c.id as contact_point_id, c.person_id, reverse(translate(c.value, '+ -./()', '')) as backwards from people.contact_point c where c.kind = 'PHONE';

create function matching.phones_inserted() returns trigger language plpgsql as $$
begin
  insert into matching.phone_entry (contact_point_id, person_id, backwards)
  select n.id, n.person_id, reverse(translate(n.value, '+ -./()', '')) from written n where n.kind = 'PHONE';
  return null;
end $$;
create function matching.phones_updated() returns trigger language plpgsql as $$
begin
  delete from matching.phone_entry e using before o where e.contact_point_id = o.id
    and not exists (select from written n where n.id = o.id and n.kind = 'PHONE' and (n.person_id, n.value) is not distinct from (o.person_id, o.value));
  insert into matching.phone_entry (contact_point_id, person_id, backwards)
  select s.contact_point_id, s.person_id, s.backwards from matching.phone_searchable s join written n on n.id = s.contact_point_id
  on conflict (contact_point_id) do nothing;
  return null;
end $$;
create function matching.phones_deleted() returns trigger language plpgsql as $$
begin
  delete from matching.phone_entry e using before o where e.contact_point_id = o.id;
  return null;
end $$;
create trigger search_inserted after insert on people.contact_point referencing new table as written
  for each statement execute function matching.phones_inserted();
create trigger search_updated after update on people.contact_point referencing old table as before new table as written
  for each statement execute function matching.phones_updated();
create trigger search_deleted after delete on people.contact_point referencing old table as before
  for each statement execute function matching.phones_deleted();

-- What was written before.
insert into matching.phone_entry (contact_point_id, person_id, backwards) select contact_point_id, person_id, backwards from matching.phone_searchable;
select matching.refresh_entries(array(select distinct person_id from people.person_name));
select matching.refresh_entries(array(select id from people.person where patronymic is not null));
