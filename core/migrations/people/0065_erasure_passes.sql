-- What keeps rows as they are lets an erasure pass.
create or replace function people.facts_stay() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return coalesce(new, old); end if;
  if tg_op = 'DELETE' or (to_jsonb(new) - '{person_id,version,updated_at}'::text[]) is distinct from (to_jsonb(old) - '{person_id,version,updated_at}'::text[]) then
    raise exception '% rows are facts: write a new one instead', tg_table_schema || '.' || tg_table_name using errcode = 'KG001';
  end if;
  return new;
end $$;

create or replace function people.refuse_change_of_merged() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if to_jsonb(new) - '{merged_into_id,version,updated_at}'::text[] is distinct from to_jsonb(old) - '{merged_into_id,version,updated_at}'::text[] then
    raise exception 'person % was found to be person %; change that one', old.id, old.merged_into_id using errcode = 'KG020', constraint = 'person_is_merged';
  end if;
  return new;
end $$;

-- The place above, of the first two levels: where somebody lived, no nearer than statistics need.
create function people.coarse_place(of_place uuid) returns uuid language sql stable as $$
  with recursive up as (
    select id, parent_id, depth from people.place where id = of_place
    union all select p.id, p.parent_id, p.depth from people.place p join up on up.parent_id = p.id where up.depth > 1)
  select id from up order by depth limit 1
$$;
