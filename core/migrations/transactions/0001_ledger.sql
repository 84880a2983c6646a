create schema transactions;

-- ISO 4217: how many digits a currency has behind the point.
create table transactions.currency (
  code text primary key constraint currency_code check (code ~ '^[A-Z]{3}$'),
  minor_digits smallint not null constraint currency_digits check (minor_digits between 0 and 4)
);
insert into transactions.currency (code, minor_digits)
select unnest(string_to_array('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF', ' ')), 0
union all
select unnest(string_to_array('BHD IQD JOD KWD LYD OMR TND', ' ')), 3
union all
select unnest(string_to_array('CLF UYW', ' ')), 4
union all
select unnest(string_to_array(
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK '
  'DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD '
  'KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP '
  'PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH '
  'USD UYU UZS VES WST XCD YER ZAR ZMW', ' ')), 2;

create table transactions.account (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint account_code_key unique,
  name text not null,
  purpose text not null constraint account_purpose check (purpose ~ '^[A-Z][A-Z0-9_]*$'),
  programme_id uuid references programmes.programme,
  currency text not null references transactions.currency,
  -- One account of a programme for each purpose; accounts of no programme may be many.
  constraint account_of_programme unique (programme_id, purpose, currency),
  -- What a posting points at, so that its currency is the account's.
  constraint account_in_currency unique (id, currency)
);

create table transactions.transaction (
  id uuid primary key,
  created_at timestamptz(3) not null default now(),
  kind text not null constraint transaction_kind check (kind ~ '^[A-Z][A-Z0-9_]*$'),
  occurred_on date not null,
  description text not null,
  reference text not null constraint transaction_reference_key unique,
  reverses_id uuid constraint transaction_reversed_once unique references transactions.transaction,
  payment_run_id uuid,
  booked_by text not null,
  -- The database's own transaction that wrote it: all of its postings are written there, none later.
  written_in xid8 not null default pg_current_xact_id(),
  constraint transaction_day unique (id, occurred_on),
  constraint transaction_reverses_another check (reverses_id <> id)
);
create index transaction_run on transactions.transaction (payment_run_id) where payment_run_id is not null;
create index transaction_occurred on transactions.transaction (occurred_on);

create table transactions.posting (
  id uuid primary key,
  transaction_id uuid not null,
  -- The transaction's day, repeated for balances at a date.
  occurred_on date not null,
  account_id uuid not null,
  -- Debits are positive, credits negative.
  amount numeric not null constraint posting_moves_something check (amount <> 0),
  currency text not null,
  programme_id uuid references programmes.programme,
  place_id uuid references people.place,
  party_id uuid references people.person,
  entitlement_id uuid references programmes.entitlement,
  instruction_id uuid,
  constraint posting_transaction foreign key (transaction_id, occurred_on) references transactions.transaction (id, occurred_on),
  constraint posting_currency foreign key (account_id, currency) references transactions.account (id, currency)
);
create index posting_of_transaction on transactions.posting (transaction_id);
create index posting_balance on transactions.posting (account_id, occurred_on) include (amount);
create index posting_party on transactions.posting (party_id) where party_id is not null;
create index posting_entitlement on transactions.posting (entitlement_id) where entitlement_id is not null;

call kernel.keep_history('transactions.account');
call kernel.append_only('transactions.currency');
call kernel.append_only('transactions.transaction');
call kernel.append_only('transactions.posting');

-- Whoever writes a transaction cannot choose in which of the database's transactions that seems to have happened.
create function transactions.sign_transaction() returns trigger language plpgsql as $$
begin
  new.written_in := pg_current_xact_id();
  return new;
end $$;
create trigger sign_transaction before insert on transactions.transaction for each row
  when (new.written_in <> pg_current_xact_id()) execute function transactions.sign_transaction();

-- Transactions that one statement has left unbalanced, so that others must follow. Always empty outside of a transaction.
create table transactions.unbalanced (transaction_id uuid primary key);

/*
How the ledger is kept balanced, whoever writes. A statement's postings are summed once for the whole statement: those of a
transaction that sum to zero leave its balance as it was. Where they don't, the transaction is noted in
transactions.unbalanced, whose deferred trigger sums all of its postings at the commit. A row-wise check of a million
postings would sum each transaction again for each of its postings.
*/
create function transactions.check_postings() returns trigger language plpgsql as $$
declare
  wrong record;
begin
  select p.amount, p.currency, c.minor_digits into wrong
  from written p join transactions.currency c on c.code = p.currency where scale(p.amount) > c.minor_digits limit 1;
  if found then
    raise exception 'an amount of % has more digits behind the point than the % of %', wrong.amount, wrong.minor_digits, wrong.currency
      using errcode = 'KG011', constraint = 'posting_minor_digits';
  end if;
  select t.id into wrong from (select distinct transaction_id as id from written) w join transactions.transaction t using (id)
  where t.written_in <> pg_current_xact_id() limit 1;
  if found then
    raise exception 'transaction % is booked; nothing is added to it, write another one', wrong.id using errcode = 'KG012', constraint = 'transaction_is_booked';
  end if;
  insert into transactions.unbalanced (transaction_id)
  select distinct transaction_id from written group by transaction_id, currency having sum(amount) <> 0
  on conflict do nothing;
  return null;
end $$;
create trigger check_postings after insert on transactions.posting referencing new table as written
  for each statement execute function transactions.check_postings();

create function transactions.check_balance() returns trigger language plpgsql as $$
declare
  off record;
begin
  select currency, sum(amount) as difference into off from transactions.posting
  where transaction_id = new.transaction_id group by currency having sum(amount) <> 0 limit 1;
  if found then
    raise exception 'the postings of transaction % in % sum to %, not to zero', new.transaction_id, off.currency, off.difference
      using errcode = 'KG010', constraint = 'transaction_balanced';
  end if;
  delete from transactions.unbalanced where transaction_id = new.transaction_id;
  return null;
end $$;
create constraint trigger check_balance after insert on transactions.unbalanced deferrable initially deferred
  for each row execute function transactions.check_balance();

-- No posting is of zero, so a balanced transaction that has one has at least two.
create function transactions.check_has_postings() returns trigger language plpgsql as $$
begin
  if not exists (select from transactions.posting where transaction_id = new.id) then
    raise exception 'transaction % has no postings', new.id using errcode = 'KG010', constraint = 'transaction_has_postings';
  end if;
  return null;
end $$;
create constraint trigger check_has_postings after insert on transactions.transaction deferrable initially deferred
  for each row execute function transactions.check_has_postings();

-- That an entitlement was booked as owed, once.
create table transactions.accrual (
  entitlement_id uuid primary key references programmes.entitlement,
  transaction_id uuid not null references transactions.transaction deferrable initially deferred
);
call kernel.append_only('transactions.accrual');
