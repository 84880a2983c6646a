-- Payments that came back are paid again by a run of their own, to the account that is right by now.
alter table transactions.payment_run add column kind text not null default 'REGULAR';
alter table transactions.payment_run add constraint payment_run_kind check (kind in ('REGULAR', 'REISSUE')) not valid;
alter table transactions.payment_run validate constraint payment_run_kind;
create trigger kind_frozen before update on transactions.payment_run for each row when (old.kind <> new.kind) execute function transactions.is_frozen();

-- Which payments a run is to pay again, and into which account where somebody said so. The account may be erased later on.
create table transactions.payment_reissue (
  run_id uuid not null references transactions.payment_run,
  instruction_id uuid not null references transactions.payment_instruction,
  account_id uuid,
  constraint payment_reissue_once primary key (run_id, instruction_id)
);
create index payment_reissue_instruction on transactions.payment_reissue (instruction_id);
call kernel.append_only('transactions.payment_reissue');

create function transactions.check_reissues() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  wrong record;
begin
  select i.reference, i.state into wrong from written w join transactions.payment_instruction i on i.id = w.instruction_id where i.state <> 'RETURNED' limit 1;
  if found then
    raise exception 'payment % is %, and only what came back is paid again', wrong.reference, wrong.state using errcode = 'KG013', constraint = 'payment_reissue_returned';
  end if;
  select r.code into wrong from (select distinct run_id from written) w join transactions.payment_run r on r.id = w.run_id where r.state <> 'COMPUTING' or r.kind <> 'REISSUE' limit 1;
  if found then
    raise exception 'payment run % is made; nothing is added to it', wrong.code using errcode = 'KG014', constraint = 'payment_run_frozen';
  end if;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger check_reissues after insert on transactions.payment_reissue referencing new table as written
  for each statement execute function transactions.check_reissues();

-- Whoever sees the payment that came back.
call kernel.guard('transactions.payment_reissue', '(select current_setting(''kinga.scope'', true)) = ''all'' or exists (select from transactions.payment_instruction i where i.id = payment_reissue.instruction_id)');
