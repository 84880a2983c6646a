create function people.scope_holds_every_place() returns boolean language plpgsql stable parallel safe as $$
declare
  codes constant text[] := kernel.codes_in_scope(1);
begin
  return cardinality(codes) > 0 and not exists (select from people.place root where root.parent_id is null and root.code <> all (codes));
end $$;

-- Up to so many places, rows are found by an index of their places; with more, they are read and held against them.
create or replace function kernel.kind_of_reach() returns text language plpgsql volatile as $$
begin
  return case when people.scope_holds_every_place() then 'every'
    when (select count(*) from (select from people.place root join people.place here on here.number between root.number and root.last_number where root.code = any (kernel.codes_in_scope(1)) limit 101) here) <= 100 then 'few'
    else 'many' end;
end $$;

create or replace function kernel.places_within(codes text[]) returns uuid[] language plpgsql stable parallel safe as $$
begin
  return coalesce((select array_agg(here.id) from people.place root join people.place here on here.number between root.number and root.last_number where root.code = any (codes)), '{}');
end $$;

create or replace function kernel.tell_reach(kind text) returns text language plpgsql volatile as $$
declare
  scope constant text := current_setting('kinga.scope', true);
begin
  if kind = 'every' then
    if not people.scope_holds_every_place() then
      raise exception 'the scope does not reach every place' using errcode = 'KG405';
    end if;
    return set_config('kinga.every_place', scope, true);
  elsif kind = 'few' then
    return set_config('kinga.few_places', kernel.places_within(kernel.codes_in_scope(1))::text, true)
      || set_config('kinga.few_places_of', scope, true);
  end if;
  return '';
end $$;

-- The places of the scope where the statement was told them; null where it was not, or of another scope.
create function people.places_told() returns uuid[] language sql stable parallel safe
  return case when nullif(current_setting('kinga.few_places_of', true), '') = current_setting('kinga.scope', true) then nullif(current_setting('kinga.few_places', true), '')::uuid[] end;

create or replace function people.place_condition(of_table regclass, place name) returns text language sql stable as $$
  select format('(select kernel.unlimited(1)) or %s or %I.%I = any ((select people.places_told())::uuid[]) or exists (select from people.place here where here.id = %I.%I and here.number <@ (select people.places_in_scope()))',
    people.any_place_condition(format('%I.%I', relname, place)), relname, place, relname, place)
  from pg_class where oid = of_table
$$;

-- Policies that were made before.
do $$
declare
  old record;
begin
  for old in
    select p.polrelid::regclass as of_table, pg_get_expr(p.polqual, p.polrelid) as condition
    from pg_policy p where p.polname = 'scope' and pg_get_expr(p.polqual, p.polrelid) ~ 'FROM people\.place here' and pg_get_expr(p.polqual, p.polrelid) !~ 'places_told'
  loop
    execute format('alter policy scope on %s using (%s)', old.of_table, regexp_replace(old.condition, 'EXISTS \( SELECT\s+FROM people\.place here\s+WHERE \(\(here\.id = ([a-z_.]+)\)',
      '(\1 = any ((select people.places_told())::uuid[])) OR \&', 'g'));
  end loop;
end $$;
