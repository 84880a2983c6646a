-- When it was told that a policy ends soon, so that whoever is reminded of it is reminded once.
alter table health_insurance.policy add column ending_told_on date;
-- kinga: allow index because who has many policies builds it beforehand
create index if not exists policy_ending on health_insurance.policy (ends_on) where state = 'ACTIVE' and ending_told_on is null;
