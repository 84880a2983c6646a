-- Whether somebody takes part is asked for each person that a statement of a programme's clerk looks at. Each enrolment that it found was asked in turn
-- whether it is seen, five times as long as finding it takes; but the clerk's own programmes are all that is looked for.
call kernel.let_owner_see('programmes.enrolment', 'Whether somebody takes part in given programmes is asked of enrolments for each person, and tells nothing else of them.');

create or replace function programmes.has_person(programmes uuid[], person uuid, household uuid) returns boolean language plpgsql stable parallel safe
  security definer set search_path = pg_catalog as $$
begin
  return exists (select from programmes.enrolment part where part.person_id = person and part.programme_id = any(programmes))
    or exists (select from programmes.enrolment part where part.household_id = household and part.programme_id = any(programmes));
end $$;
-- Whoever is seen in it takes part, or it does.
create or replace function programmes.has_household(programmes uuid[], household uuid) returns boolean language plpgsql stable parallel safe as $$
begin
  return programmes.has_person(programmes, null, household) or exists (select from people.person member where member.household_id = household);
end $$;

create or replace function programmes.sight() returns text language plpgsql stable parallel safe as $$
declare
  scope constant text := current_setting('kinga.scope', true);
begin
  return case when scope = 'all' then 'all'
    when scope not like '%|all' then case when kernel.unlimited(1) then 'programmes' else 'look' end
    when current_setting('kinga.every_place', true) = scope then 'every'
    when current_setting('kinga.few_places_of', true) = scope then 'few'
    when kernel.unlimited(1) then 'all'
    else 'look' end;
end $$;

do $$
declare
  condition constant text := 'case (select programmes.sight()) when ''all'' then true when ''every'' then %1$s.place_id is not null when ''few'' then %1$s.place_id = any ((select people.places_told())::uuid[])
    when ''programmes'' then programmes.has_%1$s((select programmes.programmes_in_scope()), %2$s)
    else programmes.sees_%1$s((select people.places_in_scope()), (select programmes.programmes_in_scope()), %1$s.place_id, %2$s) end';
begin
  call kernel.guard('people.person', format(condition, 'person', 'person.id, person.household_id'));
  call kernel.guard('people.household', format(condition, 'household', 'household.id'));
end $$;
