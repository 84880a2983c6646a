-- As before (0133), without persons who were erased: nobody is covered of whom nothing is held.
create or replace function health_insurance.members_on(of_household uuid, on_day date) returns table (person_id uuid, related boolean, birth_date date, place_in_order integer) language sql stable as $$
  select m.person_id, m.role <> 'NOT_RELATED', p.birth_date, (row_number() over (order by m.role <> 'HEAD', m.role = 'NOT_RELATED', p.birth_date nulls first, m.person_id))::int
  from people.membership m join people.person p on p.id = m.person_id
  where m.household_id = of_household and daterange(m.valid_from, m.valid_to) @> on_day and (p.death_date is null or p.death_date > on_day) and p.erased_on is null
$$;
