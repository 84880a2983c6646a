-- Whoever is limited to programmes sees the persons and households that are or were in one of them.
create function programmes.has_person(programmes uuid[], person uuid, household uuid) returns boolean language plpgsql stable parallel safe as $$
begin
  return exists (select from programmes.enrolment part where part.person_id = person and part.programme_id = any(programmes))
    or exists (select from programmes.enrolment part where part.household_id = household and part.programme_id = any(programmes));
end $$;
create function programmes.has_household(programmes uuid[], household uuid) returns boolean language plpgsql stable parallel safe as $$
begin
  return exists (select from programmes.enrolment part where part.household_id = household and part.programme_id = any(programmes))
    or exists (select from people.person member join programmes.enrolment part on part.person_id = member.id where member.household_id = household and part.programme_id = any(programmes));
end $$;

call kernel.guard('people.person', format(
  '(%s) and ((select kernel.unlimited(3)) or programmes.has_person((select programmes.programmes_in_scope()), person.id, person.household_id))',
  people.place_condition('people.person', 'place_id')));

call kernel.guard('people.household', format(
  '(%s) and ((select kernel.unlimited(3)) or programmes.has_household((select programmes.programmes_in_scope()), household.id))',
  people.place_condition('people.household', 'place_id')));
