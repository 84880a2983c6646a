-- Statements refer to persons and households more often than to anything else, each time with what their policies ask. So one question says first how
-- far a scope reaches, and whoever is limited to programmes, or was told no places, is answered by a function.
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

-- The places and programmes of the scope; null where there is no limit.
create type programmes.limits as (places int4multirange, programmes uuid[]);
create function programmes.limits_in_scope() returns programmes.limits language plpgsql stable parallel safe as $$
begin
  return row(case when not kernel.unlimited(1) then people.places_in_scope() end, case when not kernel.unlimited(3) then programmes.programmes_in_scope() end)::programmes.limits;
end $$;

-- Whether somebody takes part was asked of each enrolment in turn, with whether that is seen, five times as long as finding it takes; but the clerk's
-- own programmes are all that is looked for.
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

create function programmes.sees_person(within programmes.limits, of_place uuid, person uuid, household uuid) returns boolean language plpgsql stable parallel safe as $$
begin
  return (within.places is null or people.place_within(within.places, of_place)) and (within.programmes is null or programmes.has_person(within.programmes, person, household));
end $$;
create function programmes.sees_household(within programmes.limits, of_place uuid, household uuid) returns boolean language plpgsql stable parallel safe as $$
begin
  return (within.places is null or people.place_within(within.places, of_place)) and (within.programmes is null or programmes.has_household(within.programmes, household));
end $$;

do $$
declare
  condition constant text := 'case (select programmes.sight()) when ''all'' then true when ''every'' then %1$s.place_id is not null when ''few'' then %1$s.place_id = any ((select people.places_told())::uuid[])
    else programmes.sees_%1$s((select programmes.limits_in_scope()), %1$s.place_id, %2$s) end';
begin
  call kernel.guard('people.person', format(condition, 'person', 'person.id, person.household_id'));
  call kernel.guard('people.household', format(condition, 'household', 'household.id'));
end $$;
