-- How far a scope reaches over places, by which statements that read are written: `every`, `few` or `many`. People's migrations replace these
-- functions. What is said here is taken for as long as it helps: a statement that was written for `every` fails where that no longer holds.
create function kernel.kind_of_reach() returns text language sql volatile as $$
  select 'many'
$$;

-- The places of some codes and all that lie in them. A function, since its cost is the same to the planner whichever codes are given: else it
-- would plan each statement anew for its own.
create function kernel.places_within(codes text[]) returns uuid[] language sql stable parallel safe as $$
  select '{}'::uuid[]
$$;

-- Says, for one statement, what a scope of a kind reaches, so that policies needn't find it out at each table. SQLSTATE KG405 where the
-- scope is not of the kind `every`.
create function kernel.tell_reach(kind text) returns text language plpgsql volatile as $$
begin
  if kind = 'every' then
    raise exception 'the scope does not reach every place' using errcode = 'KG405';
  end if;
  return '';
end $$;
