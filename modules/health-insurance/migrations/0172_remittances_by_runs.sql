-- A payment by a run may come back before it was known to be paid: the remittance is owed as before, with the reason.
create or replace function health_insurance.guard_remittance() returns trigger language plpgsql as $$
declare
  kept constant text[] := case when tg_table_name = 'remittance' then '{version,updated_at,state,payments,paid_on,paid_reference,paid_by,returned_because}'::text[]
    else '{version,updated_at,state,decided_by,decided_on,transaction_id}'::text[] || case when tg_op = 'UPDATE' and old.state = 'COMPUTING' then '{total,remittances,content_hash}'::text[] else '{}' end end;
begin
  if tg_op = 'DELETE' or (old.state || '>' || new.state) not in ('COMPUTING>COMPUTING', 'COMPUTING>DRAFT', 'COMPUTING>CANCELLED', 'DRAFT>DRAFT', 'DRAFT>APPROVED', 'DRAFT>CANCELLED', 'PENDING>PAID', 'PENDING>RETURNED', 'PAID>RETURNED', 'RETURNED>RETURNED', 'RETURNED>PAID')
    or to_jsonb(new) - kept is distinct from to_jsonb(old) - kept then
    raise exception 'remittances are corrected by later ones' using errcode = 'KG001', constraint = 'remittance_moves';
  end if;
  return new;
end $$;
-- kinga: allow index because facilities are paid a few times a month: the table is small
create index if not exists remittance_unpaid on health_insurance.remittance (programme_id) where state in ('PENDING', 'RETURNED');
