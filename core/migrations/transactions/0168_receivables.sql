-- What persons, households and organisations owe to programmes: demands, what comes in for them, and what of it settles which.

create sequence transactions.control_number;

-- Ten digits and two by which slips of the hand are told: ISO/IEC 7064, MOD 97-10.
create function transactions.next_control_number() returns text language sql volatile as $$
  select n::text || lpad((98 - (n * 100) % 97)::text, 2, '0') from (select 1000000000 + nextval('transactions.control_number')) as t(n)
$$;

-- Who pays to a programme, and the number that they pay under.
create table transactions.payer (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  person_id uuid references people.person,
  household_id uuid references people.household,
  organisation_id uuid references people.organisation,
  currency text not null references transactions.currency,
  control_number text not null default transactions.next_control_number() constraint payer_control_number_key unique
    constraint payer_control_number check (control_number ~ '^[0-9]{12}$' and control_number::bigint % 97 = 1),
  constraint payer_subject check (num_nonnulls(person_id, household_id, organisation_id) = 1),
  -- What demands and receipts point at, so that they are of its programme and in its currency.
  constraint payer_of_programme unique (id, programme_id, currency)
);
create unique index payer_person on transactions.payer (programme_id, person_id, currency) where person_id is not null;
create unique index payer_household on transactions.payer (programme_id, household_id, currency) where household_id is not null;
create unique index payer_organisation on transactions.payer (programme_id, organisation_id, currency) where organisation_id is not null;
create index payer_of_person on transactions.payer (person_id) where person_id is not null;
create index payer_of_household on transactions.payer (household_id) where household_id is not null;
create index payer_of_organisation on transactions.payer (organisation_id) where organisation_id is not null;

-- Whose number it is never changes; persons that turn out to be one are the exception.
create function transactions.check_payer() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if (new.id, new.programme_id, new.currency, new.control_number, new.household_id, new.organisation_id, new.person_id is null)
    is distinct from (old.id, old.programme_id, old.currency, old.control_number, old.household_id, old.organisation_id, old.person_id is null) then
    raise exception 'payer % stays as it is', old.id using errcode = 'KG014', constraint = 'payer_frozen';
  end if;
  return new;
end $$;
create trigger frozen before update on transactions.payer for each row execute function transactions.check_payer();
create trigger never_deleted before delete on transactions.payer for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.payer for each statement execute function kernel.never_changed();
call kernel.keep_history('transactions.payer');

-- Where a demand stands follows from its amounts.
create function transactions.demand_state(owed numeric, allocated numeric, written_off numeric, cancelled boolean) returns text language sql immutable as $$
  select case when cancelled then 'CANCELLED' when allocated + written_off < owed then case when allocated + written_off > 0 then 'PART_PAID' else 'ISSUED' end
    when written_off > 0 then 'WRITTEN_OFF' else 'SETTLED' end
$$;

create table transactions.demand (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  payer_id uuid not null,
  programme_id uuid not null,
  reference text not null constraint demand_reference_length check (length(reference) between 1 and 100),
  purpose text not null constraint demand_purpose check (purpose ~ '^[A-Z][A-Z0-9_]*$'),
  period_from date,
  period_to date,
  issued_on date not null,
  due_on date not null,
  amount numeric not null constraint demand_positive check (amount > 0),
  currency text not null,
  -- Interest and penalties, what settled it, and what was given up: sums that the rows below keep.
  charged numeric not null default 0,
  allocated numeric not null default 0,
  written_off numeric not null default 0,
  cancelled_on date,
  cancelled_reason text,
  state text not null default 'ISSUED',
  raised_by text not null,
  transaction_id uuid not null references transactions.transaction deferrable initially deferred,
  constraint demand_once unique (programme_id, reference),
  constraint demand_of_payer foreign key (payer_id, programme_id, currency) references transactions.payer (id, programme_id, currency),
  constraint demand_row_of_payer unique (id, payer_id, currency),
  constraint demand_period check (num_nonnulls(period_from, period_to) in (0, 2) and period_to >= period_from),
  constraint demand_due check (due_on >= issued_on),
  constraint demand_state check (state = transactions.demand_state(amount + charged, allocated, written_off, cancelled_on is not null)),
  constraint demand_no_more_than_owed check (charged >= 0 and allocated >= 0 and written_off >= 0 and allocated + written_off <= amount + charged),
  constraint demand_cancelled check (cancelled_on is null or (allocated = 0 and written_off = 0)),
  constraint demand_cancelled_because check ((cancelled_on is null) = (cancelled_reason is null))
);
create index demand_payer on transactions.demand (payer_id, due_on);
create index demand_programme on transactions.demand (programme_id, due_on);
create index demand_open on transactions.demand (due_on, id) where state in ('ISSUED', 'PART_PAID');
create index demand_transaction on transactions.demand (transaction_id);

-- What was demanded stays; its sums follow from other rows alone, and its state from its sums.
create function transactions.check_demand() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if (new.id, new.payer_id, new.programme_id, new.reference, new.purpose, new.period_from, new.period_to, new.issued_on, new.due_on, new.amount, new.currency, new.raised_by, new.transaction_id)
      is distinct from (old.id, old.payer_id, old.programme_id, old.reference, old.purpose, old.period_from, old.period_to, old.issued_on, old.due_on, old.amount, old.currency, old.raised_by, old.transaction_id)
    or (pg_trigger_depth() < 2 and (new.charged, new.allocated, new.written_off) is distinct from (old.charged, old.allocated, old.written_off))
    or (old.cancelled_on is not null and new is distinct from old) then
    raise exception 'demand % is issued: it is settled, cancelled or written off, and not changed', old.id using errcode = 'KG014', constraint = 'demand_frozen';
  end if;
  new.state := transactions.demand_state(new.amount + new.charged, new.allocated, new.written_off, new.cancelled_on is not null);
  return new;
end $$;
create trigger begins before insert on transactions.demand for each row
  when (new.state <> 'ISSUED' or new.charged <> 0 or new.allocated <> 0 or new.written_off <> 0) execute function transactions.begins_wrong();
create trigger derives_state before update on transactions.demand for each row execute function transactions.check_demand();
create trigger moves before update on transactions.demand for each row when (old.state <> new.state) execute function transactions.move_along(
  'ISSUED>PART_PAID', 'ISSUED>SETTLED', 'ISSUED>WRITTEN_OFF', 'ISSUED>CANCELLED', 'PART_PAID>ISSUED', 'PART_PAID>SETTLED', 'PART_PAID>WRITTEN_OFF',
  'SETTLED>ISSUED', 'SETTLED>PART_PAID', 'WRITTEN_OFF>ISSUED', 'WRITTEN_OFF>PART_PAID');
create trigger never_deleted before delete on transactions.demand for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.demand for each statement execute function kernel.never_changed();
call kernel.keep_history('transactions.demand');

create table transactions.demand_line (
  id uuid primary key default kernel.uuid7(),
  demand_id uuid not null,
  payer_id uuid not null,
  number integer not null constraint demand_line_number check (number > 0),
  code text not null,
  description text not null,
  amount numeric not null constraint demand_line_positive check (amount > 0),
  currency text not null,
  account_id uuid not null,
  constraint demand_line_once unique (demand_id, number),
  constraint demand_line_of foreign key (demand_id, payer_id, currency) references transactions.demand (id, payer_id, currency),
  constraint demand_line_account foreign key (account_id, currency) references transactions.account (id, currency)
);
create index demand_line_payer on transactions.demand_line (payer_id);
create index demand_line_of_account on transactions.demand_line (account_id);
call kernel.append_only('transactions.demand_line');

create table transactions.demand_instalment (
  id uuid primary key default kernel.uuid7(),
  demand_id uuid not null,
  payer_id uuid not null,
  number integer not null constraint demand_instalment_number check (number > 0),
  due_on date not null,
  amount numeric not null constraint demand_instalment_positive check (amount > 0),
  currency text not null,
  constraint demand_instalment_once unique (demand_id, number),
  constraint demand_instalment_of foreign key (demand_id, payer_id, currency) references transactions.demand (id, payer_id, currency)
);
create index demand_instalment_payer on transactions.demand_instalment (payer_id);
call kernel.append_only('transactions.demand_instalment');

-- Lines and instalments sum to the demand: no more with each statement, all of it at the commit.
create function transactions.check_parts_of_demand() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  broken uuid;
begin
  execute format('select d.id from transactions.demand d join (select p.demand_id, sum(p.amount) as amount from %s p where p.demand_id in (select demand_id from written) group by 1) parts
    on parts.demand_id = d.id where parts.amount > d.amount limit 1', tg_relid::regclass) into broken;
  if broken is not null then
    raise exception 'the rows of % sum to more than demand %', tg_relid::regclass, broken using errcode = 'KG010', constraint = 'demand_parts';
  end if;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger check_parts after insert on transactions.demand_line referencing new table as written for each statement execute function transactions.check_parts_of_demand();
create trigger check_parts after insert on transactions.demand_instalment referencing new table as written for each statement execute function transactions.check_parts_of_demand();
create function transactions.check_demand_whole() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
begin
  if (select coalesce(sum(amount), 0) from transactions.demand_line where demand_id = new.id) <> new.amount
    or (select coalesce(sum(amount), 0) from transactions.demand_instalment where demand_id = new.id) <> new.amount then
    raise exception 'lines or instalments do not sum to demand %', new.id using errcode = 'KG010', constraint = 'demand_parts';
  end if;
  perform kernel.see_as(scope);
  return null;
end $$;
create constraint trigger check_whole after insert on transactions.demand deferrable initially deferred for each row execute function transactions.check_demand_whole();

-- Interest and penalties: of one rule once for a day.
create table transactions.demand_charge (
  id uuid primary key default kernel.uuid7(),
  demand_id uuid not null,
  payer_id uuid not null,
  rule_code text not null,
  version_id uuid not null references programmes.programme_version,
  charged_on date not null,
  amount numeric not null constraint demand_charge_positive check (amount > 0),
  currency text not null,
  facts jsonb not null,
  transaction_id uuid not null references transactions.transaction deferrable initially deferred,
  constraint demand_charge_once unique (demand_id, rule_code, charged_on),
  constraint demand_charge_of foreign key (demand_id, payer_id, currency) references transactions.demand (id, payer_id, currency)
);
create index demand_charge_payer on transactions.demand_charge (payer_id);
create index demand_charge_transaction on transactions.demand_charge (transaction_id);
create index demand_charge_version on transactions.demand_charge (version_id);
call kernel.append_only('transactions.demand_charge');

create table transactions.demand_write_off (
  id uuid primary key,
  demand_id uuid not null,
  payer_id uuid not null,
  amount numeric not null constraint demand_write_off_positive check (amount > 0),
  currency text not null,
  reason text not null,
  written_off_on date not null,
  written_off_by text not null,
  transaction_id uuid not null references transactions.transaction deferrable initially deferred,
  constraint demand_write_off_of foreign key (demand_id, payer_id, currency) references transactions.demand (id, payer_id, currency)
);
create index demand_write_off_demand on transactions.demand_write_off (demand_id);
create index demand_write_off_payer on transactions.demand_write_off (payer_id);
create index demand_write_off_transaction on transactions.demand_write_off (transaction_id);
call kernel.append_only('transactions.demand_write_off');

-- What came in, under which number. Nobody's while the number is nobody's.
create table transactions.receipt (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  payer_id uuid,
  control_number text not null,
  method text not null constraint receipt_method check (method in ('BANK', 'MOBILE_MONEY', 'CASH', 'CHEQUE', 'CARD')),
  bank_reference text not null constraint receipt_reference_length check (length(bank_reference) between 1 and 100),
  amount numeric not null constraint receipt_positive check (amount > 0),
  currency text not null references transactions.currency,
  received_on date not null,
  -- When it was put on the payer's account; null while it is nobody's.
  credited_on date,
  allocated numeric not null default 0,
  refunded numeric not null default 0,
  state text not null constraint receipt_state check (state in ('UNMATCHED', 'RECEIVED', 'REVERSED')),
  unmatched_because text,
  reversed_on date,
  reversed_reason text,
  received_by text not null,
  transaction_id uuid not null references transactions.transaction deferrable initially deferred,
  -- The same money does not come in twice.
  constraint receipt_once unique (programme_id, method, bank_reference),
  constraint receipt_of_payer foreign key (payer_id, programme_id, currency) references transactions.payer (id, programme_id, currency),
  constraint receipt_row_of_payer unique (id, payer_id, currency),
  constraint receipt_unmatched check (state = 'REVERSED' or (state = 'UNMATCHED') = (payer_id is null)),
  constraint receipt_credited check ((payer_id is null) = (credited_on is null)),
  constraint receipt_unmatched_because check (payer_id is not null or unmatched_because is not null),
  constraint receipt_no_more_than_came check (allocated >= 0 and refunded >= 0 and allocated + refunded <= amount),
  constraint receipt_of_nobody_is_whole check (payer_id is not null or allocated + refunded = 0),
  constraint receipt_reversed check (state <> 'REVERSED' or allocated + refunded = 0),
  constraint receipt_reversed_because check (num_nonnulls(reversed_on, reversed_reason) = case state when 'REVERSED' then 2 else 0 end)
);
create index receipt_payer on transactions.receipt (payer_id, received_on) where payer_id is not null;
create index receipt_programme on transactions.receipt (programme_id, received_on);
create index receipt_work on transactions.receipt (programme_id, id) where state = 'UNMATCHED';
create index receipt_transaction on transactions.receipt (transaction_id);

create function transactions.check_receipt() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if (new.id, new.programme_id, new.control_number, new.method, new.bank_reference, new.amount, new.currency, new.received_on, new.received_by, new.transaction_id)
      is distinct from (old.id, old.programme_id, old.control_number, old.method, old.bank_reference, old.amount, old.currency, old.received_on, old.received_by, old.transaction_id)
    or (pg_trigger_depth() < 2 and (new.allocated, new.refunded) is distinct from (old.allocated, old.refunded))
    or (old.payer_id is not null and (new.payer_id, new.credited_on) is distinct from (old.payer_id, old.credited_on))
    or (old.state = 'REVERSED' and new is distinct from old) then
    raise exception 'receipt % came as it came: it is allocated, refunded or reversed, and not changed', old.id using errcode = 'KG014', constraint = 'receipt_frozen';
  end if;
  return new;
end $$;
create trigger begins before insert on transactions.receipt for each row when (new.state = 'REVERSED' or new.allocated <> 0 or new.refunded <> 0) execute function transactions.begins_wrong();
create trigger frozen before update on transactions.receipt for each row execute function transactions.check_receipt();
create trigger moves before update on transactions.receipt for each row when (old.state <> new.state)
  execute function transactions.move_along('UNMATCHED>RECEIVED', 'UNMATCHED>REVERSED', 'RECEIVED>REVERSED');
create trigger never_deleted before delete on transactions.receipt for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.receipt for each statement execute function kernel.never_changed();
call kernel.keep_history('transactions.receipt');

-- What of a receipt settles what of a demand; taken back by its opposite.
create table transactions.receipt_allocation (
  id uuid primary key default kernel.uuid7(),
  payer_id uuid not null,
  receipt_id uuid not null,
  demand_id uuid not null,
  amount numeric not null constraint receipt_allocation_moves_something check (amount <> 0),
  currency text not null,
  allocated_on date not null,
  allocated_by text not null,
  undoes_id uuid constraint receipt_allocation_undone_once unique references transactions.receipt_allocation,
  transaction_id uuid not null references transactions.transaction deferrable initially deferred,
  constraint receipt_allocation_undoes check ((undoes_id is null) = (amount > 0)),
  constraint receipt_allocation_of_receipt foreign key (receipt_id, payer_id, currency) references transactions.receipt (id, payer_id, currency),
  constraint receipt_allocation_of_demand foreign key (demand_id, payer_id, currency) references transactions.demand (id, payer_id, currency)
);
create index receipt_allocation_receipt on transactions.receipt_allocation (receipt_id);
create index receipt_allocation_demand on transactions.receipt_allocation (demand_id);
create index receipt_allocation_payer on transactions.receipt_allocation (payer_id);
create index receipt_allocation_transaction on transactions.receipt_allocation (transaction_id);
call kernel.append_only('transactions.receipt_allocation');

-- What of a receipt is given back to whoever paid too much. Kept back from the moment it is asked for.
create table transactions.receipt_refund (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  receipt_id uuid not null,
  payer_id uuid not null,
  amount numeric not null constraint receipt_refund_positive check (amount > 0),
  currency text not null,
  reason text not null,
  state text not null default 'REQUESTED' constraint receipt_refund_state check (state in ('REQUESTED', 'APPROVED', 'PAID', 'REJECTED')),
  requested_by text not null,
  decided_by text,
  decided_on date,
  paid_on date,
  paid_reference text,
  constraint receipt_refund_second_person check (decided_by <> requested_by),
  constraint receipt_refund_decided check (num_nonnulls(decided_by, decided_on) = case state when 'REQUESTED' then 0 else 2 end),
  constraint receipt_refund_paid check (num_nonnulls(paid_on, paid_reference) = case state when 'PAID' then 2 else 0 end),
  constraint receipt_refund_of foreign key (receipt_id, payer_id, currency) references transactions.receipt (id, payer_id, currency)
);
create index receipt_refund_receipt on transactions.receipt_refund (receipt_id);
create index receipt_refund_payer on transactions.receipt_refund (payer_id);
create function transactions.check_refund() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if (new.id, new.receipt_id, new.payer_id, new.amount, new.currency, new.reason, new.requested_by) is distinct from (old.id, old.receipt_id, old.payer_id, old.amount, old.currency, old.reason, old.requested_by)
    or (old.decided_by is not null and (new.decided_by, new.decided_on) is distinct from (old.decided_by, old.decided_on))
    or (old.state in ('PAID', 'REJECTED') and new is distinct from old) then
    raise exception 'refund % is frozen: only its state changes', old.id using errcode = 'KG014', constraint = 'receipt_refund_frozen';
  end if;
  return new;
end $$;
create trigger begins before insert on transactions.receipt_refund for each row when (new.state <> 'REQUESTED') execute function transactions.begins_wrong();
create trigger frozen before update on transactions.receipt_refund for each row execute function transactions.check_refund();
create trigger moves before update on transactions.receipt_refund for each row when (old.state <> new.state)
  execute function transactions.move_along('REQUESTED>APPROVED', 'REQUESTED>REJECTED', 'APPROVED>PAID');
create trigger never_deleted before delete on transactions.receipt_refund for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.receipt_refund for each statement execute function kernel.never_changed();
call kernel.keep_history('transactions.receipt_refund');

-- The sums, once for a statement. Their checks refuse more than is owed or came, whoever writes; that the rows are locked makes whoever comes second see it.
create function transactions.sum_charges() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
begin
  update transactions.demand d set charged = d.charged + w.amount from (select demand_id, sum(amount) as amount from written group by 1) w where d.id = w.demand_id;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger sum_up after insert on transactions.demand_charge referencing new table as written for each statement execute function transactions.sum_charges();

create function transactions.sum_write_offs() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
begin
  update transactions.demand d set written_off = d.written_off + w.amount from (select demand_id, sum(amount) as amount from written group by 1) w where d.id = w.demand_id;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger sum_up after insert on transactions.demand_write_off referencing new table as written for each statement execute function transactions.sum_write_offs();

create function transactions.sum_allocations() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
begin
  if exists (select from written w join transactions.receipt_allocation a on a.id = w.undoes_id where (w.receipt_id, w.demand_id, w.amount) is distinct from (a.receipt_id, a.demand_id, -a.amount) or a.undoes_id is not null) then
    raise exception 'an allocation is taken back by its opposite' using errcode = 'KG030', constraint = 'receipt_allocation_opposite';
  end if;
  update transactions.demand d set allocated = d.allocated + w.amount from (select demand_id, sum(amount) as amount from written group by 1 having sum(amount) <> 0) w where d.id = w.demand_id;
  update transactions.receipt r set allocated = r.allocated + w.amount from (select receipt_id, sum(amount) as amount from written group by 1 having sum(amount) <> 0) w where r.id = w.receipt_id;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger sum_up after insert on transactions.receipt_allocation referencing new table as written for each statement execute function transactions.sum_allocations();

create function transactions.sum_refund() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
begin
  update transactions.receipt r set refunded = r.refunded + case new.state when 'REQUESTED' then new.amount else -new.amount end where r.id = new.receipt_id;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger sum_up after insert on transactions.receipt_refund for each row execute function transactions.sum_refund();
create trigger sum_down after update on transactions.receipt_refund for each row when (new.state = 'REJECTED' and old.state <> 'REJECTED') execute function transactions.sum_refund();

-- Whom a posting of a demand or a receipt concerns.
alter table transactions.posting add column payer_id uuid;
alter table transactions.posting add constraint posting_payer foreign key (payer_id) references transactions.payer not valid;
alter table transactions.posting validate constraint posting_payer;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists posting_of_payer on transactions.posting (payer_id, occurred_on) where payer_id is not null;

-- Whoever sees whom it is about sees the payer, of the programmes that they see; and with the payer what they owe and paid.
call kernel.guard('transactions.payer', format(
  '((select kernel.unlimited(1)) or payer.organisation_id is not null or kernel.sees_people_person(payer.person_id) or kernel.sees_people_household(payer.household_id)) and %s',
  programmes.programme_condition('payer.programme_id')));
call kernel.make_sees('transactions.payer');
call kernel.guard('transactions.demand', '(select current_setting(''kinga.scope'', true)) = ''all'' or ' || kernel.sees('transactions.payer', 'demand.payer_id'));
call kernel.guard('transactions.demand_line', '(select current_setting(''kinga.scope'', true)) = ''all'' or ' || kernel.sees('transactions.payer', 'demand_line.payer_id'));
call kernel.guard('transactions.demand_instalment', '(select current_setting(''kinga.scope'', true)) = ''all'' or ' || kernel.sees('transactions.payer', 'demand_instalment.payer_id'));
call kernel.guard('transactions.demand_charge', '(select current_setting(''kinga.scope'', true)) = ''all'' or ' || kernel.sees('transactions.payer', 'demand_charge.payer_id'));
call kernel.guard('transactions.demand_write_off', '(select current_setting(''kinga.scope'', true)) = ''all'' or ' || kernel.sees('transactions.payer', 'demand_write_off.payer_id'));
call kernel.guard('transactions.receipt_allocation', '(select current_setting(''kinga.scope'', true)) = ''all'' or ' || kernel.sees('transactions.payer', 'receipt_allocation.payer_id'));
call kernel.guard('transactions.receipt_refund', '(select current_setting(''kinga.scope'', true)) = ''all'' or ' || kernel.sees('transactions.payer', 'receipt_refund.payer_id'));
-- What is nobody's yet is seen by those of every place.
call kernel.guard('transactions.receipt', format('(select current_setting(''kinga.scope'', true)) = ''all'' or case when receipt.payer_id is null then (select kernel.unlimited(1)) and %s else %s end',
  programmes.programme_condition('receipt.programme_id'), kernel.sees('transactions.payer', 'receipt.payer_id')));

-- Equal parts of an amount; the cents that are left over go to the first of them (largest remainder, where all are equal).
create function transactions.equal_parts(total numeric, parts integer, digits integer) returns table (number integer, amount numeric) language sql immutable as $$
  select n, base + case when n <= (total - base * parts) / unit then unit else 0 end
  from (select trunc(total / parts, digits) as base, round(1 / (10::numeric ^ digits), digits) as unit) as u cross join generate_series(1, parts) n
$$;

-- The instalments of a demand: in one sum, in equal parts month by month ({"parts": 3}), or as they are given ([{"dueOn", "amount"}]).
create function transactions.instalments(total numeric, first_due_on date, given jsonb, digits integer) returns table (number integer, due_on date, amount numeric) language plpgsql immutable as $$
begin
  if jsonb_typeof(given) = 'array' then
    return query select part.position::integer, (part.value ->> 'dueOn')::date, (part.value ->> 'amount')::numeric from jsonb_array_elements(given) with ordinality part(value, position);
  else
    return query select part.number, (first_due_on + make_interval(months => part.number - 1))::date, part.amount
      from transactions.equal_parts(total, coalesce((given ->> 'parts')::integer, 1), digits) part where part.amount > 0;
  end if;
end $$;

-- Of persons those who owe something, or for whom something is held: nobody is erased meanwhile.
create function transactions.owing(of_persons uuid[]) returns table (person_id uuid, because text) language sql stable as $$
  select y.person_id, 'contributions or premiums are owed' from transactions.payer y
  where y.person_id = any (of_persons) and exists (select from transactions.demand d where d.payer_id = y.id and d.state in ('ISSUED', 'PART_PAID'))
  union all
  select y.person_id, 'money is held on account' from transactions.payer y where y.person_id = any (of_persons) and (
    exists (select from transactions.receipt r where r.payer_id = y.id and r.state = 'RECEIVED' and r.amount > r.allocated + r.refunded)
    or exists (select from transactions.receipt_refund f where f.payer_id = y.id and f.state in ('REQUESTED', 'APPROVED')))
$$;
