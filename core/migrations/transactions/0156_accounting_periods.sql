-- Stretches of days whose books are closed one after the other: what is closed takes no posting, nor does what lies before it.
create table transactions.accounting_period (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint accounting_period_code_key unique,
  starts_on date not null,
  ends_on date not null,
  state text not null default 'OPEN' constraint accounting_period_state check (state in ('OPEN', 'CLOSED', 'REOPENING')),
  opened_by text not null,
  closed_by text,
  -- When it was closed, and on which day of whoever closed it: a period ends before it is closed.
  closed_at timestamptz(3),
  closed_on date,
  reopen_asked_by text,
  reopen_reason text,
  reopened_by text,
  constraint accounting_period_days check (ends_on >= starts_on),
  constraint accounting_period_apart exclude using gist (daterange(starts_on, ends_on, '[]') with &&),
  constraint accounting_period_ended check (state = 'OPEN' or (closed_by is not null and closed_at is not null and ends_on < closed_on)),
  constraint accounting_period_asked check (state <> 'REOPENING' or (reopen_asked_by is not null and reopen_reason is not null and reopened_by is null)),
  constraint accounting_period_second_person check (reopened_by <> reopen_asked_by)
);
call kernel.keep_history('transactions.accounting_period');
create trigger never_deleted before delete on transactions.accounting_period for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.accounting_period for each statement execute function kernel.never_changed();

-- The last day whose books are closed, in one row that is always there: who reads it in an older snapshot is told so by the database.
create table transactions.closed_until (
  one boolean primary key default true constraint closed_until_one check (one),
  day date not null
);
insert into transactions.closed_until (day) values ('-infinity');
create trigger by_the_database before insert or update or delete on transactions.closed_until for each row execute function kernel.audit_only();

/*
How a period closes while others book. Whoever books holds the lock of a writer of postings until its transaction ends; who closes waits
for all of them and keeps new ones out until it has committed. So whatever was let in is booked before the period is closed, and
whatever comes later sees that it is. It waits for five seconds at most, since everybody who books waits with it.
*/
create function transactions.move_period() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  move constant text := old.state || '>' || new.state;
  patience constant text := current_setting('lock_timeout');
begin
  if (old.id, old.code, old.starts_on, old.ends_on, old.opened_by) is distinct from (new.id, new.code, new.starts_on, new.ends_on, new.opened_by) then
    raise exception 'accounting period % keeps its days', old.code using errcode = 'KG014', constraint = 'accounting_period_frozen';
  end if;
  if old.state = new.state then return new; end if;
  if not move = any ('{OPEN>CLOSED,CLOSED>REOPENING,REOPENING>CLOSED,REOPENING>OPEN}'::text[]) then
    raise exception 'accounting period % cannot go from % to %', old.code, old.state, new.state using errcode = 'KG013', constraint = 'accounting_period_moves';
  end if;
  if move = 'OPEN>CLOSED' then
    begin
      perform set_config('lock_timeout', '5s', true);
      lock table transactions.posting in share mode;
      perform set_config('lock_timeout', patience, true);
    exception when lock_not_available then
      raise exception 'others are booking' using errcode = 'KG016', constraint = 'accounting_period_busy';
    end;
    if exists (select from transactions.accounting_period p where p.ends_on < new.starts_on and p.state = 'OPEN') then
      raise exception 'a period before % is open', new.code using errcode = 'KG015', constraint = 'accounting_period_in_order';
    end if;
    -- After all that was let in began.
    new.closed_at := clock_timestamp();
    update transactions.closed_until set day = greatest(day, new.ends_on);
  elsif move = 'REOPENING>OPEN' then
    if new.reopened_by is null then
      raise exception 'somebody has to open % again', new.code using errcode = 'KG015', constraint = 'accounting_period_second_person';
    end if;
    if exists (select from transactions.accounting_period p where p.starts_on > new.ends_on and p.state <> 'OPEN') then
      raise exception 'a period after % is closed', new.code using errcode = 'KG015', constraint = 'accounting_period_in_order';
    end if;
    update transactions.closed_until set day = coalesce((select max(p.ends_on) from transactions.accounting_period p where p.state <> 'OPEN' and p.id <> new.id), '-infinity');
  end if;
  return new;
end $$;
create trigger move_period before update on transactions.accounting_period for each row execute function transactions.move_period();

create function transactions.begin_period() returns trigger language plpgsql as $$
begin
  if new.state <> 'OPEN' then
    raise exception 'accounting period % begins open', new.code using errcode = 'KG013', constraint = 'accounting_period_moves';
  end if;
  if new.starts_on <= (select day from transactions.closed_until) then
    raise exception 'the books are closed on %', new.starts_on using errcode = 'KG015', constraint = 'accounting_period_in_order';
  end if;
  return new;
end $$;
create trigger begin_period before insert on transactions.accounting_period for each row execute function transactions.begin_period();

-- In READ COMMITTED each statement sees what is committed; whoever reads an older snapshot locks the row, which fails where it was changed since.
create function transactions.check_period() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  closed date;
  wrong date;
begin
  if current_setting('transaction_isolation') = 'read committed' then
    select day into closed from transactions.closed_until;
  else
    select day into closed from transactions.closed_until for share;
  end if;
  select w.occurred_on into wrong from written w where w.occurred_on <= closed limit 1;
  if found then
    raise exception 'the books are closed until %: nothing is booked on %', closed, wrong using errcode = 'KG015', constraint = 'posting_period_open';
  end if;
  return null;
end $$;
create trigger check_period after insert on transactions.posting referencing new table as written
  for each statement execute function transactions.check_period();
