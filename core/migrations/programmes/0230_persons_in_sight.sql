/*
Which persons and households take or took part in which programmes, by themselves, by their household or by somebody in it: what whoever is limited to
programmes sees. Enrolments say it too, but in two places, so that no index led from programmes to persons, and each person was asked about twice.
*/
create table programmes.participant (
  -- A person or a household.
  subject_id uuid not null,
  programme_id uuid not null,
  primary key (subject_id, programme_id)
);
create index participant_of_programme on programmes.participant (programme_id, subject_id);
create trigger by_the_database before insert or update or delete on programmes.participant for each row execute function kernel.audit_only();
call kernel.guard('programmes.participant', '(select current_setting(''kinga.scope'', true)) = ''all'' or programme_id = any((select programmes.programmes_in_scope())::uuid[])
  and ((select kernel.unlimited(1)) or kernel.sees_people_person(participant.subject_id) or kernel.sees_people_household(participant.subject_id))');
call kernel.let_owner_see('programmes.participant', 'Who takes part is kept whoever enrols, and asked of each person and household that a clerk of programmes reads.');

-- What is kept, as enrolments and households say it.
create view programmes.taking_part as
select e.person_id as subject_id, e.programme_id from programmes.enrolment e where e.person_id is not null
union select e.household_id, e.programme_id from programmes.enrolment e where e.household_id is not null
union select p.household_id, e.programme_id from people.person p join programmes.enrolment e on e.person_id = p.id where p.household_id is not null
union select p.id, e.programme_id from people.person p join programmes.enrolment e on e.household_id = p.household_id;
insert into programmes.participant (subject_id, programme_id) select subject_id, programme_id from programmes.taking_part;

-- Everybody who is enrolled, with whom it makes take part. Whoever changes households waits for it, or it for them. By arrays, whose one plan holds for few
-- rows and for many.
create function programmes.note_participants() returns trigger language plpgsql security definer
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
  insert into programmes.participant (subject_id, programme_id)
  select * from unnest(persons || homes, of_persons || of_homes)
  union select p.household_id, e.programme from unnest(persons, of_persons) e (person, programme) join people.person p on p.id = e.person where p.household_id is not null
  union select p.id, e.programme from unnest(homes, of_homes) e (home, programme) join people.person p on p.household_id = e.home
  order by 1, 2
  on conflict do nothing;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger note_participants after insert on programmes.enrolment referencing new table as enrolled for each statement execute function programmes.note_participants();

-- Makes what is kept of given persons and households, and of whom they live with, what enrolments and households say.
create function programmes.settle_participants(of_persons uuid[], of_households uuid[]) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  scope constant text := kernel.see_everything();
  homes uuid[];
  subjects uuid[];
begin
  perform from people.person p where p.id = any (of_persons) order by p.id for share;
  homes := array(select unnest(of_households) union select p.household_id from people.person p where p.id = any (of_persons) and p.household_id is not null);
  perform from people.household h where h.id = any (homes) order by h.id for no key update;
  subjects := of_persons || homes || array(select p.id from people.person p where p.household_id = any (homes));
  with due as materialized (select t.subject_id, t.programme_id from programmes.taking_part t where t.subject_id = any (subjects)),
  gone as (
    delete from programmes.participant part where part.subject_id = any (subjects) and not exists (select from due where due.subject_id = part.subject_id and due.programme_id = part.programme_id))
  insert into programmes.participant (subject_id, programme_id) select subject_id, programme_id from due order by 1, 2 on conflict do nothing;
  perform kernel.see_as(scope);
end $$;

-- Enrolments are given to somebody else by merges, and never deleted, since their steps aren't.
create function programmes.follow_enrolment() returns trigger language plpgsql as $$
begin
  perform programmes.settle_participants(array_remove(array[old.person_id, new.person_id], null), array_remove(array[old.household_id, new.household_id], null));
  return null;
end $$;
create trigger follow_enrolment after update of person_id, household_id, programme_id on programmes.enrolment for each row execute function programmes.follow_enrolment();

create function programmes.follow_newcomers() returns trigger language plpgsql as $$
declare
  persons constant uuid[] := array(select id from came where household_id is not null);
begin
  if cardinality(persons) > 0 then perform programmes.settle_participants(persons, '{}'); end if;
  return null;
end $$;
create trigger follow_newcomers after insert on people.person referencing new table as came for each statement execute function programmes.follow_newcomers();

create function programmes.follow_movers() returns trigger language plpgsql set enable_nestloop = off as $$
declare
  persons uuid[];
  left_homes uuid[];
begin
  select coalesce(array_agg(became.id), '{}'), coalesce(array_agg(was.household_id) filter (where was.household_id is not null), '{}') into persons, left_homes
  from before_move was join after_move became on became.id = was.id where became.household_id is distinct from was.household_id;
  if cardinality(persons) > 0 then perform programmes.settle_participants(persons, left_homes); end if;
  return null;
end $$;
create trigger follow_movers after update on people.person referencing old table as before_move new table as after_move for each statement execute function programmes.follow_movers();

-- Statements refer to persons and households more often than to anything else, each time with what their policies ask. So one question says first how
-- far a scope reaches, and another what it holds.
create function programmes.sight() returns text language plpgsql stable parallel safe as $$
declare
  scope constant text := current_setting('kinga.scope', true);
begin
  return case when scope = 'all' then 'all'
    when scope not like '%|%|all' then 'look'
    when current_setting('kinga.every_place', true) = scope then 'every'
    when kernel.unlimited(1) then 'all'
    else 'look' end;
end $$;

-- Sorted, which one programme's are by its index.
create function programmes.subjects_of(programmes uuid[]) returns uuid[] language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
begin
  if cardinality(programmes) = 1 then
    return array(select part.subject_id from programmes.participant part where part.programme_id = programmes[1] order by part.subject_id);
  end if;
  return array(select distinct part.subject_id from programmes.participant part where part.programme_id = any (programmes) order by 1);
end $$;

/*
What the scope holds of places and of programmes, null where there is no limit. `told` where they are held as sorted ids of places, and of persons and
households: few places always, and all of it where a statement looks at all rows (`kinga.whole`). A look into an array takes 0.3 µs, one by a function 10.
*/
create type programmes.limits as (told boolean, place_ids uuid[], subject_ids uuid[], places int4multirange, programmes uuid[]);
create function programmes.limits_in_scope() returns programmes.limits language plpgsql stable parallel safe as $$
declare
  scope constant text := nullif(current_setting('kinga.scope', true), '');
  all_places constant boolean := kernel.unlimited(1);
  all_programmes constant boolean := kernel.unlimited(3);
  whole constant boolean := coalesce(current_setting('kinga.whole', true) = scope, false);
  told constant boolean := whole or all_programmes and coalesce(current_setting('kinga.few_places_of', true) = scope, false);
  programmes constant uuid[] := case when not all_programmes then programmes.programmes_in_scope() end;
begin
  if told then return row(told, case when not all_places then coalesce(people.places_told(), '{}') end, case when not all_programmes then programmes.subjects_of(programmes) end, null, null)::programmes.limits; end if;
  return row(told, null, null, case when not all_places then people.places_in_scope() end, programmes)::programmes.limits;
end $$;

-- Of a person or a household. Programmes are held against an array: PostgreSQL would plan a search for any of them anew each time.
create function programmes.sees_subject(within programmes.limits, of_place uuid, subject uuid) returns boolean language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
begin
  if within.places is not null then
    if not coalesce(people.place_within(within.places, of_place), false) then return false; end if;
    if within.programmes is null then return true; end if;
  end if;
  perform from programmes.participant part where part.subject_id = subject and array[part.programme_id] && within.programmes;
  return found;
end $$;

do $$
declare
  condition constant text := 'case (select programmes.sight()) when ''all'' then true when ''every'' then %1$s.place_id is not null
    else (select case when (its.v).told
        then ((its.v).place_ids is null or (its.v).place_ids[width_bucket(%1$s.place_id, (its.v).place_ids)] = %1$s.place_id)
          and ((its.v).subject_ids is null or (its.v).subject_ids[width_bucket(%1$s.id, (its.v).subject_ids)] = %1$s.id)
        else programmes.sees_subject(its.v, %1$s.place_id, %1$s.id) end
      from (select (select programmes.limits_in_scope()) as v offset 0) its) end';
begin
  call kernel.guard('people.person', format(condition, 'person'));
  call kernel.guard('people.household', format(condition, 'household'));
end $$;
-- kinga: allow drop because only policies asked them, and ask no more
drop function programmes.has_person(uuid[], uuid, uuid), programmes.has_household(uuid[], uuid);
