-- What is found to be owed is a decision like any other: the facts, and what it was judged by, are kept there and no longer twice.
alter table programmes.determination add column decision_id uuid, alter column facts drop not null, alter column basis drop not null;
alter table programmes.determination add constraint determination_decision foreign key (decision_id) references programmes.decision not valid;
alter table programmes.determination validate constraint determination_decision;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists determination_decision on programmes.determination (decision_id) where decision_id is not null;
alter table programmes.entitlement add column decision_id uuid;
alter table programmes.entitlement add constraint entitlement_decision foreign key (decision_id) references programmes.decision not valid;
alter table programmes.entitlement validate constraint entitlement_decision;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists entitlement_decision on programmes.entitlement (decision_id) where decision_id is not null;
