-- Search in two steps. Persons are many, but the words of their names are few and repeat: 1,000,000 persons have some 40,000
-- different words. What is dear (misspellings, other spellings of a sound) is looked for among the words; then persons are
-- found by the words exactly, in lists that PostgreSQL intersects inside of the index.
create table matching.word (
  word text collate "C" not null,
  -- The word, and the word without one of its letters, for each of them. Two words that share one are a slip apart: a letter
  -- dropped, doubled, swapped with the next or taken for another.
  slips text[] collate "C" not null,
  -- How it sounds.
  codes text[] collate "C" not null
);
-- Not unique: two transactions that meet the same new word at once both write it, so that neither waits for the other. A word
-- stays when nobody bears it any more; it then finds nobody.
create index word_word on matching.word (word);
create index word_near on matching.word using gin (slips, codes);
create index word_trigrams on matching.word using gin (word gin_trgm_ops);

-- A person as the search sees it.
create table matching.person_entry (
  person_id uuid primary key,
  place_id uuid,
  birth_year smallint,
  -- The words of all names.
  words text[] collate "C" not null
);
create index person_entry_words on matching.person_entry using gin (words);

create function matching.word_slips(word text) returns text[] language sql immutable parallel safe as $$
  select array(select word union select overlay(word placing '' from at for 1) from generate_series(1, length(word)) as at where length(word) > 2)
$$;

create function matching.name_words(name text) returns text[] language sql immutable parallel safe as $$
  select string_to_array(matching.normal_name(name), ' ')
$$;

-- Makes sure that the words of some entries are known.
create function matching.learn_words(persons uuid[]) returns void language sql as $$
  insert into matching.word (word, slips, codes)
  select w, matching.word_slips(w), matching.phonetic(w)
  from (select distinct unnest(entry.words) as w from matching.person_entry entry where entry.person_id = any(persons)) as given
  where not exists (select from matching.word known where known.word = given.w)
$$;

-- Every name of a person, as it is recorded.
create view matching.person_name_text as
  select p.id as person_id, concat_ws(' ', p.given_name, p.family_name) as name from people.person p;

-- What the entries should be. Who was found to be another person is found as that one.
create view matching.person_searchable as
  select p.id as person_id, p.place_id, extract(year from p.birth_date)::smallint as birth_year,
         matching.name_words((select string_agg(n.name, ' ') from matching.person_name_text n where n.person_id = p.id)) as words
  from people.person p where p.merged_into_id is null;

-- Brings the entries of some persons up to date. They are locked first, so that of two transactions that change one person the
-- second sees what the first has written.
create function matching.refresh_entries(persons uuid[]) returns void language plpgsql as $$
begin
  perform from matching.person_entry where person_id = any(persons) order by person_id for update;
  delete from matching.person_entry e where e.person_id = any(persons) and not exists (select from matching.person_searchable s where s.person_id = e.person_id);
  insert into matching.person_entry as e (person_id, place_id, birth_year, words)
  select s.person_id, s.place_id, s.birth_year, s.words from matching.person_searchable s where s.person_id = any(persons) order by s.person_id
  on conflict (person_id) do update set place_id = excluded.place_id, birth_year = excluded.birth_year, words = excluded.words
  where (e.place_id, e.birth_year, e.words) is distinct from (excluded.place_id, excluded.birth_year, excluded.words);
  perform matching.learn_words(persons);
end $$;

-- One statement of many rows costs a few statements here, whoever writes it.
create function matching.persons_inserted() returns trigger language plpgsql as $$
begin
  insert into matching.person_entry (person_id, place_id, birth_year, words)
  select n.id, n.place_id, extract(year from n.birth_date), matching.name_words(concat_ws(' ', n.given_name, n.family_name)) from written n where n.merged_into_id is null;
  insert into matching.word (word, slips, codes)
  select w, matching.word_slips(w), matching.phonetic(w)
  from (select distinct unnest(matching.name_words(concat_ws(' ', n.given_name, n.family_name))) collate "C" as w from written n) as given
  where not exists (select from matching.word known where known.word = given.w);
  return null;
end $$;
create trigger search_inserted after insert on people.person referencing new table as written
  for each statement execute function matching.persons_inserted();

create function matching.persons_updated() returns trigger language plpgsql as $$
declare
  changed uuid[];
begin
  select array_agg(n.id) into changed from written n join before o on o.id = n.id
  where (n.given_name, n.family_name, n.place_id, n.birth_date, n.merged_into_id) is distinct from (o.given_name, o.family_name, o.place_id, o.birth_date, o.merged_into_id);
  if changed is not null then perform matching.refresh_entries(changed); end if;
  return null;
end $$;
create trigger search_updated after update on people.person referencing old table as before new table as written
  for each statement execute function matching.persons_updated();

create function matching.persons_deleted() returns trigger language plpgsql as $$
begin
  delete from matching.person_entry e using before o where e.person_id = o.id;
  return null;
end $$;
create trigger search_deleted after delete on people.person referencing old table as before
  for each statement execute function matching.persons_deleted();

-- Persons from before.
insert into matching.person_entry (person_id, place_id, birth_year, words) select person_id, place_id, birth_year, words from matching.person_searchable;
insert into matching.word (word, slips, codes)
select w, matching.word_slips(w), matching.phonetic(w) from (select distinct unnest(words) as w from matching.person_entry) as given;
