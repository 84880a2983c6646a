-- Who made what a request is about, such as the payment run that it asks to approve: like who asked, they never decide on it.
alter table change_requests.change_request add column makers text[] not null default '{}';

create or replace function change_requests.check_decision() returns trigger language plpgsql as $$
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
  if asked.makers && voices then
    raise exception 'who made what it is about does not decide' using errcode = 'KG001', constraint = 'task_decision_made_it';
  end if;
  if exists (select from change_requests.task_decision d where d.request_id = asked.id and (d.task_id = step.id or not asked.repeats)
      and (d.decided_by = any (voices) or d.on_behalf_of = any (voices))) then
    raise exception 'a person decides once' using errcode = 'KG001', constraint = 'task_decision_one_vote';
  end if;
  perform kernel.see_as(scope_before);
  return new;
end $$;
