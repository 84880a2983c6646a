-- What of overpayments came back, or was given up. Never changed: together never more than what is owed back.
create table transactions.recovery (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  overpayment_id uuid not null references programmes.overpayment,
  kind text not null constraint recovery_kind check (kind in ('REPAID', 'WRITTEN_OFF')),
  amount numeric not null constraint recovery_positive check (amount > 0),
  currency text not null references transactions.currency,
  recovered_on date not null,
  reason text,
  booked_by text not null,
  transaction_id uuid not null references transactions.transaction deferrable initially deferred,
  constraint recovery_reasoned check (kind <> 'WRITTEN_OFF' or reason is not null)
);
create index recovery_overpayment on transactions.recovery (overpayment_id);
create index recovery_transaction on transactions.recovery (transaction_id);
call kernel.append_only('transactions.recovery');

create function transactions.check_recovery() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  owed_back numeric;
begin
  -- Whoever recovers of the same waits.
  select o.amount into owed_back from programmes.overpayment o where o.id = new.overpayment_id for no key update;
  if coalesce((select sum(r.amount) from transactions.recovery r where r.overpayment_id = new.overpayment_id), 0) + new.amount > owed_back then
    raise exception 'more would be recovered than is owed back' using errcode = 'KG030', constraint = 'recovery_no_more_than_owed';
  end if;
  perform kernel.see_as(scope);
  return new;
end $$;
create trigger check_recovery before insert on transactions.recovery for each row execute function transactions.check_recovery();

call kernel.make_sees('programmes.overpayment');
call kernel.guard('transactions.recovery', '(select current_setting(''kinga.scope'', true)) = ''all'' or ' || kernel.sees('programmes.overpayment', 'recovery.overpayment_id'));
