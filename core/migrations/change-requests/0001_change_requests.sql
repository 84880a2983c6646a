create schema change_requests;

-- What somebody asked for and somebody else decides on. What was asked for is sealed: it may hold national numbers.
create table change_requests.change_request (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  operation text not null,
  state text not null default 'PENDING' constraint change_request_state check (state in ('PENDING', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
  person_id uuid references people.person,
  household_id uuid references people.household,
  place_id uuid references people.place,
  sealed bytea not null,
  made_by text not null,
  -- The maker's roles and places, with which the work is done.
  maker jsonb not null,
  reason text,
  evidence_source text,
  evidence_file_ids uuid[] not null default '{}',
  approvals text[] not null,
  lapses_on date,
  decided_by text,
  decided_at timestamptz(3),
  decision_reason text,
  constraint change_request_decided check ((state = 'PENDING') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
  constraint change_request_maker_is_not_checker check (state not in ('APPROVED', 'REJECTED') or decided_by <> made_by),
  constraint change_request_withdrawn_by_maker check (state <> 'WITHDRAWN' or decided_by = made_by)
);
create index change_request_person on change_requests.change_request (person_id) where person_id is not null;
create index change_request_household on change_requests.change_request (household_id) where household_id is not null;
create index change_request_pending on change_requests.change_request (id) where state = 'PENDING';
call kernel.keep_history('change_requests.change_request');

-- A request is decided once, and what it asks for stays what it was.
create function change_requests.guard_request() returns trigger language plpgsql as $$
begin
  if old.state <> 'PENDING' then
    raise exception 'a change request that is % stays so', old.state using errcode = 'KG001', constraint = 'change_request_decided_once';
  end if;
  if (to_jsonb(new) - '{version,updated_at,state,decided_by,decided_at,decision_reason}'::text[])
     is distinct from (to_jsonb(old) - '{version,updated_at,state,decided_by,decided_at,decision_reason}'::text[]) then
    raise exception 'what a change request asks for is never changed' using errcode = 'KG001', constraint = 'change_request_as_asked';
  end if;
  return new;
end $$;
create trigger guard_request before update on change_requests.change_request for each row execute function change_requests.guard_request();
create function change_requests.keep_request() returns trigger language plpgsql as $$
begin
  raise exception 'change requests are never deleted' using errcode = 'KG001';
end $$;
create trigger keep_request before delete on change_requests.change_request for each row execute function change_requests.keep_request();
create trigger never_emptied before truncate on change_requests.change_request for each statement execute function change_requests.keep_request();
