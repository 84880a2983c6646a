/*
What was booked for a record (a run, a receipt, a demand, an overpayment, a recovery, an entry of a bank) moves with that record alone: its opposite
in the ledger would leave the record saying what the books no longer do. What somebody booked by hand is reversed, and so is a reversal of it.
*/
create function transactions.check_reversible() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  its text;
begin
  select t.kind into its from transactions.transaction t where t.id = new.reverses_id;
  perform kernel.see_as(scope);
  if its not in ('JOURNAL', 'REVERSAL') then
    raise exception 'a transaction of kind % moves with what it was booked for', its using errcode = 'KG014', constraint = 'transaction_reversible';
  end if;
  return new;
end $$;
create trigger reversible before insert on transactions.transaction for each row when (new.reverses_id is not null) execute function transactions.check_reversible();
