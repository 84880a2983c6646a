-- What shows that something is wrong, and by which change it was corrected.
alter table privacy.correction_request
  add column evidence_source text, add column evidence_file_ids uuid[] not null default '{}',
  add column change_request_id uuid references change_requests.change_request,
  add constraint correction_request_changed check (change_request_id is null or state = 'GRANTED');
create index correction_request_change_request on privacy.correction_request (change_request_id) where change_request_id is not null;
call kernel.personal('privacy.correction_request', 'REPLACE', 'That something was contested and answered.', '{person_id}', files => '{evidence_file_ids}', replaced => '{
  "contested": "''(erased)''", "wanted": "''(erased)''", "answer": "case when t.answer is not null then ''(erased)'' end", "evidence_source": "null", "evidence_file_ids": "''{}''::uuid[]"}');
