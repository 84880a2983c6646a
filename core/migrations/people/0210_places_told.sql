-- What policies ask of a place is planned with each table of each statement, and took longer than many a statement: whether there is a limit, whether the
-- statement was told every place or few, and `exists` over places, which is planned twice. Now one subselect says how far the scope reaches, and each
-- kind of reach has one of its own: the places that were told are hashed once a statement, others are looked up by their id.
create function people.place_reach() returns text language plpgsql stable parallel safe as $$
declare
  scope constant text := nullif(current_setting('kinga.scope', true), '');
begin
  return case when kernel.unlimited(1) then 'all'
    when current_setting('kinga.every_place', true) = scope then 'every'
    when current_setting('kinga.few_places_of', true) = scope then 'few'
    else 'many' end;
end $$;

-- Planned as it stands, where one of SQL would be taken apart each time.
create or replace function people.places_told() returns uuid[] language plpgsql stable parallel safe as $$
begin
  return case when current_setting('kinga.few_places_of', true) = nullif(current_setting('kinga.scope', true), '') then nullif(current_setting('kinga.few_places', true), '')::uuid[] end;
end $$;

create function people.place_condition(place text) returns text language sql immutable as $$
  select format('case (select people.place_reach()) when ''all'' then true when ''every'' then %1$s is not null when ''few'' then %1$s in (select unnest(people.places_told()))
    else (select here.number <@ (select people.places_in_scope()) from people.place here where here.id = %1$s) end', place)
$$;
create or replace function people.place_condition(of_table regclass, place name) returns text language sql stable as $$
  select people.place_condition(format('%I.%I', relname, place)) from pg_class where oid = of_table
$$;
-- kinga: allow drop because migrations alone asked for it, when they made policies
drop function people.any_place_condition(text);

-- Policies that were made before; those that were changed once before hold their parts in parentheses.
do $$
declare
  unlimited constant text := '\( SELECT kernel\.unlimited\(1\) AS unlimited\)';
  every constant text := '\([a-z_.]+ IS NOT NULL\) AND \( SELECT \(NULLIF\(current_setting\(''kinga\.every_place''::text, true\), ''''::text\) = current_setting\(''kinga\.scope''::text, true\)\)\)';
  few constant text := '[a-z_.]+ = ANY \(\( SELECT people\.places_told\(\) AS places_told\)::uuid\[\]\)';
  looked_up constant text := 'EXISTS \( SELECT\s+FROM people\.place here\s+WHERE \(\(here\.id = ([a-z_.]+)\) AND \(here\.number <@ \( SELECT people\.places_in_scope\(\) AS places_in_scope\)\)\)\)';
  old record;
  now text;
  condition text;
begin
  for old in
    select p.polrelid::regclass as of_table, pg_get_expr(p.polqual, p.polrelid) as condition
    from pg_policy p where p.polname = 'scope' and pg_get_expr(p.polqual, p.polrelid) ~ 'FROM people\.place here'
  loop
    now := old.condition;
    foreach condition in array array['%s OR \(%s\) OR \(%s\) OR \(%s\)', '%s OR \(\(%s\) OR \(\(%s\) OR \(%s\)\)\)'] loop
      now := regexp_replace(now, format(condition, unlimited, every, few, looked_up), people.place_condition('\1'), 'g');
    end loop;
    if now ~ 'kernel\.unlimited\(1\) AS unlimited\) OR .*kinga\.every_place' then
      raise exception 'the policy of % asks for places in other words', old.of_table;
    end if;
    execute format('alter policy scope on %s using (%s)', old.of_table, now);
  end loop;
end $$;
