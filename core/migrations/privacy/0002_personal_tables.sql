-- What core's own tables hold of persons, and what erasing leaves.
call kernel.personal('people.person', 'REPLACE', 'Sex, year of birth and of death and the region stay for statistics; payments and decisions go on referring to the row.', '{id}', files => '{photo_id}', replaced => '{
  "given_name": "null", "patronymic": "null", "family_name": "''(erased)''", "birth_date": "date_trunc(''year'', t.birth_date)::date", "birth_precision": "''YEAR''",
  "death_date": "date_trunc(''year'', t.death_date)::date", "place_id": "people.coarse_place(t.place_id)", "attributes": "''{}''::jsonb", "languages": "''{}''::text[]",
  "photo_id": "null::uuid", "photo_taken_on": "null::date"}');
call kernel.personal('people.person_name', 'DELETE', 'Nothing stays.', '{person_id}');
call kernel.personal('people.identifier', 'DELETE', 'Nothing stays; the number may be registered anew.', '{person_id}');
call kernel.personal('people.contact_point', 'DELETE', 'Nothing stays.', '{person_id}');
call kernel.personal('people.address', 'DELETE', 'Nothing stays.', '{person_id}');
call kernel.personal('people.payment_account', 'DELETE', 'Nothing stays.', '{person_id}');
call kernel.personal('people.payment_account_check', 'DELETE', 'Nothing stays.', part_of => 'people.payment_account', part_by => 'account_id');
call kernel.personal('people.disability', 'DELETE', 'Nothing stays.', '{person_id}');
call kernel.personal('people.person_document', 'DELETE', 'Nothing stays, the files'' bytes included.', '{person_id}', files => '{file_id}');
call kernel.personal('people.relationship', 'KEEP', 'Kind and time of it; it is a part of what is known of the other person, and names nobody.', '{person_id,other_id}');
call kernel.personal('people.consent', 'REPLACE', 'What was agreed to, when and on what ground, which shows that data was used lawfully.', '{person_id}', files => '{file_ids}', replaced => '{"source": "null", "file_ids": "''{}''::uuid[]"}');
call kernel.personal('people.reveal', 'REPLACE', 'Who opened masked fields and when, for the supervision of those who did.', '{person_id}', replaced => '{"reason": "''(erased by now)''"}');
call kernel.personal('people.life_event', 'REPLACE', 'That it happened, and in which year.', '{person_id,second_person_id}', files => '{evidence_file_ids}', replaced => '{
  "registrar_number": "null", "evidence_source": "null", "evidence_file_ids": "''{}''::uuid[]", "happened_on": "date_trunc(''year'', t.happened_on)::date"}');
call kernel.personal('people.household', 'REPLACE', 'Of a household of erased persons alone: its kind, region and time.', households => '{id}', replaced => '{
  "code": "''erased-'' || t.id", "attributes": "''{}''::jsonb", "place_id": "people.coarse_place(t.place_id)"}');
call kernel.personal('people.membership', 'KEEP', 'Role and time; it names nobody, and is a part of what is known of the household.', '{person_id}', '{household_id}');
call kernel.personal('people.residence', 'REPLACE', 'The region and the time.', '{person_id}', '{household_id}', replaced => '{"place_id": "people.coarse_place(t.place_id)"}');
call kernel.personal('people.group_membership', 'KEEP', 'Role and time; it names nobody.', '{person_id}');
call kernel.personal('people.person_merge', 'REPLACE', 'That two records were one, so that what refers to either finds the other.', '{survivor_id,merged_id}', files => '{evidence_file_ids}', replaced => '{
  "reason": "''(erased)''", "evidence_source": "null", "evidence_file_ids": "''{}''::uuid[]", "undone_reason": "case when t.undone_reason is not null then ''(erased)'' end"}');
call kernel.personal('people.person_merge_row', 'REPLACE', 'Which rows were moved.', part_of => 'people.person_merge', part_by => 'merge_id', replaced => '{"before": "kernel.without_texts(t.before)", "after": "kernel.without_texts(t.after)"}');
call kernel.personal('change_requests.change_request', 'REPLACE', 'That something was asked for and decided on, by whom.', '{person_id}', '{household_id}', files => '{evidence_file_ids}', replaced => '{
  "sealed": "''\\x00''::bytea", "reason": "null", "evidence_source": "null", "evidence_file_ids": "''{}''::uuid[]", "decision_reason": "case when t.decision_reason is not null then ''(erased)'' end"}');
call kernel.personal('matching.person_entry', 'KEEP', 'Follows the names, which are gone.', '{person_id}');
call kernel.personal('matching.phone_entry', 'KEEP', 'Follows the telephone numbers, which are gone.', '{person_id}');
call kernel.personal('matching.duplicate_candidate', 'DELETE', 'Nothing stays.', '{first_id,second_id}');
call kernel.personal('matching.duplicate_person', 'DELETE', 'Nothing stays: what the last search for duplicates worked on.', '{id}');
call kernel.personal('exchange.import_row', 'DELETE', 'Nothing stays.', '{person_id}');
call kernel.personal('exchange.import_match', 'DELETE', 'Nothing stays.', '{person_id}');
call kernel.personal('exchange.import_change', 'DELETE', 'Nothing stays.', '{person_id}');
call kernel.personal('programmes.enrolment', 'REPLACE', 'In which programme, from when to when: accounts refer to it.', '{person_id}', '{household_id}', replaced => '{"exit_reason": "case when t.exit_reason is not null then ''(erased)'' end"}');
call kernel.personal('programmes.entitlement', 'REPLACE', 'What was owed and why: law demands that decisions about money stay. Texts among the facts go; numbers, days and answers of yes or no stay.', '{payee_id}', replaced => '{"facts": "kernel.without_texts(t.facts)"}');
call kernel.personal('surveys.response', 'REPLACE', 'That and when somebody was asked.', '{person_id}', '{household_id}', replaced => '{"source": "null", "ended_because": "case when t.ended_because is not null then ''(erased)'' end"}');
call kernel.personal('surveys.answer', 'DELETE', 'Nothing stays.', part_of => 'surveys.response', part_by => 'response_id');
call kernel.personal('transactions.payment_instruction', 'REPLACE', 'Amount, day and outcome: law demands that accounts stay.', '{payee_id}', replaced => '{
  "payee_name": "''(erased)''", "account": "null", "returned_reason": "case when t.returned_reason is not null then ''(erased)'' end"}');
call kernel.personal('transactions.posting', 'KEEP', 'The ledger stays and balances; it names nobody.', '{party_id}');
call kernel.personal('transactions.accrual', 'KEEP', 'That an entitlement was booked; it names nobody.', part_of => 'programmes.entitlement', part_by => 'entitlement_id');
call kernel.personal('privacy.legal_hold', 'REPLACE', 'That and when somebody was held.', '{person_id}', replaced => '{"reason": "''(erased)''", "lifted_because": "case when t.lifted_because is not null then ''(erased)'' end"}');
call kernel.personal('privacy.erasure_case', 'REPLACE', 'That and by which schedule somebody was erased.', '{person_id}', replaced => '{"because": "case when t.because is not null then ''(erased)'' end"}');
call kernel.personal('privacy.erasure', 'KEEP', 'That somebody was erased: applied again after a restore.', '{person_id}');
call kernel.personal('privacy.person_export', 'REPLACE', 'That and when a person asked for everything.', '{person_id}', files => '{file_id}', replaced => '{"identity_checked": "''(erased)''"}');
call kernel.personal('privacy.correction_request', 'REPLACE', 'That something was contested and answered.', '{person_id}', replaced => '{
  "contested": "''(erased)''", "wanted": "''(erased)''", "answer": "case when t.answer is not null then ''(erased)'' end"}');

-- Numbers of rows that are being imported.
create function privacy.forget_files(of_persons uuid[], of_households uuid[]) returns void language plpgsql as $$
begin
  delete from exchange.import_identifier i using exchange.import_row r where r.import_id = i.import_id and r.number = i.number and r.person_id = any (of_persons);
  -- Exports are copies of a moment, and nobody knows who is in them: those made so far go. So do the files of imports that brought or
  -- changed one of the persons, and those of imports of more than a month ago.
  perform kernel.empty_files(array(
    select e.file_id from exchange.export e where e.state = 'DONE'
    union select f.id from exchange.import i cross join lateral unnest(array[i.file_id, i.rejects_id]) as f (id)
      where f.id is not null and i.state in ('DONE', 'UNDONE', 'CANCELLED') and (
        i.updated_at < now() - interval '1 month'
        or exists (select from exchange.import_written w where w.import_id = i.id and w.table_name = 'people.person' and w.ids && of_persons)
        or exists (select from exchange.import_change c where c.import_id = i.id and c.person_id = any (of_persons)))));
end $$;
insert into kernel.erasure_step (function_name, because) values
  ('matching.note_words', 'Words that they bear'),
  ('transactions.erase_answers', 'What channels answered about them'),
  ('transactions.erase_descriptions', 'What was booked by hand for them'),
  ('privacy.forget_files', 'Files that lists of persons were read from or written to');
insert into kernel.erasure_step (function_name, afterwards, because) values ('matching.forget_words', true, 'Words that nobody else bears');
