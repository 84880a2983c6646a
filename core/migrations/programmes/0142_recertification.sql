-- Why the day by which an enrolment must be judged again was set by hand; null where it follows from an assessment.
alter table programmes.enrolment add column recertify_because text;
