-- Why the payment of a remittance came back, as somebody put it; the next payment takes it off, and the history keeps it.
alter table health_insurance.remittance add column returned_because text;
alter table health_insurance.remittance add constraint remittance_returned check (returned_because is null or state = 'RETURNED' and length(returned_because) between 1 and 500) not valid;
alter table health_insurance.remittance validate constraint remittance_returned;

create or replace function health_insurance.guard_remittance() returns trigger language plpgsql as $$
declare
  kept constant text[] := case when tg_table_name = 'remittance' then '{version,updated_at,state,payments,paid_on,paid_reference,paid_by,returned_because}'::text[]
    else '{version,updated_at,state,decided_by,decided_on,transaction_id}'::text[] || case when tg_op = 'UPDATE' and old.state = 'COMPUTING' then '{total,remittances,content_hash}'::text[] else '{}' end end;
begin
  if tg_op = 'DELETE' or (old.state || '>' || new.state) not in ('COMPUTING>COMPUTING', 'COMPUTING>DRAFT', 'COMPUTING>CANCELLED', 'DRAFT>DRAFT', 'DRAFT>APPROVED', 'DRAFT>CANCELLED', 'PENDING>PAID', 'PAID>RETURNED', 'RETURNED>PAID')
    or to_jsonb(new) - kept is distinct from to_jsonb(old) - kept then
    raise exception 'remittances are corrected by later ones' using errcode = 'KG001', constraint = 'remittance_moves';
  end if;
  return new;
end $$;
