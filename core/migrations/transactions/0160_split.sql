/*
Shares an amount by weights in the smallest unit of its currency, by the method of the largest remainder (Hare quota): each share is
rounded down, and the units that are left go one by one to those of whom most was cut off, of equal ones to the first. The shares sum to
the amount. `digits`: how many the currency has behind the point.
*/
create function transactions.split(amount numeric, weights numeric[], digits integer) returns numeric[] language plpgsql immutable parallel safe set search_path = pg_catalog as $$
declare
  unit constant numeric := ('1e-' || digits)::numeric;
  units constant numeric := abs(amount) * ('1e' || digits)::numeric;
  whole numeric;
  shares numeric[];
begin
  select sum(w) into whole from unnest(weights) w;
  if units <> trunc(units) then
    raise exception '% has more than % digits behind the point', amount, digits using errcode = 'KG018', constraint = 'split_minor_digits';
  end if;
  if whole is null or whole <= 0 or exists (select from unnest(weights) w where w < 0 or w is null) then
    raise exception 'weights are not negative, and one of them is more than nothing' using errcode = 'KG018', constraint = 'split_weights';
  end if;
  select array_agg(sign(amount) * (cut.down + case when cut.place <= units - cut.given then 1 else 0 end) * unit order by cut.n) into shares
  from (
    select d.n, d.down, sum(d.down) over () as given, row_number() over (order by units * d.w - whole * d.down desc, d.n) as place
    from (select e.n, e.w, div(units * e.w, whole) as down from unnest(weights) with ordinality as e (w, n)) d) cut;
  return shares;
end $$;
