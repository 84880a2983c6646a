-- What a programme may pay out of what a funder gives, from a day to a day. Its amounts are kept by what is approved and used.
create table transactions.budget (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint budget_code_key unique,
  programme_id uuid not null references programmes.programme,
  funder_id uuid references people.organisation,
  currency text not null references transactions.currency,
  starts_on date not null,
  ends_on date not null,
  created_by text not null,
  approved numeric not null default 0 constraint budget_approved check (approved >= 0),
  -- Promised to runs that are approved, and not paid yet.
  committed numeric not null default 0 constraint budget_committed check (committed >= 0),
  drawn numeric not null default 0 constraint budget_drawn check (drawn >= 0),
  -- Less than nothing where somebody allowed a run over it.
  available numeric not null default 0,
  constraint budget_days check (ends_on >= starts_on),
  constraint budget_adds_up check (available = approved - committed - drawn),
  constraint budget_apart exclude using gist (programme_id with =, currency with =, (coalesce(funder_id, '00000000-0000-0000-0000-000000000000')) with =, daterange(starts_on, ends_on, '[]') with &&)
);
create index budget_funder on transactions.budget (funder_id) where funder_id is not null;
call kernel.keep_history('transactions.budget');
create trigger never_deleted before delete on transactions.budget for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.budget for each statement execute function kernel.never_changed();

-- Amounts that are added to a budget or taken from it: the first is what it begins with. Proposed by one, approved by another.
create table transactions.budget_amendment (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  budget_id uuid not null references transactions.budget,
  amount numeric not null constraint budget_amendment_amount check (amount <> 0),
  currency text not null references transactions.currency,
  reason text not null,
  state text not null default 'PROPOSED' constraint budget_amendment_state check (state in ('PROPOSED', 'APPROVED', 'REJECTED')),
  proposed_by text not null,
  decided_by text,
  decided_on date,
  constraint budget_amendment_second_person check (decided_by <> proposed_by),
  constraint budget_amendment_decided check ((state = 'PROPOSED') = (decided_by is null) and (decided_by is null) = (decided_on is null))
);
create index budget_amendment_budget on transactions.budget_amendment (budget_id);
call kernel.keep_history('transactions.budget_amendment');
create trigger never_deleted before delete on transactions.budget_amendment for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.budget_amendment for each statement execute function kernel.never_changed();
create trigger begins before insert on transactions.budget_amendment for each row when (new.state <> 'PROPOSED') execute function transactions.begins_wrong();

alter table transactions.payment_run add column budget_id uuid;
alter table transactions.payment_run add constraint payment_run_budget_id foreign key (budget_id) references transactions.budget not valid;
alter table transactions.payment_run validate constraint payment_run_budget_id;
-- kinga: allow index because runs are few
create index payment_run_budget on transactions.payment_run (budget_id) where budget_id is not null;
create trigger budget_frozen before update on transactions.payment_run for each row
  when (old.budget_id is not null and old.budget_id is distinct from new.budget_id) execute function transactions.is_frozen();

-- What of a budget was committed to a run, drawn by its payments, and released by what was returned or cancelled.
create table transactions.budget_use (
  id uuid primary key,
  created_at timestamptz(3) not null default now(),
  budget_id uuid not null references transactions.budget,
  payment_run_id uuid not null references transactions.payment_run,
  kind text not null constraint budget_use_kind check (kind in ('COMMITTED', 'DRAWN', 'RELEASED')),
  amount numeric not null constraint budget_use_amount check (amount <> 0),
  currency text not null references transactions.currency
);
create index budget_use_budget on transactions.budget_use (budget_id, created_at);
create index budget_use_run on transactions.budget_use (payment_run_id);
-- A run is committed once.
create unique index budget_use_committed on transactions.budget_use (payment_run_id) where kind = 'COMMITTED';
call kernel.append_only('transactions.budget_use');

-- That a run may go over its budget: who allowed it, why, and of which content.
create table transactions.budget_exception (
  id uuid primary key,
  created_at timestamptz(3) not null default now(),
  payment_run_id uuid not null constraint budget_exception_once unique references transactions.payment_run,
  content_hash text not null,
  reason text not null,
  allowed_by text not null
);
call kernel.append_only('transactions.budget_exception');

create function transactions.amend_budget() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if old.state <> 'PROPOSED' or (old.budget_id, old.amount, old.currency, old.reason, old.proposed_by) is distinct from (new.budget_id, new.amount, new.currency, new.reason, new.proposed_by) then
    raise exception 'an amendment that is % keeps what it says', old.state using errcode = 'KG014', constraint = 'budget_amendment_frozen';
  end if;
  if new.state = 'APPROVED' then
    update transactions.budget set approved = approved + new.amount, available = available + new.amount where id = new.budget_id;
    if new.amount < 0 and (select available from transactions.budget where id = new.budget_id) < 0 then
      raise exception 'more is committed and drawn than would be left' using errcode = 'KG017', constraint = 'budget_amendment_too_low';
    end if;
  end if;
  return new;
end $$;
create trigger amend_budget before update on transactions.budget_amendment for each row execute function transactions.amend_budget();

create function transactions.keep_budget() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update transactions.budget set
    committed = committed + case new.kind when 'COMMITTED' then new.amount else -new.amount end,
    drawn = drawn + case new.kind when 'DRAWN' then new.amount else 0 end,
    available = available + case new.kind when 'COMMITTED' then -new.amount when 'RELEASED' then new.amount else 0 end
  where id = new.budget_id;
  return null;
end $$;
create trigger keep_budget after insert on transactions.budget_use for each row execute function transactions.keep_budget();

-- A budget begins with nothing, in the minor unit of its currency.
create function transactions.begin_budget() returns trigger language plpgsql as $$
begin
  select round(0, c.minor_digits), round(0, c.minor_digits), round(0, c.minor_digits), round(0, c.minor_digits)
  into new.approved, new.committed, new.drawn, new.available from transactions.currency c where c.code = new.currency;
  return new;
end $$;
create trigger begin_budget before insert on transactions.budget for each row execute function transactions.begin_budget();

-- The sums of a budget are changed by what is approved and used alone.
create function transactions.guard_budget() returns trigger language plpgsql as $$
begin
  if (old.id, old.code, old.programme_id, old.funder_id, old.currency, old.starts_on, old.ends_on, old.created_by)
    is distinct from (new.id, new.code, new.programme_id, new.funder_id, new.currency, new.starts_on, new.ends_on, new.created_by) then
    raise exception 'budget % keeps what it is for', old.code using errcode = 'KG014', constraint = 'budget_frozen';
  end if;
  if current_user <> (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid) then
    raise exception '% is written by the database alone', tg_table_schema || '.' || tg_table_name using errcode = '42501';
  end if;
  return new;
end $$;
create trigger guard_budget before update on transactions.budget for each row execute function transactions.guard_budget();

/*
A run that is approved takes what it pays out of a budget. Its row is locked: of two runs that want the last of it, the second sees what
the first has left. A programme that has a budget pays nothing without one.
*/
create function transactions.commit_budget() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  its record;
  wanted numeric;
begin
  if new.budget_id is null then
    if new.state = 'APPROVED' and exists (
      select from transactions.budget b where b.programme_id = new.programme_id and b.currency = new.currency
        and exists (select from transactions.budget_amendment a where a.budget_id = b.id and a.state = 'APPROVED')) then
      raise exception 'payment run % has no budget', new.code using errcode = 'KG017', constraint = 'payment_run_has_budget';
    end if;
    perform kernel.see_as(scope);
    return null;
  end if;
  select b.programme_id, b.funder_id, b.currency, b.available into its from transactions.budget b where b.id = new.budget_id for no key update;
  if (its.programme_id, its.funder_id, its.currency) is distinct from (new.programme_id, new.funder_id, new.currency) then
    raise exception 'payment run % is not paid out of that budget', new.code using errcode = 'KG017', constraint = 'payment_run_has_budget';
  end if;
  select coalesce(sum(i.amount), 0) into wanted from transactions.payment_instruction i where i.run_id = new.id and i.state not in ('RETURNED', 'CANCELLED');
  if wanted > its.available and not exists (select from transactions.budget_exception e where e.payment_run_id = new.id and e.content_hash = new.content_hash) then
    raise exception 'payment run % takes % and its budget has %', new.code, wanted, its.available using errcode = 'KG017', constraint = 'budget_available';
  end if;
  if wanted > 0 then
    insert into transactions.budget_use (id, budget_id, payment_run_id, kind, amount, currency) values (kernel.uuid7(), new.budget_id, new.id, 'COMMITTED', wanted, new.currency);
  end if;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger commit_budget after update on transactions.payment_run for each row
  when ((old.budget_id is null and new.budget_id is not null) or (new.state = 'APPROVED' and old.state <> 'APPROVED' and new.budget_id is null))
  execute function transactions.commit_budget();

-- Whatever moves a payment, its budget follows: paid is drawn, returned and cancelled is released.
create function transactions.use_budget() returns trigger language plpgsql as $$
begin
  if not exists (select from became where state in ('PAID', 'RETURNED', 'CANCELLED')) then return null; end if;
  with moved as (
    select r.budget_id, r.id as run_id, r.currency,
      sum(n.amount * ((n.state = 'PAID')::int - (o.state = 'PAID')::int)) as drawn,
      sum(n.amount * ((n.state in ('RETURNED', 'CANCELLED'))::int - (o.state in ('RETURNED', 'CANCELLED'))::int)) as released
    from became n join was o on o.id = n.id join transactions.payment_run r on r.id = n.run_id
    where r.budget_id is not null and o.state <> n.state group by 1, 2, 3)
  insert into transactions.budget_use (id, budget_id, payment_run_id, kind, amount, currency)
  select kernel.uuid7(), m.budget_id, m.run_id, k.kind, k.amount, m.currency
  from moved m cross join lateral (values ('DRAWN', m.drawn), ('RELEASED', m.released)) as k (kind, amount)
  where k.amount <> 0 order by m.budget_id, m.run_id, k.kind;
  return null;
end $$;
create trigger use_budget after update on transactions.payment_instruction referencing old table as was new table as became
  for each statement execute function transactions.use_budget();
