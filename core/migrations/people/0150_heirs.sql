-- A place that one other took over lies within that one (number-places.ts), so that roots are known by their depth: a country that was
-- renamed has one root.
create or replace function people.scope_holds_every_place() returns boolean language plpgsql stable parallel safe as $$
declare
  codes constant text[] := kernel.codes_in_scope(1);
begin
  return exists (select from people.place root where root.depth = 0) and not exists (select from people.place root where root.depth = 0 and root.code <> all (codes));
end $$;
