-- What was answered is seen by whoever sees who answered.
call people.guard_by_any('surveys.response', 'person_id person', 'household_id household');
call kernel.guard_by('surveys.answer', 'response_id', 'surveys.response');
