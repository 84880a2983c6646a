-- What a statement that reads is told once of how far its scope reaches, so that policies needn't find it out at each table, row and
-- reference. Modules that scopes are of say it: people's migrations replace the function. It stands in local settings for that statement
-- alone; where nothing was said, as in transactions, policies look for themselves.
create function kernel.reach() returns text language sql volatile as $$
  select ''
$$;
