-- The same as before, column by column: policies expire by the hundred thousand, and a row as JSON costs more than the rest of its update.
create or replace function health_insurance.guard_policy() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return coalesce(new, old); end if;
  if tg_op = 'DELETE' then
    raise exception 'policies are never deleted; cancel them' using errcode = 'KG001', constraint = 'policy_moves';
  end if;
  if old.state <> new.state and old.state || '>' || new.state not in ('IDLE>READY', 'IDLE>ACTIVE', 'IDLE>SUSPENDED', 'IDLE>CANCELLED', 'READY>ACTIVE', 'READY>SUSPENDED', 'READY>CANCELLED',
    'ACTIVE>SUSPENDED', 'ACTIVE>EXPIRED', 'ACTIVE>CANCELLED', 'SUSPENDED>ACTIVE', 'SUSPENDED>IDLE', 'SUSPENDED>CANCELLED') then
    raise exception 'a policy cannot go from % to %', old.state, new.state using errcode = 'KG001', constraint = 'policy_moves';
  end if;
  if (new.id, new.created_at, new.number, new.programme_id, new.plan_id, new.stage, new.renewed_from_id, new.enrolled_by, new.currency)
      is distinct from (old.id, old.created_at, old.number, old.programme_id, old.plan_id, old.stage, old.renewed_from_id, old.enrolled_by, old.currency)
    or (old.state <> 'IDLE' or new.state <> 'IDLE')
      and (new.plan_version_id, new.enrolled_on, new.starts_on, new.ends_on, new.pay_by, new.adults, new.children, new.other_adults, new.other_children, new.value)
      is distinct from (old.plan_version_id, old.enrolled_on, old.starts_on, old.ends_on, old.pay_by, old.adults, old.children, old.other_adults, old.other_children, old.value) then
    raise exception 'what a policy says is changed while it is idle alone' using errcode = 'KG001', constraint = 'policy_as_sold';
  end if;
  return new;
end $$;
