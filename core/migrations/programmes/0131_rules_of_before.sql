-- Rules stand in versions of programmes. Processes of the version before still read and write these while they are replaced, so they stay for one release.
comment on table programmes.eligibility_rule is 'Rules on who may be enrolled, before versions had them. Read by nothing any more; dropped in the release after the next.';
comment on column programmes.enrolment.rule_id is 'The rule of before by which it was found eligible; the decision says it now. Read by nothing any more; dropped in the release after the next.';
