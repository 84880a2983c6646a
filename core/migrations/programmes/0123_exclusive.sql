-- Programmes that exclude each other: of two that take the same person or household in at once, the second waits for the first and
-- looks again, which no look before the change could do. Whoever was in both before they excluded each other stays.
create function programmes.refuse_exclusive(entered uuid[]) returns void language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  other text;
begin
  perform from programmes.programme_relation r
  where r.kind = 'EXCLUSIVE' and exists (select from programmes.enrolment n where n.id = any (entered) and n.programme_id in (r.programme_id, r.other_id))
  order by r.id for update;
  if found then
    select p.code into other from programmes.enrolment n
    join programmes.programme_relation r on r.kind = 'EXCLUSIVE' and n.programme_id in (r.programme_id, r.other_id)
    join programmes.programme p on p.id in (r.programme_id, r.other_id) and p.id <> n.programme_id
    where n.id = any (entered) and exists (
      select from programmes.enrolment o where o.programme_id = p.id and programmes.takes_place(o.state) and (
        o.person_id = n.person_id or o.household_id = n.household_id or o.organisation_id = n.organisation_id
        or o.household_id = (select m.household_id from people.person m where m.id = n.person_id)
        or o.person_id in (select m.id from people.person m where m.household_id = n.household_id)))
    limit 1;
    if other is not null then
      raise exception 'somebody is in %, which excludes this programme', other using errcode = 'KG001', constraint = 'programme_exclusive';
    end if;
  end if;
  perform kernel.see_as(scope);
end $$;

create function programmes.check_first_exclusive() returns trigger language plpgsql as $$
begin
  if exists (select from programmes.programme_relation r where r.kind = 'EXCLUSIVE') then
    perform programmes.refuse_exclusive(array(select n.id from new_rows n where programmes.takes_place(n.state)));
  end if;
  return null;
end $$;
-- Named so that it comes after `count_first_places`: everybody holds the programme's places first, then what excludes, and nobody waits in a circle.
create trigger exclusive_at_first after insert on programmes.enrolment referencing new table as new_rows for each statement execute function programmes.check_first_exclusive();

create function programmes.check_exclusive() returns trigger language plpgsql set enable_nestloop = off as $$
begin
  if exists (select from programmes.programme_relation r where r.kind = 'EXCLUSIVE') then
    perform programmes.refuse_exclusive(array(select n.id from new_rows n join old_rows o on o.id = n.id where programmes.takes_place(n.state) and not programmes.takes_place(o.state)));
  end if;
  return null;
end $$;
create trigger exclusive_later after update on programmes.enrolment referencing old table as old_rows new table as new_rows for each statement execute function programmes.check_exclusive();
