/*
Where whoever takes part is: so that a policy over what takes part asks nobody's, and those of persons and households look into it by a function. Kept as their own
place is, under the locks under which they move and are enrolled.
*/
alter table programmes.participant add column place_id uuid;
create or replace view programmes.taking_part as
select t.subject_id, t.programme_id, coalesce(p.place_id, h.place_id) as place_id
from (
  select e.person_id as subject_id, e.programme_id from programmes.enrolment e where e.person_id is not null
  union select e.household_id, e.programme_id from programmes.enrolment e where e.household_id is not null
  union select p.household_id, e.programme_id from people.person p join programmes.enrolment e on e.person_id = p.id where p.household_id is not null
  union select p.id, e.programme_id from people.person p join programmes.enrolment e on e.household_id = p.household_id) t
left join people.person p on p.id = t.subject_id left join people.household h on h.id = t.subject_id;
update programmes.participant part set place_id = t.place_id from programmes.taking_part t where t.subject_id = part.subject_id and t.programme_id = part.programme_id and t.place_id is not null;

/*
What a scope with a limit of programmes holds, null where there is no limit: places, as a set of ids or else by their numbers, and programmes.
*/
create type programmes.held as (everything boolean, place_ids people.ids, places int4multirange, programmes uuid[]);
create function programmes.held_in_scope() returns programmes.held language plpgsql stable parallel safe as $$
declare
  held programmes.held;
begin
  held.everything := current_setting('kinga.scope', true) = 'all';
  if not kernel.unlimited(1) then
    held.place_ids := people.ids_in_scope();
    if held.place_ids is null then held.places := people.places_in_scope(); end if;
  end if;
  if not kernel.unlimited(3) then held.programmes := programmes.programmes_in_scope(); end if;
  return held;
end $$;

-- Of what takes part. A function of an expression alone, 1 µs a row, since setting the expression up costs each reference to a person more.
create function programmes.holds(held programmes.held, of_programme uuid, of_place uuid) returns boolean language plpgsql stable parallel safe as $$
begin
  return held.everything or of_programme = any (held.programmes) and case when held.place_ids is not null then held.place_ids @> of_place when held.places is not null then people.place_within(held.places, of_place) else true end;
end $$;
call kernel.guard('programmes.participant', 'programmes.holds((select programmes.held_in_scope()), participant.programme_id, participant.place_id)');

-- As before (programmes/0230), with places: whoever lives in a household that is enrolled is locked too, since they may move alone.
create or replace function programmes.note_participants() returns trigger language plpgsql security definer
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  scope constant text := kernel.see_everything();
  persons uuid[];
  homes uuid[];
  of_persons uuid[];
  of_homes uuid[];
begin
  select array_agg(person_id) filter (where person_id is not null), array_agg(programme_id) filter (where person_id is not null),
    array_agg(household_id) filter (where household_id is not null), array_agg(programme_id) filter (where household_id is not null)
  into persons, of_persons, homes, of_homes from enrolled;
  perform from people.person p where p.id = any (persons) order by p.id for share;
  perform from people.household h where h.id = any (homes || array(select p.household_id from people.person p where p.id = any (persons))) order by h.id for share;
  perform from people.person p where p.household_id = any (homes) order by p.id for share;
  insert into programmes.participant (subject_id, programme_id, place_id)
  select t.subject_id, t.programme_id, coalesce(p.place_id, h.place_id) from (
    select * from unnest(persons || homes, of_persons || of_homes) t (subject_id, programme_id)
    union select p.household_id, e.programme from unnest(persons, of_persons) e (person, programme) join people.person p on p.id = e.person where p.household_id is not null
    union select p.id, e.programme from unnest(homes, of_homes) e (home, programme) join people.person p on p.household_id = e.home) t
  left join people.person p on p.id = t.subject_id left join people.household h on h.id = t.subject_id
  order by 1, 2
  on conflict do nothing;
  perform kernel.see_as(scope);
  return null;
end $$;

create or replace function programmes.settle_participants(of_persons uuid[], of_households uuid[]) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  scope constant text := kernel.see_everything();
  homes uuid[];
  subjects uuid[];
begin
  perform from people.person p where p.id = any (of_persons) order by p.id for share;
  homes := array(select unnest(of_households) union select p.household_id from people.person p where p.id = any (of_persons) and p.household_id is not null);
  perform from people.household h where h.id = any (homes) order by h.id for no key update;
  perform from people.person p where p.household_id = any (homes) order by p.id for share;
  subjects := of_persons || homes || array(select p.id from people.person p where p.household_id = any (homes));
  with due as materialized (select t.subject_id, t.programme_id, t.place_id from programmes.taking_part t where t.subject_id = any (subjects)),
  gone as (
    delete from programmes.participant part where part.subject_id = any (subjects) and not exists (select from due where due.subject_id = part.subject_id and due.programme_id = part.programme_id))
  insert into programmes.participant as part (subject_id, programme_id, place_id) select subject_id, programme_id, place_id from due order by 1, 2
  on conflict (subject_id, programme_id) do update set place_id = excluded.place_id where part.place_id is distinct from excluded.place_id;
  perform kernel.see_as(scope);
end $$;

create function programmes.settle_places(subjects uuid[]) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  scope constant text := kernel.see_everything();
begin
  update programmes.participant part set place_id = at.place_id
  from (select p.id, p.place_id from people.person p where p.id = any (subjects) union all select h.id, h.place_id from people.household h where h.id = any (subjects)) at
  where part.subject_id = at.id and part.subject_id = any (subjects) and part.place_id is distinct from at.place_id;
  perform kernel.see_as(scope);
end $$;
create function programmes.follow_places() returns trigger language plpgsql set enable_nestloop = off as $$
declare
  moved constant uuid[] := array(select became.id from was join became on became.id = was.id where became.place_id is distinct from was.place_id);
begin
  if cardinality(moved) > 0 then perform programmes.settle_places(moved); end if;
  return null;
end $$;
create trigger follow_places after update on people.person referencing old table as was new table as became for each statement execute function programmes.follow_places();
create trigger follow_places after update on people.household referencing old table as was new table as became for each statement execute function programmes.follow_places();

-- Of a person or a household. Programmes are held against an array: PostgreSQL would plan a search for any of them anew each time.
create function programmes.sees(held programmes.held, of_place uuid, subject uuid) returns boolean language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not coalesce(case when held.place_ids is not null then held.place_ids @> of_place when held.places is not null then people.place_within(held.places, of_place) else true end, false) then return false; end if;
  if held.programmes is null then return true; end if;
  perform from programmes.participant part where part.subject_id = subject and array[part.programme_id] && held.programmes;
  return found;
end $$;

-- All of the persons and households that a scope with a limit of programmes holds, whoever calls it, for statements that look at all rows. Sorted, which one
-- programme's are by its index.
create function programmes.subjects_in_scope() returns uuid[] language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
declare
  held constant programmes.held := programmes.held_in_scope();
begin
  if cardinality(held.programmes) = 1 and kernel.unlimited(1) then
    return array(select part.subject_id from programmes.participant part where part.programme_id = held.programmes[1] order by part.subject_id);
  end if;
  return array(select distinct part.subject_id from programmes.participant part where part.programme_id = any (held.programmes)
    and case when held.place_ids is not null then held.place_ids @> part.place_id when held.places is not null then people.place_within(held.places, part.place_id) else true end order by 1);
end $$;

-- Policies of persons and households are set up for each reference to them: limits of places are expressions, one of programmes a function, which takes 10 µs a
-- row, or where a statement looks at all rows (`kinga.whole`) an array that is read once. A subselect, 3 µs a row, would cost each reference 20 µs, whoever asks.
create or replace function programmes.sight() returns text language plpgsql stable parallel safe as $$
declare
  scope constant text := current_setting('kinga.scope', true);
begin
  return case when scope = 'all' then 'all'
    when scope not like '%|%|all' then case when current_setting('kinga.whole', true) = scope then 'whole' else 'look' end
    when current_setting('kinga.every_place', true) = scope then 'every'
    when kernel.unlimited(1) then 'all'
    else 'places' end;
end $$;

do $$
declare
  condition constant text := 'case (select case when current_setting(''kinga.scope'', true) = ''all'' then ''all'' else programmes.sight() end) when ''all'' then true when ''every'' then %1$s.place_id is not null
    when ''places'' then %2$s when ''whole'' then (select its.ids[width_bucket(%1$s.id, its.ids)] = %1$s.id from (select (select programmes.subjects_in_scope()) as ids offset 0) its)
    else programmes.sees((select programmes.held_in_scope()), %1$s.place_id, %1$s.id) end';
begin
  call kernel.guard('people.person', format(condition, 'person', people.looked_up_condition('person.place_id')));
  call kernel.guard('people.household', format(condition, 'household', people.looked_up_condition('household.place_id')));
end $$;
-- kinga: allow drop because only policies asked them, and ask no more
drop function programmes.sees_subject(programmes.limits, uuid, uuid), programmes.limits_in_scope(), programmes.subjects_of(uuid[]);
-- kinga: allow drop because only those functions used it
drop type programmes.limits;
