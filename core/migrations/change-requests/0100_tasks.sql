-- What somebody is to do by a day: the steps of change requests first. Who may is said by permissions, roles and groups, all of which they must have.
create table change_requests.task (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  kind text not null,
  request_id uuid references change_requests.change_request,
  position integer not null default 1 constraint task_position check (position >= 1),
  name text not null,
  state text not null constraint task_state check (state in ('WAITING', 'OPEN', 'DONE', 'CANCELLED')),
  person_id uuid references people.person,
  household_id uuid references people.household,
  place_id uuid references people.place,
  -- Who caused it, and never does it.
  asked_by text not null,
  approvals integer not null default 1 constraint task_approvals check (approvals >= 1),
  permissions text[] not null default '{}',
  roles text[] not null default '{}',
  groups text[] not null default '{}',
  -- How many working days it has once it is open, and what comes of it after them.
  days integer constraint task_days check (days >= 0),
  lapses boolean not null default false,
  escalates boolean not null default false,
  late_permissions text[] not null default '{}',
  late_roles text[] not null default '{}',
  late_groups text[] not null default '{}',
  opened_on date,
  due_on date,
  -- Those of whom it is asked, where not of everybody who may.
  assignees text[] not null default '{}',
  assigned_by text,
  assigned_because text,
  -- When it was said that it is overdue.
  told_at timestamptz(3),
  closed_at timestamptz(3),
  closed_by text,
  constraint task_step_once unique (request_id, position),
  constraint task_opened check (state not in ('OPEN', 'DONE') or opened_on is not null),
  constraint task_closed check ((state in ('DONE', 'CANCELLED')) = (closed_at is not null) and (closed_at is null) = (closed_by is null)),
  constraint task_late check (days is not null or not (lapses or escalates))
);
create index task_person on change_requests.task (person_id) where person_id is not null;
create index task_household on change_requests.task (household_id) where household_id is not null;
create index task_place on change_requests.task (place_id) where place_id is not null;
create index task_open on change_requests.task (id) where state = 'OPEN';
create index task_due on change_requests.task (due_on) where state = 'OPEN' and told_at is null;
call kernel.keep_history('change_requests.task');

-- Somebody who hands over what is asked of them to somebody else, for a time.
create table change_requests.delegation (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  from_subject text not null,
  to_subject text not null,
  -- The groups for which it holds; all that they are in where null.
  groups text[],
  valid_from date not null,
  valid_to date not null,
  reason text not null,
  made_by text not null,
  ended_by text,
  ended_because text,
  constraint delegation_to_another check (from_subject <> to_subject),
  constraint delegation_dates check (valid_to >= valid_from),
  constraint delegation_ended check ((ended_by is null) = (ended_because is null))
);
create index delegation_to on change_requests.delegation (to_subject, valid_to);
create index delegation_from on change_requests.delegation (from_subject);
call kernel.keep_history('change_requests.delegation');

-- Who decides as one of a group that the deployment's settings name.
create table change_requests.group_member (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  group_code text not null,
  member text not null,
  valid_from date not null,
  valid_to date,
  added_by text not null,
  ended_by text,
  constraint group_member_once exclude using gist (group_code with =, member with =, daterange(valid_from, valid_to) with &&),
  constraint group_member_dates check (valid_to is null or valid_to >= valid_from)
);
create index group_member_of on change_requests.group_member (member);
call kernel.keep_history('change_requests.group_member');

-- What somebody decided on a step, on behalf of somebody else where they handed it over. Never changed.
create table change_requests.task_decision (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  request_id uuid not null references change_requests.change_request,
  task_id uuid not null references change_requests.task,
  verdict text not null constraint task_decision_verdict check (verdict in ('APPROVE', 'REJECT')),
  decided_by text not null,
  delegation_id uuid references change_requests.delegation,
  on_behalf_of text,
  reason text,
  constraint task_decision_once unique (task_id, decided_by),
  constraint task_decision_voice_once unique (task_id, on_behalf_of),
  constraint task_decision_delegated check ((on_behalf_of is null) = (delegation_id is null) and on_behalf_of <> decided_by)
);
create index task_decision_request on change_requests.task_decision (request_id);
create index task_decision_delegation on change_requests.task_decision (delegation_id) where delegation_id is not null;
call kernel.append_only('change_requests.task_decision');

-- Whether one person may decide several steps of a request.
alter table change_requests.change_request add column repeats boolean not null default false;

-- Who decides is not who asked, and decides once; whom they stand in for neither. The request is held, so that two at once wait for one another.
create function change_requests.check_decision() returns trigger language plpgsql as $$
declare
  scope_before constant text := kernel.see_everything();
  voices constant text[] := array_remove(array[new.decided_by, new.on_behalf_of], null);
  asked change_requests.change_request;
  step change_requests.task;
begin
  select * into asked from change_requests.change_request r where r.id = new.request_id for update;
  select * into step from change_requests.task t where t.id = new.task_id;
  if asked.state <> 'PENDING' or step.request_id <> asked.id or step.state <> 'OPEN' then
    raise exception 'this step is not open to decisions' using errcode = 'KG001', constraint = 'task_decision_on_open';
  end if;
  if asked.made_by = any (voices) then
    raise exception 'who asked does not decide' using errcode = 'KG001', constraint = 'task_decision_maker_is_not_checker';
  end if;
  if exists (select from change_requests.task_decision d where d.request_id = asked.id and (d.task_id = step.id or not asked.repeats)
      and (d.decided_by = any (voices) or d.on_behalf_of = any (voices))) then
    raise exception 'a person decides once' using errcode = 'KG001', constraint = 'task_decision_one_vote';
  end if;
  perform kernel.see_as(scope_before);
  return new;
end $$;
create trigger check_decision before insert on change_requests.task_decision for each row execute function change_requests.check_decision();

-- A step opens once those before it are done, is done once enough approved, and then stays so. What it takes stays as it was said.
create function change_requests.guard_task() returns trigger language plpgsql as $$
declare
  scope_before text;
  may_change constant text[] := '{version,updated_at,state,person_id,household_id,opened_on,due_on,assignees,assigned_by,assigned_because,told_at,closed_at,closed_by}';
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if to_jsonb(new) - may_change is distinct from to_jsonb(old) - may_change then
    raise exception 'what a task takes is never changed' using errcode = 'KG001', constraint = 'task_as_opened';
  end if;
  if new.state = old.state then return new; end if;
  if old.state in ('DONE', 'CANCELLED') or new.state = 'WAITING' or (old.state = 'WAITING' and new.state = 'DONE') then
    raise exception 'a task that is % does not become %', old.state, new.state using errcode = 'KG001', constraint = 'task_moves';
  end if;
  if new.request_id is null or new.state = 'CANCELLED' then return new; end if;
  scope_before := kernel.see_everything();
  if new.state = 'OPEN' and exists (select from change_requests.task t where t.request_id = new.request_id and t.position < new.position and t.state <> 'DONE') then
    raise exception 'the step before is not done' using errcode = 'KG001', constraint = 'task_in_order';
  end if;
  if new.state = 'DONE' and (select count(*) from change_requests.task_decision d where d.task_id = new.id and d.verdict = 'APPROVE') < new.approvals then
    raise exception 'it lacks approvals' using errcode = 'KG001', constraint = 'task_approved_by_enough';
  end if;
  perform kernel.see_as(scope_before);
  return new;
end $$;
create trigger guard_task before update on change_requests.task for each row execute function change_requests.guard_task();
create function change_requests.keep_task() returns trigger language plpgsql as $$
begin
  raise exception 'tasks are never deleted' using errcode = 'KG001';
end $$;
create trigger keep_task before delete on change_requests.task for each row execute function change_requests.keep_task();
create trigger never_emptied before truncate on change_requests.task for each statement execute function change_requests.keep_task();

-- A request with steps is approved once all of them are done, and rejected by somebody's decision.
create function change_requests.check_decided() returns trigger language plpgsql as $$
declare
  scope_before constant text := kernel.see_everything();
begin
  if new.state = 'APPROVED' and exists (select from change_requests.task t where t.request_id = new.id and t.state <> 'DONE') then
    raise exception 'not all of its steps are done' using errcode = 'KG001', constraint = 'change_request_approved_in_full';
  end if;
  if new.state = 'REJECTED' and exists (select from change_requests.task t where t.request_id = new.id)
      and not exists (select from change_requests.task_decision d where d.request_id = new.id and d.verdict = 'REJECT') then
    raise exception 'nobody rejected it' using errcode = 'KG001', constraint = 'change_request_rejected_by_somebody';
  end if;
  perform kernel.see_as(scope_before);
  return null;
end $$;
create trigger check_decided after update on change_requests.change_request for each row
  when (new.state is distinct from old.state and new.state in ('APPROVED', 'REJECTED')) execute function change_requests.check_decided();

-- Tasks are seen as the requests are that they belong to, decisions with their requests.
call kernel.guard('change_requests.task', format(
  '(select current_setting(''kinga.scope'', true)) = ''all'' or task.asked_by = (select current_setting(''kinga.actor'', true))
   or kernel.sees_people_person(task.person_id) or kernel.sees_people_household(task.household_id)
   or task.person_id is null and task.household_id is null and (%s)', people.place_condition('change_requests.task', 'place_id')));
call kernel.guard_by('change_requests.task_decision', 'request_id', 'change_requests.change_request');
