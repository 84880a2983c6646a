-- What names a booking to the bank, such as the reference of a transfer: the entry of a statement that names it is that booking.
alter table transactions.transaction add column bank_reference text;
-- kinga: allow index because no booking has one yet
create index transaction_bank_reference on transactions.transaction (bank_reference) where bank_reference is not null;

-- The bank shows a booking once. Fees of a statement are one booking of many entries.
-- kinga: allow index because no entry is matched so yet
create unique index bank_entry_booked_once on transactions.bank_entry (transaction_id) where matched_by in ('REFERENCE', 'IN_BOOKS');

-- What the booking moves on the account is what the bank moved.
create function transactions.check_booked_entry() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  moved numeric;
begin
  select sum(p.amount) into moved from transactions.posting p join transactions.bank_account b on b.account_id = p.account_id
  where p.transaction_id = new.transaction_id and b.id = new.bank_account_id and p.currency = new.currency and p.instruction_id is null;
  if moved is distinct from (case new.direction when 'CREDIT' then new.amount else -new.amount end) then
    raise exception 'entry % moves another amount than the booking', new.id using errcode = 'KG030', constraint = 'bank_entry_as_booked';
  end if;
  perform kernel.see_as(scope);
  return new;
end $$;
create trigger as_booked before update on transactions.bank_entry for each row
  when (new.matched_by in ('REFERENCE', 'IN_BOOKS') and old.matched_by is distinct from new.matched_by) execute function transactions.check_booked_entry();

-- An entry that names a payment and is none of it, as two persons say, is not the one that shows it: what the bank booked twice can be told.
drop index transactions.bank_entry_once;
-- kinga: allow index because no version was released whose tables are large
create unique index bank_entry_once on transactions.bank_entry (instruction_id, direction)
  where instruction_id is not null and state in ('MATCHED', 'RESOLVED') and matched_by not in ('BOOKED', 'IN_BOOKS', 'PASSED_OVER');
