-- coalesce() is not leak-free to PostgreSQL: where a table has policies no index of it is asked, and each batch of a run read all of the run. The same as a case is.
-- kinga: allow index because a run that is being sent is held up for as long as its payments are read once
create index payment_instruction_of_batch on transactions.payment_instruction (run_id, (case when moved_to is not null then moved_to else batch_number end));
drop index transactions.payment_instruction_batch;
