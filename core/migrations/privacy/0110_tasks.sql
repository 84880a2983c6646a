-- What erasing leaves of the steps of change requests.
call kernel.personal('change_requests.task', 'REPLACE', 'Who was to decide on what, by when, and did.', '{person_id}', '{household_id}', replaced => '{
  "assigned_because": "case when t.assigned_because is not null then ''(erased)'' end"}');
call kernel.personal('change_requests.task_decision', 'REPLACE', 'Who decided on what, and how.', part_of => 'change_requests.change_request', part_by => 'request_id', replaced => '{
  "reason": "case when t.reason is not null then ''(erased)'' end"}');
