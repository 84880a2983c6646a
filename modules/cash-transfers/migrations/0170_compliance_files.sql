-- Files that say who met a condition in a month: lists of schools and health centres. Of lines that cannot be taken it is kept which and why, not what stood there.
create table cash_transfers.compliance_file (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  condition_id uuid not null references cash_transfers.condition,
  month date not null,
  file_id uuid not null references kernel.file,
  -- Null where the file names persons by their ids.
  identifier_type text,
  -- The last line that was read; null once all are.
  line integer default 0,
  recorded integer not null default 0,
  rejected integer not null default 0,
  given_by text not null
);
create index compliance_file_condition on cash_transfers.compliance_file (condition_id);
create index compliance_file_file on cash_transfers.compliance_file (file_id);
call kernel.keep_history('cash_transfers.compliance_file');

create table cash_transfers.rejected_compliance (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  file_id uuid not null references cash_transfers.compliance_file,
  line integer not null,
  reason text not null constraint rejected_compliance_reason check (reason in ('UNREADABLE', 'UNKNOWN', 'TWICE', 'NOT_ASKED', 'NOT_ENROLLED')),
  constraint rejected_compliance_once unique (file_id, line)
);
call kernel.append_only('cash_transfers.rejected_compliance');
