-- Each statement of somebody with limits asks whether they hold every root: without an index that read all places, twice.
-- kinga: allow index because places are thousands of rows, not millions
create index place_root on people.place (code) where depth = 0;

create or replace function people.scope_holds_every_place() returns boolean language plpgsql stable parallel safe as $$
declare
  codes constant text[] := kernel.codes_in_scope(1);
begin
  return coalesce((select bool_and(root.code = any (codes)) from people.place root where root.depth = 0), false);
end $$;
