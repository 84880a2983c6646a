-- With which run of before a run is compared, and from which share of change on somebody is told of.
alter table transactions.payment_run add column compared_with_id uuid, add column change_tolerance numeric;
alter table transactions.payment_run add constraint payment_run_compared_with foreign key (compared_with_id) references transactions.payment_run not valid;
alter table transactions.payment_run validate constraint payment_run_compared_with;
alter table transactions.payment_run add constraint payment_run_change_tolerance check (change_tolerance >= 0) not valid;
alter table transactions.payment_run validate constraint payment_run_change_tolerance;
-- kinga: allow index because runs are few
create index payment_run_compared on transactions.payment_run (compared_with_id) where compared_with_id is not null;
create trigger compared_frozen before update on transactions.payment_run for each row
  when (old.state <> 'COMPUTING' and (old.compared_with_id, old.change_tolerance) is distinct from (new.compared_with_id, new.change_tolerance)) execute function transactions.is_frozen();

-- What of a run somebody should look at before they approve it: who is new, gone, paid otherwise than the last time, into whose account
-- others are paid too; and whom it does not pay though something is due, and why.
create table transactions.payment_run_exception (
  id uuid primary key default kernel.uuid7(),
  run_id uuid not null references transactions.payment_run,
  kind text not null constraint payment_run_exception_kind check (kind ~ '^[A-Z][A-Z_]{1,59}$'),
  -- Whether nothing is paid of what is due: it stays due.
  left_out boolean not null,
  payee_id uuid not null references people.person,
  place_id uuid references people.place,
  -- What the run of before paid, and what this one pays, or would pay.
  previous numeric,
  present numeric,
  currency text not null references transactions.currency,
  constraint payment_run_exception_once unique (run_id, kind, payee_id),
  constraint payment_run_exception_amounts check (num_nonnulls(previous, present) > 0)
);
create index payment_run_exception_payee on transactions.payment_run_exception (payee_id);
create index payment_run_exception_place on transactions.payment_run_exception (place_id) where place_id is not null;
call kernel.append_only('transactions.payment_run_exception');

-- Nothing joins a run that is made.
create function transactions.check_exceptions() returns trigger language plpgsql as $$
declare
  wrong text;
begin
  select r.code into wrong from (select distinct run_id from written) w join transactions.payment_run r on r.id = w.run_id where r.content_hash is not null limit 1;
  if found then
    raise exception 'payment run % is made; nothing is added to it', wrong using errcode = 'KG014', constraint = 'payment_run_frozen';
  end if;
  return null;
end $$;
create trigger check_exceptions after insert on transactions.payment_run_exception referencing new table as written
  for each statement execute function transactions.check_exceptions();

call kernel.guard('transactions.payment_run_exception', format(
  '(%s) and ((select kernel.unlimited(3)) or exists (select from transactions.payment_run r where r.id = payment_run_exception.run_id and r.programme_id = any((select programmes.programmes_in_scope())::uuid[])))',
  people.place_condition('transactions.payment_run_exception', 'place_id')));
