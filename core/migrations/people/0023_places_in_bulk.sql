-- These look at all rows that a statement wrote. Their plans are kept for the session: one made for a single row must not be one
-- that takes a million million steps for a renumbered country.
alter function people.keep_links_of_places() set enable_nestloop = off;
alter function people.record_place_history() set enable_nestloop = off;
