-- Statements refer to persons and households more often than to anything else, each time with what their policies ask. So one question says first whether
-- there is a limit of programmes at all, and whoever has one is answered by a function.
create function programmes.sight() returns text language plpgsql stable parallel safe as $$
declare
  scope constant text := current_setting('kinga.scope', true);
begin
  return case when scope = 'all' then 'all'
    when scope not like '%|all' then 'look'
    when current_setting('kinga.every_place', true) = scope then 'every'
    when current_setting('kinga.few_places_of', true) = scope then 'few'
    when kernel.unlimited(1) then 'all'
    else 'look' end;
end $$;

create function programmes.sees_person(places int4multirange, programmes uuid[], of_place uuid, person uuid, household uuid) returns boolean language plpgsql stable parallel safe as $$
begin
  return (kernel.unlimited(1) or people.place_within(places, of_place)) and (kernel.unlimited(3) or programmes.has_person(programmes, person, household));
end $$;
create function programmes.sees_household(places int4multirange, programmes uuid[], of_place uuid, household uuid) returns boolean language plpgsql stable parallel safe as $$
begin
  return (kernel.unlimited(1) or people.place_within(places, of_place)) and (kernel.unlimited(3) or programmes.has_household(programmes, household));
end $$;

do $$
declare
  condition constant text := 'case (select programmes.sight()) when ''all'' then true when ''every'' then %1$s.place_id is not null when ''few'' then %1$s.place_id = any ((select people.places_told())::uuid[])
    else programmes.%2$s((select people.places_in_scope()), (select programmes.programmes_in_scope()), %1$s.place_id, %3$s) end';
begin
  call kernel.guard('people.person', format(condition, 'person', 'sees_person', 'person.id, person.household_id'));
  call kernel.guard('people.household', format(condition, 'household', 'sees_household', 'household.id'));
end $$;
