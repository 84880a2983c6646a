-- Enrolments and what follows from them are seen by whoever sees their place and their programme: programmes by their codes, once a
-- statement.
create function programmes.programmes_in_scope() returns uuid[] language plpgsql stable parallel safe as $$
begin
  return array(select p.id from programmes.programme p where p.code = any(kernel.codes_in_scope(3)));
end $$;

-- Over the column of a programme as a condition reads it.
create function programmes.programme_condition(programme text) returns text language sql immutable as $$
  select format('((select kernel.unlimited(3)) or %s = any((select programmes.programmes_in_scope())::uuid[]))', programme)
$$;
create procedure programmes.guard_by_place_and_programme(of_table regclass, place name default 'place_id', programme name default 'programme_id') language plpgsql as $$
begin
  call kernel.guard(of_table, format('(%s) and %s', people.place_condition(of_table, place), programmes.programme_condition(kernel.column_now(of_table, programme))));
end $$;

call programmes.guard_by_place_and_programme('programmes.enrolment');
call programmes.guard_by_place_and_programme('programmes.entitlement');
