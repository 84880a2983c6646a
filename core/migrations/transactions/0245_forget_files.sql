-- The files by which payments were handed over name those who were paid, with their accounts. What was paid stays in the payments themselves.
create function transactions.forget_files(of_persons uuid[], of_households uuid[]) returns void language plpgsql as $$
begin
  perform kernel.empty_files(array(
    select b.file_id from transactions.payment_batch b where b.file_id is not null and exists (
      select from transactions.payment_instruction i where i.run_id = b.run_id and b.number in (i.batch_number, i.moved_to) and (i.payee_id = any (of_persons) or i.receiver_id = any (of_persons)))));
end $$;
insert into kernel.erasure_step (function_name, because) values ('transactions.forget_files', 'Files that payments were handed over by');
