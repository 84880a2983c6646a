-- A version says what becomes of whoever is no longer eligible, and of whoever was not judged again in time.
alter table programmes.programme_version add column when_no_longer_eligible text not null default 'EXIT', add column when_overdue text not null default 'EXIT';
alter table programmes.programme_version add constraint programme_version_leaving check (when_no_longer_eligible in ('KEEP', 'SUSPEND', 'EXIT') and when_overdue in ('KEEP', 'SUSPEND', 'EXIT')) not valid;
alter table programmes.programme_version validate constraint programme_version_leaving;

-- As it was, with what a draft says of that.
create or replace function programmes.guard_version() returns trigger language plpgsql as $$
declare
  moved constant text := old.state || '>' || new.state;
  kept constant text[] := '{version,updated_at,state,in_force_to,submitted_by,submitted_at,published_by,published_at,ended_by,ended_at,ended_because}';
  drafted constant text[] := kept || '{effective_from,effective_to,supersedes_id,note,authors,when_no_longer_eligible,when_overdue}'::text[];
  may_change constant text[] := case when moved = 'DRAFT>DRAFT' then drafted else kept end;
  actor constant text := nullif(current_setting('kinga.actor', true), '');
begin
  if moved not in ('DRAFT>DRAFT', 'DRAFT>IN_REVIEW', 'DRAFT>WITHDRAWN', 'IN_REVIEW>PUBLISHED', 'IN_REVIEW>REJECTED', 'IN_REVIEW>WITHDRAWN', 'PUBLISHED>SUPERSEDED', 'SUPERSEDED>SUPERSEDED') then
    raise exception 'a version of a programme cannot go from % to %', old.state, new.state using errcode = 'KG001', constraint = 'programme_version_moves';
  end if;
  if to_jsonb(new) - may_change is distinct from to_jsonb(old) - may_change then
    raise exception 'a version of a programme that was submitted is never changed' using errcode = 'KG001', constraint = 'programme_version_as_submitted';
  end if;
  if not new.authors @> old.authors or old.state <> 'DRAFT' and new.authors <> old.authors
     or moved = 'DRAFT>DRAFT' and actor <> all (new.authors) then
    raise exception 'whoever writes in a version stays among its authors' using errcode = 'KG001', constraint = 'programme_version_authors';
  end if;
  if moved = 'IN_REVIEW>PUBLISHED' then
    if new.in_force_to is distinct from new.effective_to or new.published_by <> actor then
      raise exception 'a version is published as it was submitted, by who acts' using errcode = 'KG001', constraint = 'programme_version_as_submitted';
    end if;
  elsif old.state in ('PUBLISHED', 'SUPERSEDED') then
    -- Superseded is who gives the rest of its time to another.
    if new.in_force_to >= coalesce(old.in_force_to, 'infinity') or new.in_force_to is null
       or (new.submitted_by, new.submitted_at, new.published_by, new.published_at) is distinct from (old.submitted_by, old.submitted_at, old.published_by, old.published_at) then
      raise exception 'a version that was published only gives time to another' using errcode = 'KG001', constraint = 'programme_version_as_submitted';
    end if;
  elsif new.in_force_to is not null or old.state = 'IN_REVIEW' and (new.submitted_by, new.submitted_at) is distinct from (old.submitted_by, old.submitted_at) then
    raise exception 'a version of a programme that was submitted is never changed' using errcode = 'KG001', constraint = 'programme_version_as_submitted';
  end if;
  return new;
end $$;

alter table programmes.targeting_run drop constraint targeting_run_leads_to;
alter table programmes.targeting_run add constraint targeting_run_leads_to check (leads_to in ('KEEP', 'EXIT', 'SUSPEND')) not valid;
alter table programmes.targeting_run validate constraint targeting_run_leads_to;

-- The filter that work on many is limited to, as it was given.
alter table programmes.targeting_run add column chosen jsonb;
alter table programmes.simulation_report add column chosen jsonb;

-- An appeal with success may have it judged again, as an application.
create or replace function programmes.enrolment_moves() returns table (move text, from_state text, to_state text) language sql immutable parallel safe as $$
  values
    ('APPLY', null, 'APPLIED'),
    ('REENTER', 'REJECTED', 'APPLIED'), ('REENTER', 'EXITED', 'APPLIED'),
    ('ASSESS', null, 'ELIGIBLE'), ('ASSESS', 'APPLIED', 'ELIGIBLE'),
    ('REJECT', 'APPLIED', 'REJECTED'), ('REJECT', 'ELIGIBLE', 'REJECTED'), ('REJECT', 'WAITING', 'REJECTED'),
    ('WAIT', 'ELIGIBLE', 'WAITING'),
    ('ENROL', null, 'ENROLLED'), ('ENROL', 'ELIGIBLE', 'ENROLLED'), ('ENROL', 'WAITING', 'ENROLLED'),
    ('SUSPEND', 'ENROLLED', 'SUSPENDED'),
    ('RESUME', 'SUSPENDED', 'ENROLLED'),
    ('EXIT', 'APPLIED', 'EXITED'), ('EXIT', 'ELIGIBLE', 'EXITED'), ('EXIT', 'WAITING', 'EXITED'), ('EXIT', 'ENROLLED', 'EXITED'), ('EXIT', 'SUSPENDED', 'EXITED'),
    ('APPEAL', 'REJECTED', 'APPEALED'), ('APPEAL', 'EXITED', 'APPEALED'),
    ('DISMISS', 'APPEALED', 'REJECTED'), ('DISMISS', 'APPEALED', 'EXITED'),
    ('UPHOLD', 'APPEALED', 'ELIGIBLE'), ('UPHOLD', 'APPEALED', 'APPLIED')
$$;
