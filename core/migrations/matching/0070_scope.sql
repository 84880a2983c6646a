-- A pair is seen by whoever sees one of the two, as with whatever names several; the platform's own predicate asks for both.
call people.guard_by_any('matching.duplicate_candidate', 'first_id person', 'second_id person');

-- The search finds persons by operators that PostgreSQL asks only after a policy, and would read every entry one by one. So it reads views,
-- which hold the same conditions and leave it the indexes.
create function matching.because_of_indexes() returns text language sql immutable as $$
  select 'The search reads the view of the same rows, which holds the condition itself and keeps the indexes.'
$$;
call people.guard_by_place('matching.person_entry');
call kernel.let_owner_see('matching.person_entry', matching.because_of_indexes());
call people.guard_by_any('matching.phone_entry', 'person_id person');
call kernel.let_owner_see('matching.phone_entry', matching.because_of_indexes());
do $$
begin
  execute format('create view matching.person_entry_seen as select * from matching.person_entry where %s with local check option', people.place_condition('matching.person_entry', 'place_id'));
end $$;
create view matching.phone_entry_seen as select * from matching.phone_entry
  where (select current_setting('kinga.scope', true)) = 'all' or kernel.sees_people_person(phone_entry.person_id) with local check option;
