-- Told with each statement of a country's clerk, and asked by three functions within each other: by one look at the roots now.
create or replace function kernel.tell_reach(kind text) returns text language plpgsql volatile as $$
declare
  scope constant text := current_setting('kinga.scope', true);
  part text;
  most constant integer := 300;
  places uuid[];
begin
  if kind = 'every' then
    part := kernel.scope_part(1);
    if not coalesce(left(part, 1) = '[' and (select bool_and(part::jsonb ? root.code) from people.place root where root.depth = 0), false) then
      raise exception 'the scope does not reach every place' using errcode = 'KG405';
    end if;
    return set_config('kinga.every_place', scope, true);
  end if;
  places := array(select here.id from people.place root join people.place here on here.number between root.number and root.last_number
    where root.code = any (kernel.codes_in_scope(1)) limit most + 1);
  if cardinality(places) > most then return ''; end if;
  return set_config('kinga.few_places', places::text, true) || set_config('kinga.few_places_of', scope, true);
end $$;
