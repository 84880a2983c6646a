-- The bytes of a file are read by whoever sent it or had it made, as whom links act too; what happened is read by the platform alone.
call kernel.guard('kernel.file_chunk', '(select current_setting(''kinga.scope'', true)) = ''all'' or exists (
  select from kernel.file its where its.id = file_chunk.file_id and its.owner = (select current_setting(''kinga.actor'', true)))');
call kernel.guard_wholly('kernel.event');
