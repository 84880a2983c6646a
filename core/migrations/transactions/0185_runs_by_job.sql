-- Runs are made by a job. Until it is through, a run is COMPUTING and holds nothing; it is seen whole, or not at all.
alter table transactions.payment_run add column job_id uuid, add column problem text;
alter table transactions.payment_run add constraint payment_run_job foreign key (job_id) references kernel.job not valid;
alter table transactions.payment_run validate constraint payment_run_job;
-- kinga: allow index because runs are few
create index payment_run_job on transactions.payment_run (job_id) where job_id is not null;

alter table transactions.payment_run drop constraint payment_run_state;
alter table transactions.payment_run add constraint payment_run_state
  check (state in ('COMPUTING', 'DRAFT', 'APPROVED', 'SENDING', 'SENT', 'RECONCILED', 'CANCELLED')) not valid;
alter table transactions.payment_run validate constraint payment_run_state;
alter table transactions.payment_run drop constraint payment_run_approved;
alter table transactions.payment_run add constraint payment_run_approved
  check (state in ('COMPUTING', 'DRAFT', 'CANCELLED') or (approved_by is not null and approved_hash is not null)) not valid;
alter table transactions.payment_run validate constraint payment_run_approved;

-- A version that is being replaced still begins with drafts.
drop trigger begins on transactions.payment_run;
create trigger begins before insert on transactions.payment_run for each row when (new.state not in ('COMPUTING', 'DRAFT')) execute function transactions.begins_wrong();
drop trigger moves on transactions.payment_run;
create trigger moves before update on transactions.payment_run for each row when (old.state <> new.state)
  execute function transactions.move_along('COMPUTING>DRAFT', 'COMPUTING>CANCELLED', 'DRAFT>APPROVED', 'DRAFT>CANCELLED', 'APPROVED>CANCELLED', 'APPROVED>SENDING', 'SENDING>SENT', 'SENT>RECONCILED');

create function transactions.check_made() returns trigger language plpgsql as $$
begin
  raise exception 'payment run % holds nothing that could be looked at', new.code using errcode = 'KG013', constraint = 'payment_run_made';
end $$;
create trigger made before update on transactions.payment_run for each row
  when (old.state <> new.state and new.state in ('DRAFT', 'APPROVED') and new.content_hash is null) execute function transactions.check_made();

-- What of a run is not settled is asked for with each answer.
-- kinga: allow index because no version was released whose tables are large
create index payment_instruction_open on transactions.payment_instruction (run_id) where state in ('PENDING', 'SENT');
