-- Relatives by how their first names sound, beside how they are written.
alter table matching.duplicate_name add column first_code text collate "C" not null default '';
alter table matching.duplicate_person add column kin_codes text[] not null default '{}';

create or replace function matching.note_words(of_persons uuid[], of_households uuid[]) returns void language plpgsql as $$
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
  update matching.duplicate_person d set kin = '{}', kin_codes = '{}' where d.household_id in (select household_id from matching.duplicate_person where id = any (of_persons));
  delete from matching.duplicate_person d where d.id = any (of_persons);
end $$;
