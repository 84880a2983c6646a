-- What a channel wrote for a batch, as a file that is fetched by a link. Once it is there it stays.
alter table transactions.payment_batch add column file_id uuid references kernel.file;
-- kinga: allow index because a batch is of thousands of payments: the table is small, and no row of it is in this index yet
create index if not exists payment_batch_file on transactions.payment_batch (file_id) where file_id is not null;
create trigger keep_file before update on transactions.payment_batch for each row
  when (old.file_id is not null and new.file_id is distinct from old.file_id) execute function transactions.is_frozen();
