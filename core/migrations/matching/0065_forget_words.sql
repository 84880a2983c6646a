-- Words that only these persons bear, or bore, are forgotten; entries follow the rows by themselves. Which words that are is known
-- before the rows change, and entries that change on the way learn words again: so they go afterwards.
create function matching.note_words(of_persons uuid[], of_households uuid[]) returns void language plpgsql as $$
begin
  perform set_config('kinga.words', array(
    select distinct w from (
      select unnest(e.words) as w from matching.person_entry e where e.person_id = any (of_persons)
      union all
      select unnest(matching.name_words(concat_ws(' ', h.row_before ->> 'given_name', h.row_before ->> 'patronymic', h.row_before ->> 'family_name'))) from kernel.history h
      where (h.table_name = 'people.person' and h.row_id = any (of_persons)) or (h.table_name = 'people.person_name' and (h.row_before ->> 'person_id')::uuid = any (of_persons))
      union all
      select unnest(matching.name_words(concat_ws(' ', p.given_name, p.patronymic, p.family_name))) from people.person p where p.id = any (of_persons)) words where w is not null)::text, true);
  -- What the last search for duplicates worked on.
  delete from matching.duplicate_name n where n.name in (
    select d.given from matching.duplicate_person d where d.id = any (of_persons) union select d.family from matching.duplicate_person d where d.id = any (of_persons))
    and not exists (select from matching.duplicate_person d where (d.given = n.name or d.family = n.name) and d.id <> all (of_persons));
  update matching.duplicate_person d set kin = '{}' where d.household_id in (select household_id from matching.duplicate_person where id = any (of_persons));
  delete from matching.duplicate_person d where d.id = any (of_persons);
end $$;

create function matching.forget_words(of_persons uuid[], of_households uuid[]) returns void language plpgsql as $$
begin
  delete from matching.word known where known.word = any (current_setting('kinga.words')::text[])
    and not exists (select from matching.person_entry e where e.words @> array[known.word]);
  perform set_config('kinga.words', '', true);
end $$;
