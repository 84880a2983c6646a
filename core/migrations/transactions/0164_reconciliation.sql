-- What banks say that they booked on accounts out of which is paid, and how it is matched with what was paid.
create table transactions.bank_account (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint bank_account_code_key unique,
  name text not null,
  number text not null,
  currency text not null,
  -- Names of the payment channels that pay out of it.
  channels text[] not null default '{}',
  account_id uuid not null,
  constraint bank_account_number_key unique (number, currency),
  constraint bank_account_ledger foreign key (account_id, currency) references transactions.account (id, currency)
);
create index bank_account_ledger_account on transactions.bank_account (account_id);

create table transactions.bank_statement (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  bank_account_id uuid not null references transactions.bank_account,
  format text not null,
  -- The bank's own names of the statements in the file.
  names text[] not null constraint bank_statement_named check (cardinality(names) > 0),
  sha256 text not null,
  currency text not null,
  opening numeric,
  closing numeric,
  closed_on date,
  entry_count integer not null,
  received_by text not null,
  constraint bank_statement_once unique (bank_account_id, sha256)
);
-- A statement's name is taken once for an account, whichever file it stands in.
create table transactions.bank_statement_name (
  bank_account_id uuid not null references transactions.bank_account,
  name text not null,
  statement_id uuid not null references transactions.bank_statement deferrable initially deferred,
  constraint bank_statement_name_once primary key (bank_account_id, name)
);
create index bank_statement_name_of on transactions.bank_statement_name (statement_id);

create table transactions.bank_entry (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  statement_id uuid not null references transactions.bank_statement deferrable initially deferred,
  bank_account_id uuid not null references transactions.bank_account,
  number integer not null,
  booked_on date not null,
  amount numeric not null constraint bank_entry_positive check (amount >= 0),
  currency text not null,
  direction text not null constraint bank_entry_direction check (direction in ('DEBIT', 'CREDIT')),
  bank_reference text,
  end_to_end_id text,
  batch_key text,
  counterparty text,
  counterparty_account text,
  description text,
  return_reason text,
  state text not null default 'UNMATCHED' constraint bank_entry_state check (state in ('UNMATCHED', 'MATCHED', 'PROPOSED', 'RESOLVED')),
  -- How it was matched: KEY, BATCH, ACCOUNT_AND_AMOUNT; by hand PAYMENT, RETURN, BOOKED, PASSED_OVER.
  matched_by text,
  -- Why it was not.
  problem text,
  instruction_id uuid references transactions.payment_instruction,
  batch_id uuid references transactions.payment_batch,
  counter_account_id uuid references transactions.account,
  transaction_id uuid references transactions.transaction deferrable initially deferred,
  reason text,
  proposed_by text,
  resolved_by text,
  constraint bank_entry_number unique (statement_id, number),
  constraint bank_entry_problem check ((problem is not null) = (state in ('UNMATCHED', 'PROPOSED'))),
  constraint bank_entry_matched check ((matched_by is null) = (state = 'UNMATCHED')),
  constraint bank_entry_proposed check ((proposed_by is not null) = (state in ('PROPOSED', 'RESOLVED'))),
  constraint bank_entry_resolved check ((resolved_by is not null) = (state = 'RESOLVED')),
  constraint bank_entry_two_persons check (resolved_by <> proposed_by)
);
create index bank_entry_open on transactions.bank_entry (bank_account_id, booked_on) where state in ('UNMATCHED', 'PROPOSED');
create index bank_entry_instruction on transactions.bank_entry (instruction_id, direction) where instruction_id is not null;
create index bank_entry_batch on transactions.bank_entry (batch_id) where batch_id is not null;
create index bank_entry_account on transactions.bank_entry (bank_account_id, booked_on);
create index bank_entry_counter on transactions.bank_entry (counter_account_id) where counter_account_id is not null;
create index bank_entry_transaction on transactions.bank_entry (transaction_id) where transaction_id is not null;
-- A payment leaves the bank once, and comes back once.
create unique index bank_entry_once on transactions.bank_entry (instruction_id, direction) where instruction_id is not null and state in ('MATCHED', 'RESOLVED');

create trigger moves before update on transactions.bank_entry for each row when (old.state <> new.state)
  execute function transactions.move_along('UNMATCHED>PROPOSED', 'PROPOSED>UNMATCHED', 'PROPOSED>RESOLVED', 'UNMATCHED>MATCHED');
create trigger frozen before update on transactions.bank_entry for each row
  when ((old.id, old.statement_id, old.bank_account_id, old.number, old.booked_on, old.amount, old.currency, old.direction, old.bank_reference, old.end_to_end_id, old.batch_key, old.counterparty, old.counterparty_account, old.description, old.return_reason)
    is distinct from (new.id, new.statement_id, new.bank_account_id, new.number, new.booked_on, new.amount, new.currency, new.direction, new.bank_reference, new.end_to_end_id, new.batch_key, new.counterparty, new.counterparty_account, new.description, new.return_reason)
    or old.state in ('MATCHED', 'RESOLVED'))
  execute function transactions.is_frozen();
create trigger never_deleted before delete on transactions.bank_entry for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.bank_entry for each statement execute function kernel.never_changed();

call kernel.keep_history('transactions.bank_account');
call kernel.keep_history('transactions.bank_entry');
call kernel.append_only('transactions.bank_statement');
call kernel.append_only('transactions.bank_statement_name');

-- What a bank books is of whole programmes and accounts: whoever has a limit sees none of it.
call kernel.guard_wholly('transactions.bank_statement');
call kernel.guard_wholly('transactions.bank_statement_name');
call kernel.guard_wholly('transactions.bank_entry');

-- Money that was paid may come back days later: the bank's own booking says so.
-- With one more arrow.
drop trigger moves on transactions.payment_instruction;
create trigger moves before update on transactions.payment_instruction for each row when (old.state <> new.state)
  execute function transactions.move_along('PENDING>SENT', 'PENDING>CANCELLED', 'SENT>PAID', 'SENT>RETURNED', 'PAID>RETURNED');
-- Letting what was paid come back.
drop trigger frozen on transactions.payment_instruction;
create trigger frozen before update on transactions.payment_instruction for each row
  when ((old.id, old.run_id, old.batch_number, old.entitlement_id, old.payee_id, old.payee_name, old.account, old.place_id, old.amount, old.currency, old.reference)
    is distinct from (new.id, new.run_id, new.batch_number, new.entitlement_id, new.payee_id, new.payee_name, new.account, new.place_id, new.amount, new.currency, new.reference)
    or (old.state in ('PAID', 'RETURNED', 'CANCELLED') and not (old.state = 'PAID' and new.state = 'RETURNED') and (old.state, old.returned_reason, old.settled_on) is distinct from (new.state, new.returned_reason, new.settled_on)))
  execute function transactions.is_frozen();

-- What of a batch was handed over: its total without what the channel cannot pay. Empty for batches of before.
alter table transactions.payment_batch add column handed_total numeric;
-- kinga: allow index because no version was released whose tables are large
create index payment_instruction_on_its_way on transactions.payment_instruction (amount) where state = 'SENT';
-- kinga: allow index because no version was released whose tables are large
create index payment_instruction_account on transactions.payment_instruction (replace(account, ' ', '')) where account is not null;
