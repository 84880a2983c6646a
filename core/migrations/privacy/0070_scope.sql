-- What is done for a person's rights is seen by whoever sees the person.
call people.guard_by_any('privacy.correction_request', 'person_id person');
call people.guard_by_any('privacy.person_export', 'person_id person');
call people.guard_by_any('privacy.erasure_case', 'person_id person');
call kernel.guard('privacy.erasure', '(select current_setting(''kinga.scope'', true)) = ''all'' or kernel.sees_people_person(erasure.person_id)');
-- A hold may be on everybody of a programme.
call kernel.guard('privacy.legal_hold', format(
  '(select current_setting(''kinga.scope'', true)) = ''all'' or kernel.sees_people_person(legal_hold.person_id)
   or legal_hold.person_id is null and %s', programmes.programme_condition('legal_hold.programme_id')));
