-- Moves a row between states along the arrows given, such as 'DRAFT>APPROVED'; a state that no arrow leaves is final.
create function transactions.move_along() returns trigger language plpgsql as $$
begin
  if not (old.state || '>' || new.state) = any (tg_argv) then
    raise exception '% % cannot go from % to %', tg_table_schema || '.' || tg_table_name, new.id, old.state, new.state using errcode = 'KG013', constraint = tg_table_name || '_moves';
  end if;
  return new;
end $$;

create function transactions.is_frozen() returns trigger language plpgsql as $$
begin
  raise exception '% % is frozen: only its state changes', tg_table_schema || '.' || tg_table_name, old.id using errcode = 'KG014', constraint = tg_table_name || '_frozen';
end $$;

create function transactions.begins_wrong() returns trigger language plpgsql as $$
begin
  raise exception 'a row of % begins in its first state, not in %', tg_table_schema || '.' || tg_table_name, new.state using errcode = 'KG013', constraint = tg_table_name || '_moves';
end $$;

create table transactions.payment_run (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint payment_run_code_key unique,
  programme_id uuid not null references programmes.programme,
  until date not null,
  currency text not null references transactions.currency,
  channel text not null,
  state text not null default 'DRAFT' constraint payment_run_state check (state in ('DRAFT', 'APPROVED', 'SENDING', 'SENT', 'RECONCILED', 'CANCELLED')),
  created_by text not null,
  approved_by text,
  instruction_count integer not null default 0,
  total numeric not null default 0,
  content_hash text,
  approved_hash text,
  constraint payment_run_maker_is_not_checker check (approved_by <> created_by),
  constraint payment_run_approved check (state in ('DRAFT', 'CANCELLED') or (approved_by is not null and approved_hash is not null)),
  constraint payment_run_approved_as_made check (approved_hash = content_hash)
);
create index payment_run_programme on transactions.payment_run (programme_id);
alter table transactions.transaction add constraint transaction_payment_run foreign key (payment_run_id) references transactions.payment_run;

create table transactions.payment_batch (
  id uuid primary key,
  run_id uuid not null references transactions.payment_run,
  number integer not null,
  key text not null constraint payment_batch_key unique,
  state text not null default 'PENDING' constraint payment_batch_state check (state in ('PENDING', 'SENDING', 'SENT', 'CANCELLED')),
  instruction_count integer not null,
  total numeric not null,
  receipt text,
  constraint payment_batch_number unique (run_id, number)
);

create table transactions.payment_instruction (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  run_id uuid not null references transactions.payment_run,
  batch_number integer not null,
  entitlement_id uuid not null references programmes.entitlement,
  payee_id uuid not null references people.person,
  payee_name text not null,
  account text,
  place_id uuid references people.place,
  amount numeric not null constraint payment_instruction_positive check (amount > 0),
  currency text not null references transactions.currency,
  -- At most 35 characters, as ISO 20022 has room for.
  reference text not null constraint payment_instruction_reference_key unique constraint payment_instruction_reference check (length(reference) <= 35),
  state text not null default 'PENDING' constraint payment_instruction_state check (state in ('PENDING', 'SENT', 'PAID', 'RETURNED', 'CANCELLED')),
  returned_reason text,
  settled_on date,
  constraint payment_instruction_returned check ((state = 'RETURNED') = (returned_reason is not null)),
  constraint payment_instruction_settled check ((state in ('PAID', 'RETURNED')) = (settled_on is not null))
);
-- Two runs cannot pay one entitlement: at most one instruction for it is on its way or paid.
create unique index payment_instruction_live on transactions.payment_instruction (entitlement_id) where state in ('PENDING', 'SENT', 'PAID');
create index payment_instruction_entitlement on transactions.payment_instruction (entitlement_id);
create index payment_instruction_run on transactions.payment_instruction (run_id, batch_number);
create index payment_instruction_payee on transactions.payment_instruction (payee_id);
create index payment_instruction_place on transactions.payment_instruction (place_id);
alter table transactions.posting add constraint posting_instruction foreign key (instruction_id) references transactions.payment_instruction;
create index posting_instruction on transactions.posting (instruction_id) where instruction_id is not null;

-- What a channel answered, as it came, and what was made of it.
create table transactions.payment_answer (
  id uuid primary key,
  run_id uuid not null references transactions.payment_run,
  received_by text not null,
  received_at timestamptz(3) not null default now(),
  answer text not null,
  unmatched jsonb not null
);
create index payment_answer_run on transactions.payment_answer (run_id);

create trigger moves before update on transactions.payment_run for each row when (old.state <> new.state)
  execute function transactions.move_along('DRAFT>APPROVED', 'DRAFT>CANCELLED', 'APPROVED>CANCELLED', 'APPROVED>SENDING', 'SENDING>SENT', 'SENT>RECONCILED');
create trigger moves before update on transactions.payment_batch for each row when (old.state <> new.state)
  execute function transactions.move_along('PENDING>SENDING', 'PENDING>CANCELLED', 'SENDING>SENT');
create trigger moves before update on transactions.payment_instruction for each row when (old.state <> new.state)
  execute function transactions.move_along('PENDING>SENT', 'PENDING>CANCELLED', 'SENT>PAID', 'SENT>RETURNED');

create trigger begins before insert on transactions.payment_run for each row when (new.state <> 'DRAFT') execute function transactions.begins_wrong();
create trigger begins before insert on transactions.payment_batch for each row when (new.state <> 'PENDING') execute function transactions.begins_wrong();
create trigger begins before insert on transactions.payment_instruction for each row when (new.state <> 'PENDING') execute function transactions.begins_wrong();

-- The snapshot freezes. A run's totals and hash are written once, by what makes it.
create trigger frozen before update on transactions.payment_run for each row
  when ((old.id, old.code, old.programme_id, old.until, old.currency, old.channel, old.created_by) is distinct from (new.id, new.code, new.programme_id, new.until, new.currency, new.channel, new.created_by)
    or (old.content_hash is not null and (old.content_hash, old.total, old.instruction_count) is distinct from (new.content_hash, new.total, new.instruction_count))
    or (old.state <> 'DRAFT' and (old.approved_by, old.approved_hash) is distinct from (new.approved_by, new.approved_hash)))
  execute function transactions.is_frozen();
create trigger frozen before update on transactions.payment_batch for each row
  when ((old.id, old.run_id, old.number, old.key, old.instruction_count, old.total) is distinct from (new.id, new.run_id, new.number, new.key, new.instruction_count, new.total))
  execute function transactions.is_frozen();
create trigger frozen before update on transactions.payment_instruction for each row
  when ((old.id, old.run_id, old.batch_number, old.entitlement_id, old.payee_id, old.payee_name, old.account, old.place_id, old.amount, old.currency, old.reference)
    is distinct from (new.id, new.run_id, new.batch_number, new.entitlement_id, new.payee_id, new.payee_name, new.account, new.place_id, new.amount, new.currency, new.reference)
    or (old.state in ('PAID', 'RETURNED', 'CANCELLED') and (old.state, old.returned_reason, old.settled_on) is distinct from (new.state, new.returned_reason, new.settled_on)))
  execute function transactions.is_frozen();

-- Nothing joins a run whose content is already hashed.
create function transactions.check_instructions() returns trigger language plpgsql as $$
declare
  wrong record;
begin
  select r.code into wrong from (select distinct run_id from written) w join transactions.payment_run r on r.id = w.run_id
  where r.content_hash is not null limit 1;
  if found then
    raise exception 'payment run % is made; nothing is added to it', wrong.code using errcode = 'KG014', constraint = 'payment_run_frozen';
  end if;
  select i.amount, c.code into wrong from written i join transactions.currency c on c.code = i.currency where scale(i.amount) <> c.minor_digits limit 1;
  if found then
    raise exception 'an instruction of % is not written in the minor unit of %', wrong.amount, wrong.code using errcode = 'KG011', constraint = 'payment_instruction_minor_digits';
  end if;
  return null;
end $$;
create trigger check_instructions after insert on transactions.payment_instruction referencing new table as written
  for each statement execute function transactions.check_instructions();

create trigger never_deleted before delete on transactions.payment_run for each row execute function kernel.never_changed();
create trigger never_deleted before delete on transactions.payment_batch for each row execute function kernel.never_changed();
create trigger never_deleted before delete on transactions.payment_instruction for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.payment_run for each statement execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.payment_batch for each statement execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.payment_instruction for each statement execute function kernel.never_changed();

call kernel.keep_history('transactions.payment_run');
call kernel.keep_history('transactions.payment_instruction');
-- A batch counts no versions: only its worker moves it on.
create trigger record_history after update or delete on transactions.payment_batch for each row execute function kernel.record_history();
call kernel.append_only('transactions.payment_answer');

-- What an approval is bound to: every instruction as it was made, in one hash.
create function transactions.content_hash(of_run uuid) returns text language sql stable as $$
  select encode(sha256(string_agg(sha256(convert_to(
    jsonb_build_array(i.reference, i.entitlement_id, i.payee_id, i.payee_name, i.account, i.amount::text, i.currency, i.batch_number)::text, 'UTF8')), ''::bytea order by i.reference)), 'hex')
  from transactions.payment_instruction i where i.run_id = of_run
$$;
