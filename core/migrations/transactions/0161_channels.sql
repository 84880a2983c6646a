-- Of a batch: the day on which it was first handed to its channel. What a channel is given is the same however often it is handed over.
alter table transactions.payment_batch add column handed_on date;
create function transactions.keep_handed_on() returns trigger language plpgsql as $$
begin
  raise exception 'payment batch % was first handed over on %', old.key, old.handed_on using errcode = 'KG014', constraint = 'payment_batch_frozen';
end $$;
create trigger keep_handed_on before update on transactions.payment_batch for each row
  when (old.handed_on is not null and new.handed_on is distinct from old.handed_on) execute function transactions.keep_handed_on();
