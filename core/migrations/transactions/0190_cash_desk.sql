-- Cash that is paid over the counter: desks, what was handed to them to be paid, what cashiers hold, and what they paid with which receipt.
create table transactions.cash_desk (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint cash_desk_code_key unique,
  name text not null,
  place_id uuid not null references people.place,
  -- Who runs it, where that is an agent.
  organisation_id uuid references people.organisation
);
create index cash_desk_place on transactions.cash_desk (place_id);
create index cash_desk_organisation on transactions.cash_desk (organisation_id) where organisation_id is not null;
call kernel.keep_history('transactions.cash_desk');
create trigger never_deleted before delete on transactions.cash_desk for each row execute function kernel.never_changed();

-- A batch as the desks have it: who comes is paid until a day, and never after.
create table transactions.cash_handover (
  key text primary key,
  sha256 text not null,
  handed_on date not null,
  payable_until date not null,
  created_at timestamptz(3) not null default now()
);
create table transactions.cash_order (
  reference text primary key,
  key text not null references transactions.cash_handover,
  amount numeric not null constraint cash_order_positive check (amount > 0),
  currency text not null references transactions.currency
);
create index cash_order_handover on transactions.cash_order (key);
call kernel.append_only('transactions.cash_handover');
call kernel.append_only('transactions.cash_order');

-- What a cashier holds of a programme's money, from when they take it over until it is counted.
create table transactions.cash_session (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  desk_id uuid not null references transactions.cash_desk,
  programme_id uuid not null references programmes.programme,
  funder_id uuid references people.organisation,
  currency text not null references transactions.currency,
  cashier text not null,
  opened_on date not null,
  advanced numeric not null constraint cash_session_advanced check (advanced >= 0),
  state text not null default 'OPEN' constraint cash_session_state check (state in ('OPEN', 'CLOSED', 'SETTLED')),
  closed_on date,
  counted numeric constraint cash_session_counted check (counted >= 0),
  -- How many of which note or coin, where it was counted so.
  denominations jsonb,
  -- Counted less what has to be there.
  difference numeric,
  difference_reason text,
  confirmed_by text,
  confirmed_on date,
  constraint cash_session_in_currency unique (id, currency),
  constraint cash_session_closed check ((state = 'OPEN') = (counted is null) and (counted is null) = (closed_on is null) and (counted is null) = (difference is null)),
  constraint cash_session_explained check (coalesce(difference, 0) = 0 or difference_reason is not null),
  constraint cash_session_confirmed check ((confirmed_by is not null) = (state = 'SETTLED' and difference <> 0) and (confirmed_by is null) = (confirmed_on is null)),
  constraint cash_session_waits check (state <> 'CLOSED' or difference <> 0),
  constraint cash_session_second_person check (confirmed_by <> cashier)
);
-- Nobody holds two drawers of the same money.
create unique index cash_session_open on transactions.cash_session (desk_id, cashier, programme_id, coalesce(funder_id, '00000000-0000-0000-0000-000000000000')) where state = 'OPEN';
create index cash_session_programme on transactions.cash_session (programme_id);
create index cash_session_funder on transactions.cash_session (funder_id) where funder_id is not null;
create trigger begins before insert on transactions.cash_session for each row when (new.state <> 'OPEN') execute function transactions.begins_wrong();
create trigger moves before update on transactions.cash_session for each row when (old.state <> new.state)
  execute function transactions.move_along('OPEN>CLOSED', 'OPEN>SETTLED', 'CLOSED>SETTLED');
create trigger never_deleted before delete on transactions.cash_session for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.cash_session for each statement execute function kernel.never_changed();
call kernel.keep_history('transactions.cash_session');

create sequence transactions.cash_receipt_number;
-- Ten digits and two by which slips of the hand are told, as of control numbers.
create function transactions.next_cash_receipt() returns text language sql volatile as $$
  select n::text || lpad((98 - (n * 100) % 97)::text, 2, '0') from (select 2000000000 + nextval('transactions.cash_receipt_number')) as t(n)
$$;

-- What was paid over the counter, and what of it was taken back: never changed, only added to.
create table transactions.cash_payout (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  session_id uuid not null,
  instruction_id uuid not null references transactions.payment_instruction,
  kind text not null constraint cash_payout_kind check (kind in ('PAID', 'TAKEN_BACK')),
  amount numeric not null constraint cash_payout_positive check (amount > 0),
  currency text not null,
  done_on date not null,
  done_by text not null,
  -- Who came, and what showed that it is them.
  collected_by text constraint cash_payout_collector check (collected_by in ('PAYEE', 'RECEIVER', 'NOMINEE')),
  identified_by text constraint cash_payout_identified check (identified_by ~ '^[A-Z][A-Z0-9_]{0,59}$'),
  receipt_number text constraint cash_payout_receipt_number unique,
  key_id text,
  receipt text,
  reason text,
  constraint cash_payout_session foreign key (session_id, currency) references transactions.cash_session (id, currency),
  -- Never paid twice, whichever desks try; taken back once.
  constraint cash_payout_once unique (instruction_id, kind),
  constraint cash_payout_whole check (kind = 'TAKEN_BACK' or (collected_by is not null and identified_by is not null and receipt_number is not null and key_id is not null)),
  constraint cash_payout_taken_back check ((kind = 'TAKEN_BACK') = (reason is not null) and (kind = 'PAID' or num_nonnulls(collected_by, identified_by, receipt_number, key_id, receipt) = 0))
);
create index cash_payout_of_session on transactions.cash_payout (session_id, currency);
call kernel.append_only('transactions.cash_payout');

-- What has to be in the drawer.
create function transactions.cash_in_drawer(session uuid) returns numeric language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  held numeric;
begin
  select s.advanced - coalesce((select sum(case p.kind when 'PAID' then p.amount else -p.amount end) from transactions.cash_payout p where p.session_id = s.id), 0) into held
  from transactions.cash_session s where s.id = session;
  perform kernel.see_as(scope);
  return held;
end $$;

-- Only out of an open drawer, by who holds it and to whom the payment was ordered; what is taken back was paid, and is taken back by another person.
create function transactions.check_cash_payout() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  drawer transactions.cash_session;
  payment transactions.payment_instruction;
begin
  select * into drawer from transactions.cash_session s where s.id = new.session_id for no key update;
  if drawer.state <> 'OPEN' then
    raise exception 'the drawer % is counted', new.session_id using errcode = 'KG030', constraint = 'cash_payout_open';
  end if;
  select * into payment from transactions.payment_instruction i where i.id = new.instruction_id;
  if (payment.amount, payment.currency) is distinct from (new.amount, new.currency)
    or not exists (select from transactions.payment_run r where r.id = payment.run_id and r.programme_id = drawer.programme_id and r.funder_id is not distinct from drawer.funder_id) then
    raise exception 'it is paid as ordered, out of money of its programme and funder' using errcode = 'KG030', constraint = 'cash_payout_as_ordered';
  end if;
  if new.kind = 'PAID' and not exists (select from transactions.cash_order o join transactions.cash_handover h on h.key = o.key where o.reference = payment.reference and h.payable_until >= new.done_on) then
    raise exception 'nobody ordered this payment, or it is too late for it' using errcode = 'KG030', constraint = 'cash_payout_ordered';
  end if;
  if payment.state <> (case new.kind when 'PAID' then 'SENT' else 'PAID' end) then
    raise exception 'payment % is %', payment.reference, payment.state using errcode = 'KG030', constraint = 'cash_payout_on_its_way';
  end if;
  if new.kind = 'PAID' and new.done_by <> drawer.cashier then
    raise exception 'it is the drawer of somebody else' using errcode = 'KG030', constraint = 'cash_payout_cashier';
  end if;
  if new.kind = 'TAKEN_BACK' and not exists (select from transactions.cash_payout p where p.instruction_id = new.instruction_id and p.kind = 'PAID' and p.done_by <> new.done_by) then
    raise exception 'what was paid is taken back by another person' using errcode = 'KG030', constraint = 'cash_payout_second_person';
  end if;
  if new.kind = 'PAID' and transactions.cash_in_drawer(new.session_id) < new.amount then
    raise exception 'there is not enough in the drawer' using errcode = 'KG030', constraint = 'cash_payout_covered';
  end if;
  perform kernel.see_as(scope);
  return new;
end $$;
create trigger checked before insert on transactions.cash_payout for each row execute function transactions.check_cash_payout();

-- What is said of a drawer is said once, and its difference is counted by the database.
create function transactions.check_cash_session() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if (new.id, new.desk_id, new.programme_id, new.funder_id, new.currency, new.cashier, new.opened_on, new.advanced)
      is distinct from (old.id, old.desk_id, old.programme_id, old.funder_id, old.currency, old.cashier, old.opened_on, old.advanced)
    or (old.state <> 'OPEN' and (new.counted, new.denominations, new.difference, new.difference_reason, new.closed_on) is distinct from (old.counted, old.denominations, old.difference, old.difference_reason, old.closed_on))
    or (old.state = 'SETTLED' and (new.confirmed_by, new.confirmed_on) is distinct from (old.confirmed_by, old.confirmed_on)) then
    raise exception 'what was said of the drawer % stays', old.id using errcode = 'KG014', constraint = 'cash_session_frozen';
  end if;
  if old.state = 'OPEN' and new.state <> 'OPEN' and new.difference is distinct from new.counted - transactions.cash_in_drawer(new.id) then
    raise exception 'the difference of the drawer % is another', old.id using errcode = 'KG030', constraint = 'cash_session_difference';
  end if;
  return new;
end $$;
create trigger frozen before update on transactions.cash_session for each row execute function transactions.check_cash_session();

call people.guard_by_place('transactions.cash_desk');
call kernel.make_sees('transactions.cash_desk');
call kernel.guard('transactions.cash_session', '(select current_setting(''kinga.scope'', true)) = ''all'' or ' || kernel.sees('transactions.cash_desk', 'cash_session.desk_id'));
call kernel.make_sees('transactions.payment_instruction');
call kernel.guard('transactions.cash_payout', '(select current_setting(''kinga.scope'', true)) = ''all'' or ' || kernel.sees('transactions.payment_instruction', 'cash_payout.instruction_id'));
