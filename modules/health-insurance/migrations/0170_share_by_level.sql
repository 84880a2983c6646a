-- What is paid of a service may differ by the level of the facility: of any level where null.
alter table health_insurance.plan_cover_limit add column level text;
alter table health_insurance.plan_cover_limit add constraint plan_cover_limit_level check (level in ('DISPENSARY', 'HEALTH_CENTRE', 'HOSPITAL')) not valid;
alter table health_insurance.plan_cover_limit validate constraint plan_cover_limit_level;
-- kinga: allow index because no version that keeps plans has been released
create unique index if not exists plan_cover_limit_one on health_insurance.plan_cover_limit (plan_cover_id, visit, level) nulls not distinct;
alter table health_insurance.plan_cover_limit drop constraint plan_cover_limit_once;

-- What a version pays of a service for a visit, at a facility of a level: that of the kind of visit before that of OTHER, and of these that of the level before that of any.
create function health_insurance.cover_limit(of_cover uuid, of_visit text, of_level text) returns table (kind text, adult numeric, child numeric) language sql stable as $$
  select l.kind, l.adult, l.child from health_insurance.plan_cover_limit l
  where l.plan_cover_id = of_cover and l.visit in (of_visit, 'OTHER') and (l.level is null or l.level = of_level) order by l.visit = 'OTHER', l.level is null limit 1
$$;
-- kinga: allow drop because no version that uses it has been released
drop function health_insurance.cover_limit(uuid, text);
