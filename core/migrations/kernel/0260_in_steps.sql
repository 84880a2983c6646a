-- Figures for whoever is not to be told of few: in steps, down to one or up to the next as the hash of what a figure is of draws. As often up as it is nearer to it,
-- so that sums come out right; always the same of the same, so that asking again tells nothing; and anew of anything else, so that nobody finds what passes a step.
create function kernel.in_steps(value numeric, step numeric, hash numeric) returns numeric language sql immutable parallel safe
  return coalesce(trim_scale(floor(value / nullif(step, 0) + mod(abs(hash), 1000000) / 1000000) * step), 0);

-- The first step of one digit (1, 2, … 9, 10, 20, …) that is not below a number; null of nothing.
create function kernel.one_digit(number numeric) returns numeric language sql immutable parallel safe
  return ceil(nullif(number, 0) / 10 ^ floor(log(nullif(number, 0)))) * 10 ^ floor(log(nullif(number, 0)));
