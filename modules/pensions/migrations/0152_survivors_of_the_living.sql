-- A case that was rejected, or of somebody who proves to be alive, stands in no way of another.
alter table pensions.survivor_case drop constraint survivor_case_once;
-- kinga: allow index because no version that was released has rows in it
create unique index if not exists survivor_case_once on pensions.survivor_case (award_id) where state in ('PROPOSED', 'GRANTED');
-- kinga: allow index because no version that was released has rows in it
create index if not exists survivor_case_award on pensions.survivor_case (award_id);
alter table pensions.survivor_case drop constraint survivor_case_state;
alter table pensions.survivor_case add constraint survivor_case_state check (state in ('PROPOSED', 'GRANTED', 'REJECTED', 'VOIDED')) not valid;
alter table pensions.survivor_case validate constraint survivor_case_state;
alter table pensions.survivor_case drop constraint survivor_case_decided;
alter table pensions.survivor_case add constraint survivor_case_decided check (num_nonnulls(decided_by, decided_on) in (0, 2) and (decided_by is null or state <> 'PROPOSED') and (decided_by is not null or state in ('PROPOSED', 'VOIDED'))) not valid;
alter table pensions.survivor_case validate constraint survivor_case_decided;
