-- Statements that were not written for a reach are told the places of a small one too; otherwise each of their rows asks for its place.
create or replace function kernel.reach() returns text language plpgsql volatile as $$
begin
  if kernel.unlimited(1) then return ''; end if;
  if people.scope_holds_every_place() then return set_config('kinga.every_place', current_setting('kinga.scope', true), true); end if;
  return set_config('kinga.every_place', '', true) || kernel.tell_reach('few');
end $$;
