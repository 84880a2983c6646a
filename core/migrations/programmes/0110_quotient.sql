-- The quotient in rules: exact, rounded half away from zero at 20 decimals; unknown where the divisor is 0.
-- numeric's own `/` keeps as many digits as it finds right for its operands, which differ from place to place.
create function programmes.quotient(dividend numeric, divisor numeric) returns numeric
language sql immutable parallel safe
as $$
  select trim_scale((q + case when 2 * abs(n - q * divisor) >= abs(divisor) then sign(n) * sign(divisor) else 0 end) * 0.00000000000000000001)
  from (select dividend * 100000000000000000000 as n, div(dividend * 100000000000000000000, nullif(divisor, 0)) as q offset 0) d
$$;
