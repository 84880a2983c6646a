-- Who receives for somebody: a nominee, a guardian, an alternate payee. Proposed by one person, confirmed by another.
create table transactions.payee_arrangement (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  beneficiary_id uuid not null references people.person,
  receiver_id uuid not null references people.person,
  kind text not null constraint payee_arrangement_kind check (kind in ('NOMINEE', 'GUARDIAN', 'ALTERNATE_PAYEE')),
  -- Null where it holds for what any programme pays that has no arrangement of its own.
  programme_id uuid references programmes.programme,
  valid_from date not null,
  -- The day on which it no longer holds.
  valid_to date,
  reason text not null,
  document_id uuid references people.person_document on delete set null,
  state text not null default 'PROPOSED' constraint payee_arrangement_state check (state in ('PROPOSED', 'CONFIRMED', 'REJECTED')),
  proposed_by text not null,
  decided_by text,
  decided_on date,
  ended_by text,
  end_reason text,
  constraint payee_arrangement_not_self check (receiver_id <> beneficiary_id),
  constraint payee_arrangement_days check (valid_to >= valid_from),
  constraint payee_arrangement_second_person check (decided_by <> proposed_by),
  constraint payee_arrangement_decided check ((state = 'PROPOSED') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  constraint payee_arrangement_ended check (ended_by is null or (state = 'CONFIRMED' and valid_to is not null and end_reason is not null)),
  -- Never two at once for the same person and programme.
  constraint payee_arrangement_apart exclude using gist (beneficiary_id with =, (coalesce(programme_id, '00000000-0000-0000-0000-000000000000')) with =, daterange(valid_from, valid_to) with &&) where (state = 'CONFIRMED')
);
create index payee_arrangement_beneficiary on transactions.payee_arrangement (beneficiary_id);
create index payee_arrangement_receiver on transactions.payee_arrangement (receiver_id);
create index payee_arrangement_programme on transactions.payee_arrangement (programme_id) where programme_id is not null;
create index payee_arrangement_document on transactions.payee_arrangement (document_id) where document_id is not null;

create function transactions.check_arrangement() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if (new.id, new.beneficiary_id, new.receiver_id, new.kind, new.programme_id, new.valid_from, new.reason, new.proposed_by)
      is distinct from (old.id, old.beneficiary_id, old.receiver_id, old.kind, old.programme_id, old.valid_from, old.reason, old.proposed_by)
    or (new.document_id is not null and new.document_id is distinct from old.document_id)
    or (old.decided_by is not null and (new.decided_by, new.decided_on) is distinct from (old.decided_by, old.decided_on))
    -- It ends once, and sooner than was said.
    or (new.valid_to is distinct from old.valid_to and (new.ended_by is null or old.ended_by is not null or new.valid_to > old.valid_to))
    or (old.ended_by is not null and (new.ended_by, new.end_reason) is distinct from (old.ended_by, old.end_reason)) then
    raise exception 'arrangement % keeps what it says: it is decided on, and ended', old.id using errcode = 'KG014', constraint = 'payee_arrangement_frozen';
  end if;
  return new;
end $$;
create trigger begins before insert on transactions.payee_arrangement for each row when (new.state <> 'PROPOSED' or new.ended_by is not null) execute function transactions.begins_wrong();
create trigger frozen before update on transactions.payee_arrangement for each row execute function transactions.check_arrangement();
create trigger moves before update on transactions.payee_arrangement for each row when (old.state <> new.state)
  execute function transactions.move_along('PROPOSED>CONFIRMED', 'PROPOSED>REJECTED');
create trigger never_deleted before delete on transactions.payee_arrangement for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.payee_arrangement for each statement execute function kernel.never_changed();
call kernel.keep_history('transactions.payee_arrangement');
call people.guard_by_any('transactions.payee_arrangement', 'beneficiary_id person');

/*
Of an instruction: who receives it, by which arrangement, and the account that it is paid into. An account of the registry never becomes
another one (people 0191), so its id is all that has to be kept; where the person is erased, the account is gone.
The column `account`, which had the number in clear text, goes. A run that was approved before has to be made anew: its hash is another.
*/
drop trigger frozen on transactions.payment_instruction;
create trigger frozen before update on transactions.payment_instruction for each row
  when ((old.id, old.run_id, old.batch_number, old.entitlement_id, old.payee_id, old.payee_name, old.place_id, old.amount, old.currency, old.reference)
    is distinct from (new.id, new.run_id, new.batch_number, new.entitlement_id, new.payee_id, new.payee_name, new.place_id, new.amount, new.currency, new.reference)
    or (old.state in ('PAID', 'RETURNED', 'CANCELLED') and not (old.state = 'PAID' and new.state = 'RETURNED') and (old.state, old.returned_reason, old.settled_on) is distinct from (new.state, new.returned_reason, new.settled_on)))
  execute function transactions.is_frozen();
-- kinga: allow drop because no version was released that asks for it
alter table transactions.payment_instruction drop column account;
alter table transactions.payment_instruction add column receiver_id uuid, add column receiver_name text, add column arrangement_id uuid, add column account_id uuid;
alter table transactions.payment_instruction add constraint payment_instruction_receiver foreign key (receiver_id) references people.person not valid;
alter table transactions.payment_instruction validate constraint payment_instruction_receiver;
alter table transactions.payment_instruction add constraint payment_instruction_arrangement foreign key (arrangement_id) references transactions.payee_arrangement not valid;
alter table transactions.payment_instruction validate constraint payment_instruction_arrangement;
alter table transactions.payment_instruction add constraint payment_instruction_account_id foreign key (account_id) references people.payment_account on delete set null not valid;
alter table transactions.payment_instruction validate constraint payment_instruction_account_id;
-- Whoever receives for another does so by an arrangement.
alter table transactions.payment_instruction add constraint payment_instruction_received check (num_nonnulls(receiver_id, receiver_name, arrangement_id) in (0, 3)) not valid;
alter table transactions.payment_instruction validate constraint payment_instruction_received;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists payment_instruction_receiver on transactions.payment_instruction (receiver_id) where receiver_id is not null;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists payment_instruction_arrangement on transactions.payment_instruction (arrangement_id) where arrangement_id is not null;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists payment_instruction_into on transactions.payment_instruction (account_id) where account_id is not null;
create trigger frozen_payee before update on transactions.payment_instruction for each row
  when ((old.receiver_id, old.receiver_name, old.arrangement_id, old.account_id) is distinct from (new.receiver_id, new.receiver_name, new.arrangement_id, new.account_id))
  execute function transactions.is_frozen();

create or replace function transactions.content_hash(of_run uuid) returns text language sql stable as $$
  select encode(sha256(string_agg(sha256(convert_to(
    (jsonb_build_array(i.reference, i.entitlement_id, i.payee_id, i.payee_name, i.amount::text, i.currency, i.batch_number)
      || case when i.deducted > 0 then jsonb_build_array(i.deducted::text, i.recovery_plan_id) else '[]' end
      || case when num_nonnulls(i.account_id, i.receiver_id) > 0 then jsonb_build_array(jsonb_build_object('account', i.account_id, 'receiver', i.receiver_id, 'name', i.receiver_name, 'by', i.arrangement_id)) else '[]' end)::text,
    'UTF8')), ''::bytea order by i.reference)), 'hex')
  from transactions.payment_instruction i where i.run_id = of_run
$$;

-- Answers may name accounts, whose numbers nobody can read here: those of runs that paid into one of an erased person's go whole. What they said is booked.
create or replace function transactions.erase_answers(of_persons uuid[], of_households uuid[]) returns void language plpgsql as $$
declare
  told record;
  changed uuid[];
begin
  for told in
    select distinct i.run_id, said from transactions.payment_instruction i cross join lateral (values (i.payee_name), (i.receiver_name)) as v (said)
    where (i.payee_id = any (of_persons) or i.receiver_id = any (of_persons)) and length(said) > 2
  loop
    with texts as (
      update transactions.payment_answer a set answer = replace(a.answer, told.said, '[erased]'), unmatched = replace(a.unmatched::text, to_jsonb(told.said)::text, '"[erased]"')::jsonb
    where a.run_id = told.run_id and (strpos(a.answer, told.said) > 0 or strpos(a.unmatched::text, told.said) > 0) returning a.id)
    select coalesce(array_agg(t.id), '{}') into changed from texts t;
    perform kernel.note_erased('transactions.payment_answer', changed);
  end loop;
  with texts as (
    update transactions.payment_answer a set answer = '[erased]', unmatched = '[]'
    where a.answer <> '[erased]' and a.run_id in (
      select i.run_id from transactions.payment_instruction i join people.payment_account held on held.id = i.account_id where held.person_id = any (of_persons))
    returning a.id)
  select coalesce(array_agg(t.id), '{}') into changed from texts t;
  perform kernel.note_erased('transactions.payment_answer', changed);
end $$;

-- Of persons those who receive for others, or of whom something is paid to others: nobody is erased meanwhile.
create function transactions.receiving(of_persons uuid[]) returns table (person_id uuid, because text) language sql stable as $$
  select i.receiver_id, 'a payment for somebody else is under way' from transactions.payment_instruction i where i.receiver_id = any (of_persons) and i.state in ('PENDING', 'SENT')
$$;
