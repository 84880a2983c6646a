-- Which step of the enrolment a consequence made, so that it is known what is undone where it proves to have been none.
alter table cash_transfers.consequence add column step_id uuid;
alter table cash_transfers.consequence add constraint consequence_step foreign key (step_id) references programmes.enrolment_step not valid;
alter table cash_transfers.consequence validate constraint consequence_step;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists consequence_step on cash_transfers.consequence (step_id) where step_id is not null;
