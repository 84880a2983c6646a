-- The platform's account may not truncate: that would pass by every policy and trigger. The work tables of a search hold nothing else.
create procedure matching.clear_duplicate_work() language sql security definer set search_path = pg_catalog, pg_temp as $$
  truncate matching.duplicate_name, matching.duplicate_person, matching.duplicate_pair, matching.duplicate_comparison
$$;
