-- A refund that a run paid to an organisation may come back: it is owed to the payer as before, and paid anew.
create or replace function transactions.check_refund() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if (new.id, new.receipt_id, new.payer_id, new.amount, new.currency, new.reason, new.requested_by) is distinct from (old.id, old.receipt_id, old.payer_id, old.amount, old.currency, old.reason, old.requested_by)
    or (old.decided_by is not null and (new.decided_by, new.decided_on) is distinct from (old.decided_by, old.decided_on))
    or (old.state in ('PAID', 'REJECTED') and new is distinct from old and not (old.state = 'PAID' and new.state = 'APPROVED')) then
    raise exception 'refund % is frozen: only its state changes', old.id using errcode = 'KG014', constraint = 'receipt_refund_frozen';
  end if;
  return new;
end $$;
drop trigger moves on transactions.receipt_refund;
create trigger moves before update on transactions.receipt_refund for each row when (old.state <> new.state)
  execute function transactions.move_along('REQUESTED>APPROVED', 'REQUESTED>REJECTED', 'APPROVED>PAID', 'PAID>APPROVED');
