-- Asked by nearly every policy: as a function of SQL it was taken apart and planned with each table of each statement, which took longer than asking it.
create or replace function kernel.unlimited(part integer) returns boolean language plpgsql stable parallel safe as $$
begin
  return coalesce(kernel.scope_part(part) = 'all', false);
end $$;
