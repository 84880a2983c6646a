-- The view holds the condition of the policy; see people.place_condition.
do $$
begin
  execute format('create or replace view matching.person_entry_seen as select * from matching.person_entry where %s with local check option', people.place_condition('matching.person_entry', 'place_id'));
end $$;
