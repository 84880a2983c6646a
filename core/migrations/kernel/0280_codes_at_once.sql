-- Asked at each reference to a table. Nearly every scope holds one code in a dimension, which needs no statement to be read.
create or replace function kernel.codes_in_scope(part integer) returns text[] language plpgsql stable parallel safe as $$
declare
  said constant text := kernel.scope_part(part);
begin
  if said is null or left(said, 1) <> '[' then return '{}'; end if;
  if jsonb_array_length(said::jsonb) = 1 then return array[said::jsonb ->> 0]; end if;
  return array(select jsonb_array_elements_text(said::jsonb));
end $$;
