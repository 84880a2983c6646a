-- Places are numbered so that a subtree is an interval: the intervals that whoever acts may see. Resolved with each statement,
-- so that renumbered places count at once.
create function people.places_in_scope() returns int4multirange language plpgsql stable parallel safe as $$
begin
  return (select coalesce(range_agg(int4range(p.number, p.last_number, '[]')), '{}') from people.place p where p.code = any(kernel.codes_in_scope(1)));
end $$;

-- Rows that say at which place they are.
create procedure people.guard_by_place(of_table regclass, place name default 'place_id') language plpgsql as $$
begin
  call kernel.guard(of_table, people.place_condition(of_table, place));
end $$;
create function people.place_condition(of_table regclass, place name) returns text language sql stable as $$
  select format('(select kernel.unlimited(1)) or exists (select from people.place here where here.id = %I.%I and here.number <@ (select people.places_in_scope()))', relname, place)
  from pg_class where oid = of_table
$$;

-- Rows that are seen by whoever sees the row of another guarded table that they refer to. The past of what is about somebody, and may
-- be gone, also by whoever sees whom it was about; that of what has a place by whoever sees it now: who moved away takes the past along.
create procedure kernel.guard_by(of_table regclass, reference name, whole regclass) language plpgsql as $$
begin
  call kernel.make_sees(whole);
  call kernel.guard(of_table, kernel.reference_condition(of_table, reference, whole));
  call kernel.show_past(of_table, kernel.sees(whole, kernel.column_past(reference)));
end $$;
create function kernel.reference_condition(of_table regclass, reference name, whole regclass) returns text language sql stable as $$
  select format('(select current_setting(''kinga.scope'', true)) = ''all'' or %s', kernel.sees(whole, format('%I.%I', relname, reference)))
  from pg_class where oid = of_table
$$;

call kernel.make_sees('people.person', 'people.household');
call people.guard_by_place('people.person');
call people.guard_by_place('people.household');
