call kernel.personal('people.person', 'REPLACE', 'Sex, year of birth and of death and the region stay for statistics; payments and decisions go on referring to the row.', '{id}', files => '{photo_id}', replaced => '{
  "given_name": "null", "patronymic": "null", "family_name": "''(erased)''", "birth_date": "date_trunc(''year'', t.birth_date)::date", "birth_precision": "''YEAR''",
  "death_date": "date_trunc(''year'', t.death_date)::date", "place_id": "people.coarse_place(t.place_id)", "attributes": "''{}''::jsonb", "languages": "''{}''::text[]",
  "photo_id": "null::uuid", "photo_taken_on": "null::date", "erased_on": "coalesce(t.erased_on, current_date)"}');
do $$
declare
  scope constant text := kernel.see_everything();
begin
  update people.person p set erased_on = e.erased_on from privacy.erasure e where e.person_id = p.id;
  perform kernel.see_as(scope);
end $$;
