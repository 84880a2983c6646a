-- What keeps requests as they were asked lets an erasure pass.
create or replace function change_requests.guard_request() returns trigger language plpgsql as $$
declare
  may_change text[] := '{version,updated_at,state,decided_by,decided_at,decision_reason,person_id,sealed}';
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if to_jsonb(new) - may_change is distinct from to_jsonb(old) - may_change then
    raise exception 'what a change request asks for is never changed' using errcode = 'KG001', constraint = 'change_request_as_asked';
  end if;
  if old.state <> 'PENDING' and (new.state, new.decided_by, new.decided_at, new.decision_reason) is distinct from (old.state, old.decided_by, old.decided_at, old.decision_reason) then
    raise exception 'a change request that is % stays so', old.state using errcode = 'KG001', constraint = 'change_request_decided_once';
  end if;
  return new;
end $$;
