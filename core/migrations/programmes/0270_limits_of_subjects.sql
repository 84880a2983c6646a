/*
What the scope of somebody with a limit of programmes holds, null where there is no limit: places, as a set of ids or else by their numbers; programmes, and
where a statement looks at all rows (`kinga.whole`) sorted ids of the persons and households in them. A look into those takes 0.3 µs, one by a function 10.
*/
create type programmes.held as (place_ids people.ids, places int4multirange, programmes uuid[], subject_ids uuid[]);
create function programmes.held_in_scope() returns programmes.held language plpgsql stable parallel safe as $$
declare
  held programmes.held;
begin
  if not kernel.unlimited(1) then
    held.place_ids := people.ids_in_scope();
    if held.place_ids is null then held.places := people.places_in_scope(); end if;
  end if;
  if not kernel.unlimited(3) then
    held.programmes := programmes.programmes_in_scope();
    if current_setting('kinga.whole', true) = current_setting('kinga.scope', true) then held.subject_ids := programmes.subjects_of(held.programmes); end if;
  end if;
  return held;
end $$;

-- Of a person or a household. Programmes are held against an array: PostgreSQL would plan a search for any of them anew each time.
create function programmes.takes_part(subject uuid, in_any_of uuid[]) returns boolean language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from programmes.participant part where part.subject_id = subject and array[part.programme_id] && in_any_of;
  return found;
end $$;

-- A limit of places alone is an expression: what its answer holds of a row takes no subselect.
create or replace function programmes.sight() returns text language plpgsql stable parallel safe as $$
declare
  scope constant text := current_setting('kinga.scope', true);
begin
  return case when scope = 'all' then 'all'
    when scope not like '%|%|all' then 'look'
    when current_setting('kinga.every_place', true) = scope then 'every'
    when kernel.unlimited(1) then 'all'
    else 'places' end;
end $$;

do $$
declare
  condition constant text := 'case (select programmes.sight()) when ''all'' then true when ''every'' then %1$s.place_id is not null when ''places'' then %2$s
    else (select case when (its.v).place_ids is not null then (its.v).place_ids @> %1$s.place_id
          when (its.v).places is not null then people.place_within((its.v).places, %1$s.place_id) else true end
        and case when (its.v).subject_ids is not null then (its.v).subject_ids[width_bucket(%1$s.id, (its.v).subject_ids)] = %1$s.id
          when (its.v).programmes is not null then programmes.takes_part(%1$s.id, (its.v).programmes) else true end
      from (select (select programmes.held_in_scope()) as v offset 0) its) end';
begin
  call kernel.guard('people.person', format(condition, 'person', people.looked_up_condition('person.place_id')));
  call kernel.guard('people.household', format(condition, 'household', people.looked_up_condition('household.place_id')));
end $$;
-- kinga: allow drop because only policies asked them, and ask no more
drop function programmes.sees_subject(programmes.limits, uuid, uuid), programmes.limits_in_scope();
-- kinga: allow drop because only those functions used it
drop type programmes.limits;
