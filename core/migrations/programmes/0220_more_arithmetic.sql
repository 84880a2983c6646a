-- Further functions of rules: each exact, or rounded at 20 decimals, by the values alone. What has no result is unknown.

create function programmes.power(base numeric, exponent numeric) returns numeric
language sql immutable parallel safe
as $$
  select case when abs(exponent) <= 1000 and abs(base) < 1e30 and (base > 0 or (base = 0 and exponent > 0) or (base < 0 and exponent = trunc(exponent)))
    -- numeric computes as many decimals as its base is written with, and has more of them to round.
    then round(power(trim_scale(base) + 0.000000000000000000000000000000, trim_scale(exponent)), 20) end
$$;

create function programmes.compounded_once(sofar numeric, amount numeric, rate numeric, step numeric, mode text) returns numeric
language sql immutable parallel safe
as $$
  select programmes.rounded(coalesce(sofar, amount) * (1 + rate), step, mode)
$$;

-- An amount raised by each rate in the order that is given, rounded each time.
create aggregate programmes.compounded(amount numeric, rate numeric, step numeric, mode text) (sfunc = programmes.compounded_once, stype = numeric, parallel = safe);
