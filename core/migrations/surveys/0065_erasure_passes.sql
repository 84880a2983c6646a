-- What keeps responses as they were given lets an erasure pass.
create or replace function surveys.guard_response() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return coalesce(new, old); end if;
  if tg_op = 'DELETE' then
    raise exception 'responses are never deleted; withdraw them instead' using errcode = 'KG001';
  end if;
  if to_jsonb(new) - '{version,updated_at,state,ended_because,person_id}'::text[] is distinct from to_jsonb(old) - '{version,updated_at,state,ended_because,person_id}'::text[]
     or (old.state <> 'COUNTS' and (new.state, new.ended_because) is distinct from (old.state, old.ended_because)) then
    raise exception 'what was answered is never changed; correct it by another response' using errcode = 'KG001', constraint = 'response_as_given';
  end if;
  return new;
end $$;
