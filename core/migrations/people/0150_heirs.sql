-- Whether the scope holds every place there is. A place that one other took over lies within that one (number-places.ts), so that roots are
-- known by their depth: a country that was renamed has one root.
create or replace function kernel.reach() returns text language plpgsql volatile as $$
declare
  codes constant text[] := kernel.codes_in_scope(1);
begin
  return set_config('kinga.every_place', case when cardinality(codes) > 0
    and not exists (select from people.place root where root.depth = 0 and root.code <> all (codes)) then current_setting('kinga.scope', true) else '' end, true);
end $$;
