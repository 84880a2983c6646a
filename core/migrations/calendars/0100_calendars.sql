create schema calendars;

-- Which days are worked: of a country, a region or an office. What it says nothing of is as in the calendar that it is based on.
create table calendars.calendar (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint calendar_code_key unique constraint calendar_code check (code ~ '^[A-Z][A-Z0-9-]{0,39}$'),
  name text not null,
  base_id uuid references calendars.calendar
);
create index calendar_base on calendars.calendar (base_id);
call kernel.keep_history('calendars.calendar');

-- Which days of the week are not worked, from a day on: weekends are moved by law, too.
create table calendars.weekend (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  calendar_id uuid not null references calendars.calendar,
  effective_from date not null,
  days text[] not null constraint weekend_days check (days <@ '{MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY,SATURDAY,SUNDAY}'::text[] and cardinality(days) between 0 and 6),
  source text not null,
  constraint weekend_once unique (calendar_id, effective_from)
);
call kernel.keep_history('calendars.weekend');

-- What single days are.
create table calendars.calendar_day (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  calendar_id uuid not null references calendars.calendar,
  day date not null,
  kind text not null constraint calendar_day_kind check (kind in ('HOLIDAY', 'WORKING_DAY', 'WITHDRAWN')),
  name text not null,
  source text not null,
  constraint calendar_day_once unique (calendar_id, day)
);
call kernel.keep_history('calendars.calendar_day');

/*
The working days from a first to a last day, both included. What a calendar itself says of a day goes before what its base says, and
a single day before weekends. Without a calendar every day is one. A loop of bases ends where it comes back to a calendar.
*/
create function calendars.working_days(of_calendar uuid, first_day date, last_day date) returns setof date language sql stable parallel safe as $$
  with recursive line (id, base_id, far) as (
    select c.id, c.base_id, 0 from calendars.calendar c where c.id = of_calendar
    union all select b.id, b.base_id, line.far + 1 from line join calendars.calendar b on b.id = line.base_id)
    cycle id set looped using way,
  said as (
    select distinct on (d.day) d.day, d.kind from line join calendars.calendar_day d on d.calendar_id = line.id
    where d.day between first_day and last_day and d.kind <> 'WITHDRAWN' order by d.day, line.far),
  weekends as (select line.far, w.effective_from, w.days from line join calendars.weekend w on w.calendar_id = line.id where w.effective_from <= last_day),
  days as (select first_day + n as day from generate_series(0, last_day - first_day) n)
  select days.day from days left join said on said.day = days.day
  where coalesce(said.kind = 'WORKING_DAY', not (
    ('{MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY,SATURDAY,SUNDAY}'::text[])[extract(isodow from days.day)::integer]
    = any ((select w.days from weekends w where w.effective_from <= days.day order by w.far, w.effective_from desc limit 1)::text[])), true)
$$;

create function calendars.is_working_day(of_calendar uuid, day date) returns boolean language sql stable parallel safe as $$
  select exists (select from calendars.working_days(of_calendar, day, day))
$$;

/*
The day that is so many working days after another, or before it where the number is negative; of 0, the day itself or the first
working day after it.
*/
create function calendars.add_working_days(of_calendar uuid, from_day date, days integer) returns date language plpgsql stable parallel safe as $$
declare
  reach integer := abs(days) * 2 + 14;
  found_day date;
begin
  loop
    if days < 0 then
      select d into found_day from calendars.working_days(of_calendar, from_day - reach, from_day - 1) d order by d desc offset - days - 1 limit 1;
    elsif days > 0 then
      select d into found_day from calendars.working_days(of_calendar, from_day + 1, from_day + reach) d order by d offset days - 1 limit 1;
    else
      select min(d) into found_day from calendars.working_days(of_calendar, from_day, from_day + reach) d;
    end if;
    if found_day is not null then return found_day; end if;
    if reach > 100000 then
      raise exception 'calendar % has no day that is % working days from %', of_calendar, days, from_day using errcode = 'KG040', constraint = 'calendar_without_working_days';
    end if;
    reach := reach * 4;
  end loop;
end $$;

-- How many working days come after a day up to and with another; negative where the other comes before: those from it to the day before the first.
create function calendars.working_days_between(of_calendar uuid, from_day date, to_day date) returns integer language sql stable parallel safe as $$
  select case when to_day >= from_day then count(*) filter (where d > from_day) else - count(*) filter (where d < from_day) end::integer
  from calendars.working_days(of_calendar, least(from_day, to_day), greatest(from_day, to_day)) d
$$;
