-- The kernel's history is written per statement since its 0010, by versions that a batch does not have: it has its own way there.
create function transactions.record_batch_history() returns trigger language plpgsql as $$
begin
  insert into kernel.history (table_name, row_id, version, operation, row_before, actor, request, changed_at)
  select 'transactions.payment_batch', was.id, null, tg_op, to_jsonb(was),
         nullif(current_setting('kinga.actor', true), ''), nullif(current_setting('kinga.request', true), ''), clock_timestamp()
  from old_rows was;
  return null;
end $$;

do $$
begin
  if to_regclass('kernel.history_transactions_payment_batch') is null then
    call kernel.make_history('transactions.payment_batch');
  end if;
end $$;
drop trigger if exists record_history on transactions.payment_batch;
drop trigger if exists record_deletion on transactions.payment_batch;
create trigger record_history after update on transactions.payment_batch
  referencing old table as old_rows for each statement execute function transactions.record_batch_history();
