-- When the books were looked through last, and how: what was booked lately, each minute, or all of them, each day.
create table transactions.ledger_check (
  kind text primary key constraint ledger_check_kind check (kind in ('RECENT', 'FULL')),
  checked_at timestamptz(3) not null,
  transactions bigint not null,
  findings integer not null
);

-- What is wrong in the books, until a look through all of them no longer finds it.
create table transactions.ledger_finding (
  kind text not null,
  place text not null,
  what text not null,
  found_at timestamptz(3) not null default now(),
  primary key (kind, place)
);
