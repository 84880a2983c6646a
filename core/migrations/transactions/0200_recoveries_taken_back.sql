-- A repayment that bounced, or a write-off that was a mistake, is taken back by a row of its own: once, and whole.
alter table transactions.recovery add column takes_back_id uuid;
alter table transactions.recovery add constraint recovery_takes_back foreign key (takes_back_id) references transactions.recovery not valid;
alter table transactions.recovery validate constraint recovery_takes_back;
-- kinga: allow index because it holds none of the rows that there are
create unique index if not exists recovery_taken_back_once on transactions.recovery (takes_back_id) where takes_back_id is not null;
alter table transactions.recovery drop constraint recovery_kind;
alter table transactions.recovery add constraint recovery_kind check (kind in ('REPAID', 'WRITTEN_OFF', 'OFFSET', 'TAKEN_BACK')) not valid;
alter table transactions.recovery validate constraint recovery_kind;
alter table transactions.recovery add constraint recovery_taken_back check ((kind = 'TAKEN_BACK') = (takes_back_id is not null) and (kind <> 'TAKEN_BACK' or reason is not null)) not valid;
alter table transactions.recovery validate constraint recovery_taken_back;

create or replace function transactions.recovered(of_overpayment uuid) returns numeric language sql stable as $$
  select coalesce(sum(case r.kind when 'TAKEN_BACK' then -r.amount else r.amount end), 0) from transactions.recovery r left join transactions.payment_instruction i on i.id = r.instruction_id
  where r.overpayment_id = of_overpayment and (r.instruction_id is null or i.state in ('PENDING', 'SENT', 'PAID'))
$$;

-- What is taken back is what was repaid or given up, of the same overpayment and as much.
create function transactions.check_taken_back() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
begin
  if not exists (select from transactions.recovery r where r.id = new.takes_back_id and r.kind in ('REPAID', 'WRITTEN_OFF') and (r.overpayment_id, r.amount, r.currency) = (new.overpayment_id, new.amount, new.currency)) then
    raise exception 'recovery % is not what % takes back', new.takes_back_id, new.id using errcode = 'KG030', constraint = 'recovery_taken_back_whole';
  end if;
  perform kernel.see_as(scope);
  return new;
end $$;
create trigger taken_back before insert on transactions.recovery for each row when (new.takes_back_id is not null) execute function transactions.check_taken_back();
