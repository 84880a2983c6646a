/*
A payment that waits, and who said so. It stays PENDING and counts as such; its batch goes without it, and once it is released it goes
in a batch of its own. `batch_number` stays what was approved; `moved_to` says where it went instead: 0 in no batch yet.
*/
alter table transactions.payment_instruction add column held_by text, add column held_because text, add column moved_to integer;
alter table transactions.payment_instruction add constraint payment_instruction_held
  check ((held_by is null) = (held_because is null) and (held_by is null or state = 'PENDING')) not valid;
alter table transactions.payment_instruction validate constraint payment_instruction_held;
-- kinga: allow index because no version was released whose tables are large
create index payment_instruction_batch on transactions.payment_instruction (run_id, coalesce(moved_to, batch_number));
drop index transactions.payment_instruction_run;
-- kinga: allow index because no version was released whose tables are large
create index payment_instruction_on_hold on transactions.payment_instruction (run_id) where held_by is not null;

create function transactions.check_hold() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if new.moved_to is distinct from old.moved_to and not (old.state = 'PENDING' and coalesce(
      (new.moved_to = 0 and new.held_by is not null) or (old.moved_to = 0 and new.moved_to > 0 and new.held_by is null), false)) then
    raise exception 'payment % leaves its batch when it is held, and goes in another when it is released', new.reference using errcode = 'KG013', constraint = 'payment_instruction_moves';
  end if;
  if old.held_by is null and new.held_by is not null and exists (
      select from transactions.payment_batch b where b.run_id = new.run_id and b.number = coalesce(old.moved_to, old.batch_number) and b.state <> 'PENDING') then
    raise exception 'payment % is on its way to its channel', new.reference using errcode = 'KG013', constraint = 'payment_instruction_held';
  end if;
  return new;
end $$;
create trigger holds before update on transactions.payment_instruction for each row
  when ((old.held_by, old.moved_to) is distinct from (new.held_by, new.moved_to)) execute function transactions.check_hold();

-- The same of a whole run: nothing of it is handed over until it is released.
alter table transactions.payment_run add column held_by text, add column held_because text;
alter table transactions.payment_run add constraint payment_run_held
  check ((held_by is null) = (held_because is null) and (held_by is null or state in ('DRAFT', 'APPROVED', 'SENDING'))) not valid;
alter table transactions.payment_run validate constraint payment_run_held;

create function transactions.check_run_held() returns trigger language plpgsql as $$
declare
  its text;
begin
  select r.code into its from transactions.payment_run r where r.id = new.run_id and r.held_by is not null;
  if found then
    raise exception 'payment run % is held', its using errcode = 'KG013', constraint = 'payment_run_held';
  end if;
  return new;
end $$;
create trigger held before update on transactions.payment_batch for each row when (old.state = 'PENDING' and new.state = 'SENDING') execute function transactions.check_run_held();

-- A payment that is released after the rest was sent is sent too.
drop trigger moves on transactions.payment_run;
create trigger moves before update on transactions.payment_run for each row when (old.state <> new.state)
  execute function transactions.move_along('COMPUTING>DRAFT', 'COMPUTING>CANCELLED', 'DRAFT>APPROVED', 'DRAFT>CANCELLED', 'APPROVED>CANCELLED', 'APPROVED>SENDING', 'SENDING>SENT', 'SENT>SENDING', 'SENT>RECONCILED');
