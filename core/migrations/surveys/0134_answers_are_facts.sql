-- Answers are facts of rules: what is owed by them waits to be determined again where they are given, corrected or withdrawn.
call programmes.facts_come_from('surveys.response', 'person_id', 'household_id', since => 'answered_on');
