-- Whoever is limited to programmes sees the persons and households that are or were in one of them. Programmes by their codes, once
-- a statement.
create or replace function programmes.programmes_in_scope() returns uuid[] language plpgsql stable parallel safe as $$
begin
  return array(select p.id from programmes.programme p where p.code = any(kernel.codes_in_scope(3)));
end $$;

call kernel.guard('people.person', format(
  '(%s) and ((select kernel.unlimited(3))
    or exists (select from programmes.enrolment part where part.person_id = person.id and part.programme_id = any((select programmes.programmes_in_scope())::uuid[]))
    or exists (select from programmes.enrolment part where part.household_id = person.household_id and part.programme_id = any((select programmes.programmes_in_scope())::uuid[])))',
  people.place_condition('people.person', 'place_id')));

call kernel.guard('people.household', format(
  '(%s) and ((select kernel.unlimited(3))
    or exists (select from programmes.enrolment part where part.household_id = household.id and part.programme_id = any((select programmes.programmes_in_scope())::uuid[]))
    or exists (select from people.person member join programmes.enrolment part on part.person_id = member.id
      where member.household_id = household.id and part.programme_id = any((select programmes.programmes_in_scope())::uuid[])))',
  people.place_condition('people.household', 'place_id')));
