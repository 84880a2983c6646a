-- Files of receipts that were taken, and the lines of them that changed nothing, with why.
create table transactions.receipt_file (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  received_on date not null,
  received_by text not null,
  lines integer not null,
  received integer not null,
  unmatched integer not null,
  rejected integer not null,
  constraint receipt_file_adds_up check (lines = received + unmatched + rejected)
);
create index receipt_file_programme on transactions.receipt_file (programme_id);

create table transactions.receipt_rejection (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  file_id uuid not null references transactions.receipt_file,
  line integer not null,
  bank_reference text not null,
  code text not null,
  message text not null,
  constraint receipt_rejection_line unique (file_id, line)
);
call kernel.append_only('transactions.receipt_file');
call kernel.append_only('transactions.receipt_rejection');

-- A file is of a whole programme, as receipts of nobody known are.
call kernel.guard('transactions.receipt_file', format('(select current_setting(''kinga.scope'', true)) = ''all'' or ((select kernel.unlimited(1)) and %s)', programmes.programme_condition('receipt_file.programme_id')));
call kernel.make_sees('transactions.receipt_file');
call kernel.guard('transactions.receipt_rejection', '(select current_setting(''kinga.scope'', true)) = ''all'' or ' || kernel.sees('transactions.receipt_file', 'receipt_rejection.file_id'));
