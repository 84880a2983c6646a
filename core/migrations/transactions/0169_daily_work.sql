-- How far each kind of daily work of a programme has come: one row for each, so that a day is begun once and goes on where it was killed.
create table transactions.daily_work (
  name text not null constraint daily_work_name check (name in ('PENALTIES', 'REMINDERS')),
  programme_id uuid not null references programmes.programme,
  day date not null,
  -- The last demand that was looked at.
  upto uuid,
  done boolean not null default false,
  primary key (name, programme_id)
);
create index daily_work_programme on transactions.daily_work (programme_id);

-- That a payer was reminded of a demand: once for each level.
create table transactions.demand_reminder (
  id uuid primary key default kernel.uuid7(),
  demand_id uuid not null,
  payer_id uuid not null,
  currency text not null,
  level integer not null constraint demand_reminder_level check (level > 0),
  days_overdue integer not null,
  outstanding numeric not null,
  reminded_on date not null,
  language text not null,
  constraint demand_reminder_once unique (demand_id, level),
  constraint demand_reminder_of foreign key (demand_id, payer_id, currency) references transactions.demand (id, payer_id, currency)
);
create index demand_reminder_payer on transactions.demand_reminder (payer_id);
call kernel.append_only('transactions.demand_reminder');
call kernel.guard('transactions.demand_reminder', '(select current_setting(''kinga.scope'', true)) = ''all'' or ' || kernel.sees('transactions.payer', 'demand_reminder.payer_id'));

-- What is late of demands on a day: from when on, and how much of it is due by then. Interest and penalties are not late themselves.
create function transactions.overdue(of_demands uuid[], on_day date) returns table (demand_id uuid, since date, late numeric) language sql stable as $$
  select part.demand_id, min(part.due_on), sum(least(part.amount, part.upto - part.settled))
  from (
    select i.demand_id, i.due_on, i.amount, sum(i.amount) over (partition by i.demand_id order by i.number) as upto, d.allocated + d.written_off as settled
    from transactions.demand_instalment i join transactions.demand d on d.id = i.demand_id
    where i.demand_id = any (of_demands) and d.state in ('ISSUED', 'PART_PAID')) part
  where part.upto > part.settled and part.due_on < on_day group by part.demand_id
$$;
