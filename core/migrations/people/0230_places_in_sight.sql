-- A policy is set up anew for each reference to its table, and that cost more than what it then asked of a row: a hash of the told places and a look at
-- the table of places, both of which most statements never use. Now told places are a sorted array, and any others are asked of a function.
create function people.place_within(places int4multirange, of_place uuid) returns boolean language plpgsql stable parallel safe as $$
begin
  return (select here.number <@ places from people.place here where here.id = of_place);
end $$;

create or replace function people.place_condition(place text) returns text language sql immutable as $$
  select format('case (select people.place_reach()) when ''all'' then true when ''every'' then %1$s is not null when ''few'' then (select told.places[width_bucket(%1$s, told.places)] = %1$s from (select (select people.places_told()) as places offset 0) told)
    else people.place_within((select people.places_in_scope()), %1$s) end', place)
$$;

-- Statements that look at all rows of a table (`kinga.whole`) are told all places, however many there are.
create or replace function people.place_reach() returns text language plpgsql stable parallel safe as $$
declare
  scope constant text := nullif(current_setting('kinga.scope', true), '');
begin
  return case when kernel.unlimited(1) then 'all'
    when current_setting('kinga.every_place', true) = scope then 'every'
    when current_setting('kinga.few_places_of', true) = scope or current_setting('kinga.whole', true) = scope then 'few'
    else 'many' end;
end $$;
create or replace function people.places_told() returns uuid[] language plpgsql stable parallel safe as $$
declare
  scope constant text := nullif(current_setting('kinga.scope', true), '');
begin
  return case when current_setting('kinga.few_places_of', true) = scope then nullif(current_setting('kinga.few_places', true), '')::uuid[]
    when current_setting('kinga.whole', true) = scope
      then array(select here.id from people.place root join people.place here on here.number between root.number and root.last_number where root.code = any (kernel.codes_in_scope(1)) order by 1) end;
end $$;

-- Told with each statement of a country's clerk: one look at the roots.
create or replace function people.scope_holds_every_place() returns boolean language plpgsql stable parallel safe as $$
declare
  part constant text := kernel.scope_part(1);
begin
  return coalesce(left(part, 1) = '[' and (select bool_and(part::jsonb ? root.code) from people.place root where root.depth = 0), false);
end $$;

-- Statements for many places are told them too, as long as going through them costs less than looking one up.
create or replace function kernel.tell_reach(kind text) returns text language plpgsql volatile as $$
declare
  scope constant text := current_setting('kinga.scope', true);
  most constant integer := 300;
  places uuid[];
begin
  if kind = 'every' then
    if not people.scope_holds_every_place() then
      raise exception 'the scope does not reach every place' using errcode = 'KG405';
    end if;
    return set_config('kinga.every_place', scope, true);
  end if;
  places := array(select here.id from people.place root join people.place here on here.number between root.number and root.last_number
    where root.code = any (kernel.codes_in_scope(1)) order by 1 limit most + 1);
  if cardinality(places) > most then return ''; end if;
  return set_config('kinga.few_places', places::text, true) || set_config('kinga.few_places_of', scope, true);
end $$;

-- So are statements that were written for no reach, where it is a small one.
create or replace function kernel.reach() returns text language plpgsql volatile as $$
begin
  if kernel.unlimited(1) then return ''; end if;
  if people.scope_holds_every_place() then return set_config('kinga.every_place', current_setting('kinga.scope', true), true); end if;
  return set_config('kinga.every_place', '', true) || kernel.tell_reach('few');
end $$;

-- Policies that were made before.
do $$
declare
  old record;
  now text;
begin
  for old in
    select p.polrelid::regclass as of_table, pg_get_expr(p.polqual, p.polrelid) as condition
    from pg_policy p where p.polname = 'scope' and pg_get_expr(p.polqual, p.polrelid) ~ 'people\.place_reach'
  loop
    now := regexp_replace(old.condition, 'CASE \( SELECT people\.place_reach\(\) AS place_reach\)\s+WHEN ''all''::text THEN true\s+WHEN ''every''::text THEN \(([a-z_.]+) IS NOT NULL\)\s+'
      || 'WHEN ''few''::text THEN \(\1 IN \( SELECT unnest\(people\.places_told\(\)\) AS unnest\)\)\s+ELSE \( SELECT \(here\.number <@ \( SELECT people\.places_in_scope\(\) AS places_in_scope\)\)\s+'
      || 'FROM people\.place here\s+WHERE \(here\.id = [a-z_.]+\)\)\s+END', people.place_condition('\1'), 'g');
    if now ~ 'people\.place here' then
      raise exception 'the policy of % asks for places in other words', old.of_table;
    end if;
    execute format('alter policy scope on %s using (%s)', old.of_table, now);
  end loop;
end $$;
