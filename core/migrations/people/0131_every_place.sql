-- Whether the scope holds every place there is, as that of a clerk of the whole country does: then a row's place needn't be looked for.
create or replace function kernel.reach() returns text language plpgsql volatile as $$
declare
  codes constant text[] := kernel.codes_in_scope(1);
begin
  return set_config('kinga.every_place', case when cardinality(codes) > 0
    and not exists (select from people.place root where root.parent_id is null and root.code <> all (codes)) then current_setting('kinga.scope', true) else '' end, true);
end $$;

-- Rows without a place are for those alone who have no limit. It holds for the scope alone of which it was said.
create function people.any_place_condition(place text) returns text language sql immutable as $$
  select format('%s is not null and (select nullif(current_setting(''kinga.every_place'', true), '''') = current_setting(''kinga.scope'', true))', place)
$$;

create or replace function people.place_condition(of_table regclass, place name) returns text language sql stable as $$
  select format('(select kernel.unlimited(1)) or %s or exists (select from people.place here where here.id = %I.%I and here.number <@ (select people.places_in_scope()))',
    people.any_place_condition(format('%I.%I', relname, place)), relname, place)
  from pg_class where oid = of_table
$$;

-- Policies that were made before.
do $$
declare
  old record;
begin
  for old in
    select p.polrelid::regclass as of_table, pg_get_expr(p.polqual, p.polrelid) as condition
    from pg_policy p where p.polname = 'scope' and pg_get_expr(p.polqual, p.polrelid) ~ 'FROM people\.place here' and pg_get_expr(p.polqual, p.polrelid) !~ 'kinga\.every_place'
  loop
    call kernel.guard(old.of_table, regexp_replace(old.condition, 'EXISTS \( SELECT\s+FROM people\.place here\s+WHERE \(\(here\.id = ([a-z_.]+)\)',
      '(\1 IS NOT NULL AND (SELECT nullif(current_setting(''kinga.every_place'', true), '''') = current_setting(''kinga.scope'', true))) OR \&', 'g'));
  end loop;
end $$;
