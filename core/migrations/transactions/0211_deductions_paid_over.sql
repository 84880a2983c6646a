-- What was withheld for an organisation, paid over: proposed by one, approved by another, and paid when a bank shows it or somebody records it.
create table transactions.deduction_payment (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  funder_id uuid references people.organisation,
  organisation_id uuid not null references people.organisation,
  currency text not null references transactions.currency,
  amount numeric not null constraint deduction_payment_positive check (amount > 0),
  -- Names it to the bank.
  reference text not null constraint deduction_payment_reference_key unique,
  state text not null default 'PROPOSED' constraint deduction_payment_state check (state in ('PROPOSED', 'APPROVED', 'REJECTED', 'PAID', 'RETURNED')),
  proposed_by text not null,
  decided_by text,
  decided_on date,
  paid_on date,
  paid_reference text,
  paid_by text,
  transaction_id uuid references transactions.transaction deferrable initially deferred,
  constraint deduction_payment_second_person check (decided_by <> proposed_by),
  constraint deduction_payment_decided check ((state = 'PROPOSED') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  constraint deduction_payment_paid check (num_nonnulls(paid_on, paid_reference, paid_by, transaction_id) = case when state in ('PAID', 'RETURNED') then 4 else 0 end)
);
-- One after the other: what is due next depends on what becomes of it.
create unique index deduction_payment_open on transactions.deduction_payment (programme_id, organisation_id, currency, coalesce(funder_id, '00000000-0000-0000-0000-000000000000')) where state in ('PROPOSED', 'APPROVED');
create index deduction_payment_programme on transactions.deduction_payment (programme_id);
create index deduction_payment_organisation on transactions.deduction_payment (organisation_id);
create index deduction_payment_funder on transactions.deduction_payment (funder_id) where funder_id is not null;
create index deduction_payment_transaction on transactions.deduction_payment (transaction_id) where transaction_id is not null;

-- Of which deductions: what is paid over, or, less than nothing, kept back since the payment that it was withheld of came back afterwards.
create table transactions.deduction_payment_line (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  payment_id uuid not null references transactions.deduction_payment,
  deduction_id uuid not null references transactions.deduction,
  amount numeric not null constraint deduction_payment_line_amount check (amount <> 0),
  currency text not null references transactions.currency,
  -- Not with a payment that was rejected or came back.
  counts boolean not null default true,
  constraint deduction_payment_line_of unique (payment_id, deduction_id)
);
-- Nothing is paid over twice, nor kept back twice.
create unique index deduction_payment_line_once on transactions.deduction_payment_line (deduction_id, (amount > 0)) where counts;

call kernel.keep_history('transactions.deduction_payment');
call kernel.keep_history('transactions.deduction_payment_line');
create trigger never_deleted before delete on transactions.deduction_payment for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.deduction_payment for each statement execute function kernel.never_changed();
create trigger never_deleted before delete on transactions.deduction_payment_line for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.deduction_payment_line for each statement execute function kernel.never_changed();
create trigger begins before insert on transactions.deduction_payment for each row when (new.state <> 'PROPOSED') execute function transactions.begins_wrong();
create trigger moves before update on transactions.deduction_payment for each row when (old.state <> new.state)
  execute function transactions.move_along('PROPOSED>APPROVED', 'PROPOSED>REJECTED', 'APPROVED>REJECTED', 'APPROVED>PAID', 'PAID>RETURNED');
create trigger frozen before update on transactions.deduction_payment for each row
  when ((old.id, old.programme_id, old.funder_id, old.organisation_id, old.currency, old.amount, old.reference, old.proposed_by)
    is distinct from (new.id, new.programme_id, new.funder_id, new.organisation_id, new.currency, new.amount, new.reference, new.proposed_by)
    or (old.state in ('PAID', 'RETURNED') and (old.decided_by, old.decided_on, old.paid_on, old.paid_reference, old.paid_by, old.transaction_id)
      is distinct from (new.decided_by, new.decided_on, new.paid_on, new.paid_reference, new.paid_by, new.transaction_id)))
  execute function transactions.is_frozen();

-- What of deductions is to be paid over now: those of payments that arrived, less what was paid over; of payments that came back nothing.
create function transactions.deductions_due(of_programme uuid, of_funder uuid, of_organisation uuid, of_currency text) returns table (deduction_id uuid, amount numeric) language sql stable as $$
  select d.id, case when i.state = 'PAID' then d.amount else 0 end - coalesce(sum(l.amount), 0)
  from transactions.withholding_order o join transactions.deduction d on d.order_id = o.id join transactions.payment_instruction i on i.id = d.instruction_id join transactions.payment_run r on r.id = i.run_id
  left join transactions.deduction_payment_line l on l.deduction_id = d.id and l.counts
  where o.organisation_id = of_organisation and d.currency = of_currency and r.programme_id = of_programme and r.funder_id is not distinct from of_funder and i.state in ('PAID', 'RETURNED')
  group by d.id, i.state having case when i.state = 'PAID' then d.amount else 0 end - coalesce(sum(l.amount), 0) <> 0
$$;

-- Once for a statement: lines are of deductions for the organisation, of the programme and the funder; each is all of it, and in all what its payment is.
create function transactions.check_deduction_lines() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
begin
  if exists (
    select from written w join transactions.deduction_payment p on p.id = w.payment_id join transactions.deduction d on d.id = w.deduction_id join transactions.withholding_order o on o.id = d.order_id
    join transactions.payment_instruction i on i.id = d.instruction_id join transactions.payment_run r on r.id = i.run_id
    where p.state <> 'PROPOSED' or not w.counts or o.organisation_id <> p.organisation_id or r.programme_id <> p.programme_id or r.funder_id is distinct from p.funder_id or d.currency <> p.currency or w.currency <> p.currency
      or abs(w.amount) <> d.amount or (w.amount > 0) <> (i.state = 'PAID')
      or (w.amount < 0 and not exists (select from transactions.deduction_payment_line l join transactions.deduction_payment paid on paid.id = l.payment_id where l.deduction_id = d.id and l.counts and l.amount > 0 and paid.state = 'PAID')))
    or exists (select from (select distinct w.payment_id as id from written w) w join transactions.deduction_payment p using (id)
      where p.amount is distinct from (select sum(l.amount) from transactions.deduction_payment_line l where l.payment_id = p.id)) then
    raise exception 'something else would be paid over than was withheld' using errcode = 'KG030', constraint = 'deduction_payment_as_withheld';
  end if;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger check_lines after insert on transactions.deduction_payment_line referencing new table as written for each statement execute function transactions.check_deduction_lines();

-- A payment is approved while what it pays over still stands, and its lines count no more once it is rejected or came back.
create function transactions.move_deduction_payment() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
begin
  if new.state = 'APPROVED' and (
    new.amount is distinct from (select sum(l.amount) from transactions.deduction_payment_line l where l.payment_id = new.id)
    or exists (select from transactions.deduction_payment_line l join transactions.deduction d on d.id = l.deduction_id join transactions.payment_instruction i on i.id = d.instruction_id
      where l.payment_id = new.id and (l.amount > 0) <> (i.state = 'PAID'))) then
    raise exception 'a payment that it was withheld of came back meanwhile' using errcode = 'KG030', constraint = 'deduction_payment_stands';
  end if;
  if new.state in ('REJECTED', 'RETURNED') then
    update transactions.deduction_payment_line set counts = false where payment_id = new.id;
  end if;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger moved after update on transactions.deduction_payment for each row when (old.state <> new.state) execute function transactions.move_deduction_payment();

create function transactions.check_deduction_line() returns trigger language plpgsql as $$
begin
  if (old.id, old.payment_id, old.deduction_id, old.amount, old.currency) is distinct from (new.id, new.payment_id, new.deduction_id, new.amount, new.currency) or new.counts
    or not exists (select from transactions.deduction_payment p where p.id = new.payment_id and p.state in ('REJECTED', 'RETURNED')) then
    raise exception 'line % keeps what it says', old.id using errcode = 'KG014', constraint = 'deduction_payment_line_frozen';
  end if;
  return new;
end $$;
create trigger frozen before update on transactions.deduction_payment_line for each row execute function transactions.check_deduction_line();

-- A payment is of a whole programme, and is one of several organisations.
call kernel.guard('transactions.deduction_payment', format('(select current_setting(''kinga.scope'', true)) = ''all'' or ((select kernel.unlimited(1)) and (select kernel.unlimited(2)) and %s)', programmes.programme_condition('deduction_payment.programme_id')));
call kernel.make_sees('transactions.deduction_payment');
call kernel.guard('transactions.deduction_payment_line', '(select current_setting(''kinga.scope'', true)) = ''all'' or ' || kernel.sees('transactions.deduction_payment', 'deduction_payment_line.payment_id'));
