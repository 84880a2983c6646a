-- A cycle is of a period of its programme, for which core determines what is owed. Null in what the version before opens, until it is determined.
alter table cash_transfers.cycle add column period_id uuid;
alter table cash_transfers.cycle add constraint cycle_period foreign key (period_id) references programmes.benefit_period not valid;
alter table cash_transfers.cycle validate constraint cycle_period;
-- kinga: allow index because it holds none of the rows that there are
create unique index if not exists cycle_of_period on cash_transfers.cycle (period_id) where period_id is not null;

-- Rules of programmes say what is owed, determinations whom a period pays nothing. Processes of the version before still read and write these
-- while they are replaced, so they stay for one release.
comment on table cash_transfers.benefit_schedule is 'What programmes paid before their rules had versions. Read by nothing any more; dropped in the release after the next.';
comment on table cash_transfers.benefit_rate is 'What programmes paid before their rules had versions. Read by nothing any more; dropped in the release after the next.';
comment on table cash_transfers.held_household is 'Whom cycles paid nothing before determinations said it. Read by nothing any more; dropped in the release after the next.';
