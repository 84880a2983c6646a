-- What rules compute with beyond PostgreSQL's own functions. Each is exact: its result depends on the values alone, and not on
-- how many digits they were written with. What has no result is unknown.

-- The quotient, rounded half away from zero at 20 decimals. `div` is exact; a 21st digit is all that rounding needs to know.
-- numeric's own `/` keeps as many digits as it finds right for its operands, which differ from place to place.
create function programmes.quotient(dividend numeric, divisor numeric) returns numeric
language sql immutable parallel safe
as $$
  select round(div(dividend * 1000000000000000000000, nullif(divisor, 0)) * 0.000000000000000000001, 20)
$$;

-- To a multiple of a step. UP is away from zero, DOWN towards it; the halves go away from zero, or to the even multiple.
create function programmes.rounded(value numeric, step numeric, mode text) returns numeric
language plpgsql immutable parallel safe
as $$
declare
  whole numeric;
  twice_rest numeric;
begin
  if value is null or step is null or step <= 0 then
    return null;
  end if;
  whole := div(abs(value), step);
  twice_rest := 2 * (abs(value) - whole * step);
  if (case mode
    when 'UP' then twice_rest > 0
    when 'DOWN' then false
    when 'HALF_UP' then twice_rest >= step
    when 'HALF_EVEN' then twice_rest > step or (twice_rest = step and mod(whole, 2) = 1)
  end) then
    whole := whole + 1;
  end if;
  return sign(value) * whole * step;
end
$$;

-- Months that are complete between two days: each is on the day of the month on which the first stands; where a month has no such day, on
-- the first day of the next. Negative where the second is before the first.
create function programmes.completed_months(first date, second date) returns numeric
language plpgsql immutable parallel safe
as $$
declare
  months numeric := (extract(year from second) - extract(year from first)) * 12 + extract(month from second) - extract(month from first);
begin
  if second >= first then
    return months - (extract(day from second) < extract(day from first))::int;
  end if;
  return months + (extract(day from second) > extract(day from first))::int;
end
$$;

-- Days between two days where every month has 30: the European method (30E/360: the 31st counts as the 30th), or that of the United States
-- (30/360 US: the last day of February counts as the 30th too, where the first day is one).
create function programmes.days_360(first date, second date, method text) returns numeric
language plpgsql immutable parallel safe
as $$
declare
  d1 numeric := extract(day from first);
  d2 numeric := extract(day from second);
  first_ends_february boolean := extract(month from first) = 2 and extract(month from first + 1) = 3;
  second_ends_february boolean := extract(month from second) = 2 and extract(month from second + 1) = 3;
begin
  if method = 'EU' then
    d1 := least(d1, 30);
    d2 := least(d2, 30);
  else
    if first_ends_february and second_ends_february then d2 := 30; end if;
    if first_ends_february then d1 := 30; end if;
    if d2 = 31 and d1 >= 30 then d2 := 30; end if;
    d1 := least(d1, 30);
  end if;
  return (extract(year from second) - extract(year from first)) * 360 + (extract(month from second) - extract(month from first)) * 30 + d2 - d1;
end
$$;

-- A day some months later; the last day of the month where that has no such day. Unknown where the months are not whole, and outside of
-- the years 1 to 9999, which is what an ISO 8601 day can say.
create function programmes.months_later(day date, months numeric) returns date
language plpgsql immutable parallel safe
as $$
begin
  if months = trunc(months) and extract(year from day) * 12 + extract(month from day) - 1 + months between 12 and 119999 then
    return day + make_interval(months => months::int);
  end if;
  return null;
end
$$;

create function programmes.days_later(day date, days numeric) returns date
language plpgsql immutable parallel safe
as $$
begin
  if days = trunc(days) and (day - date '0001-01-01') + days between 0 and date '9999-12-31' - date '0001-01-01' then
    return day + days::int;
  end if;
  return null;
end
$$;

-- All factors multiplied.
create aggregate programmes.product(numeric) (sfunc = numeric_mul, stype = numeric, parallel = safe, combinefunc = numeric_mul);
