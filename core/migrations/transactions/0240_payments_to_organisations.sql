/*
Money to organisations goes through payment channels in runs of its own kind, under the discipline of runs to persons: the run, its batches
and the answers of its channel are the same tables. What a payment is of is a row of a module's, named by the source that it comes from.
*/
alter table transactions.payment_run drop constraint payment_run_kind;
alter table transactions.payment_run add constraint payment_run_kind check (kind in ('REGULAR', 'REISSUE', 'ORGANISATIONS')) not valid;
alter table transactions.payment_run validate constraint payment_run_kind;

-- Budgets are of what persons get: a run to organisations takes nothing of them.
drop trigger commit_budget on transactions.payment_run;
create trigger commit_budget after update on transactions.payment_run for each row
  when (new.kind <> 'ORGANISATIONS' and ((old.budget_id is null and new.budget_id is not null) or (new.state = 'APPROVED' and old.state <> 'APPROVED' and new.budget_id is null)))
  execute function transactions.commit_budget();
alter table transactions.payment_run add constraint payment_run_without_budget check (kind <> 'ORGANISATIONS' or budget_id is null) not valid;
alter table transactions.payment_run validate constraint payment_run_without_budget;

create table transactions.organisation_payment (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  run_id uuid not null references transactions.payment_run,
  batch_number integer not null,
  programme_id uuid not null references programmes.programme,
  organisation_id uuid not null references people.organisation,
  account_id uuid not null references people.organisation_account,
  -- In whose name the account is kept.
  payee_name text not null,
  amount numeric not null constraint organisation_payment_positive check (amount > 0),
  currency text not null references transactions.currency,
  -- At most 35 characters, as ISO 20022 has room for.
  reference text not null constraint organisation_payment_reference_key unique constraint organisation_payment_reference check (reference ~ '^[A-Za-z0-9]{1,35}$'),
  -- Which source brought it, and the source's row.
  source text not null,
  source_id uuid not null,
  state text not null default 'PENDING' constraint organisation_payment_state check (state in ('PENDING', 'SENT', 'PAID', 'RETURNED', 'CANCELLED')),
  returned_reason text,
  settled_on date,
  constraint organisation_payment_returned check ((state = 'RETURNED') = (returned_reason is not null)),
  constraint organisation_payment_settled check ((state in ('PAID', 'RETURNED')) = (settled_on is not null))
);
-- Nothing is paid by two runs: at most one payment of it is on its way or paid.
create unique index organisation_payment_live on transactions.organisation_payment (source_id, source) where state in ('PENDING', 'SENT', 'PAID');
create index organisation_payment_of on transactions.organisation_payment (source_id);
create index organisation_payment_run on transactions.organisation_payment (run_id, batch_number);
create index organisation_payment_open on transactions.organisation_payment (run_id) where state in ('PENDING', 'SENT');
create index organisation_payment_programme on transactions.organisation_payment (programme_id);
create index organisation_payment_organisation on transactions.organisation_payment (organisation_id);
create index organisation_payment_account on transactions.organisation_payment (account_id);
call kernel.keep_history('transactions.organisation_payment');

create trigger begins before insert on transactions.organisation_payment for each row when (new.state <> 'PENDING') execute function transactions.begins_wrong();
create trigger moves before update on transactions.organisation_payment for each row when (old.state <> new.state)
  execute function transactions.move_along('PENDING>SENT', 'PENDING>CANCELLED', 'SENT>PAID', 'SENT>RETURNED', 'PAID>RETURNED');
create trigger frozen before update on transactions.organisation_payment for each row
  when ((old.id, old.run_id, old.batch_number, old.programme_id, old.organisation_id, old.account_id, old.payee_name, old.amount, old.currency, old.reference, old.source, old.source_id)
    is distinct from (new.id, new.run_id, new.batch_number, new.programme_id, new.organisation_id, new.account_id, new.payee_name, new.amount, new.currency, new.reference, new.source, new.source_id)
    or (old.state in ('PAID', 'RETURNED', 'CANCELLED') and not (old.state = 'PAID' and new.state = 'RETURNED') and (old.state, old.returned_reason, old.settled_on) is distinct from (new.state, new.returned_reason, new.settled_on)))
  execute function transactions.is_frozen();
create trigger never_deleted before delete on transactions.organisation_payment for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.organisation_payment for each statement execute function kernel.never_changed();

-- Nothing joins a run whose content is hashed; it is in the currency's minor unit, and goes into an account of the organisation that a second person has verified.
create function transactions.check_organisation_payments() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  wrong record;
begin
  select r.code into wrong from written w join transactions.payment_run r on r.id = w.run_id
  where r.kind <> 'ORGANISATIONS' or r.content_hash is not null or r.programme_id <> w.programme_id or r.currency <> w.currency limit 1;
  if found then
    raise exception 'payment run % is not one that this could be added to', wrong.code using errcode = 'KG014', constraint = 'payment_run_frozen';
  end if;
  select w.reference into wrong from written w join transactions.currency c on c.code = w.currency join people.organisation_account a on a.id = w.account_id
  where scale(w.amount) <> c.minor_digits or a.organisation_id <> w.organisation_id or a.verification <> 'VERIFIED' or a.currency <> w.currency or a.holder_name <> w.payee_name limit 1;
  if found then
    raise exception 'payment % does not go into a verified account of its organisation', wrong.reference using errcode = 'KG011', constraint = 'organisation_payment_account';
  end if;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger check_payments after insert on transactions.organisation_payment referencing new table as written
  for each statement execute function transactions.check_organisation_payments();

-- What an approval is bound to, of a run to organisations.
create function transactions.organisations_hash(of_run uuid) returns text language sql stable as $$
  select encode(sha256(string_agg(sha256(convert_to(
    jsonb_build_array(p.reference, p.source, p.source_id, p.organisation_id, p.account_id, p.payee_name, p.amount::text, p.currency, p.batch_number)::text, 'UTF8')), ''::bytea order by p.reference)), 'hex')
  from transactions.organisation_payment p where p.run_id = of_run
$$;

-- A payment is of a whole programme, and is one of several organisations.
call kernel.guard('transactions.organisation_payment', format('(select current_setting(''kinga.scope'', true)) = ''all'' or ((select kernel.unlimited(1)) and (select kernel.unlimited(2)) and %s)', programmes.programme_condition('organisation_payment.programme_id')));
