-- What was written of somebody in words goes when they are erased, and so does the number by which employers and carriers know them.
call kernel.personal('pensions.member', 'REPLACE', 'That somebody was a member, and since when: contributions stay. Their number goes, since others know whose it was.', '{person_id}',
  replaced => '{"number": "''ERASED-'' || upper(replace(t.id::text, ''-'', ''''))"}');
call kernel.personal('pensions.declaration_line', 'REPLACE', 'What was declared, as numbers: accounts rest on it.', '{person_id}', replaced => '{"given": "null", "member_number": "null"}');
call kernel.personal('pensions.contribution', 'REPLACE', 'What was contributed, as numbers: pensions of survivors and accounts rest on it.', '{person_id}', replaced => '{"reference": "null"}');
call kernel.personal('pensions.claim', 'REPLACE', 'What was claimed and decided, as days and codes: payments rest on it.', '{person_id}', replaced => '{"note": "null", "because": "case when t.because is not null then ''(erased)'' end"}');
call kernel.personal('pensions.award_step', 'REPLACE', 'What an award is worth, as amounts and days.', '{person_id}', replaced => '{"because": "null"}');
call kernel.personal('pensions.revision', 'REPLACE', 'That a pension was worked out again, as amounts and days.', '{person_id}', replaced => '{"because": "''(erased)''"}');

-- The files that declarations were read from name everybody who is in them.
create function pensions.forget_files(of_persons uuid[], of_households uuid[]) returns void language plpgsql as $$
begin
  perform kernel.empty_files(array(
    select d.file_id from pensions.declaration d where d.file_id is not null and exists (select from pensions.declaration_line l where l.declaration_id = d.id and l.person_id = any (of_persons))));
end $$;
insert into kernel.erasure_step (function_name, because) values ('pensions.forget_files', 'Files that declarations were read from');
