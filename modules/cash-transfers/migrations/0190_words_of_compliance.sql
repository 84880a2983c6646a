-- Who or what it is known from is said in words; the file that it came by stays.
call kernel.personal('cash_transfers.compliance', 'REPLACE', 'Whether a condition was met, as a code: what was paid less or not at all is explained by it.', persons => '{person_id}',
  replaced => '{"source": "case when t.source ~ ''^file:'' then t.source when t.source is not null then ''(erased)'' end"}');

-- A file that was read whole is needed no more by those whom it brought in.
create function cash_transfers.forget_files(of_persons uuid[], of_households uuid[]) returns void language plpgsql as $$
begin
  perform kernel.empty_files(array(
    select f.file_id from cash_transfers.compliance_file f where f.line is null
      and exists (select from cash_transfers.compliance c where c.person_id = any (of_persons) and c.source = 'file:' || f.id)));
end $$;
insert into kernel.erasure_step (function_name, because) values ('cash_transfers.forget_files', 'Files that compliance was read from');
