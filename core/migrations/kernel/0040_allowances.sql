-- How much somebody may still ask for. Lost with a crash, which gives everybody a full allowance: so it needs no log.
create unlogged table kernel.allowance (
  -- A digest of whom or what it is about.
  key text primary key,
  left_over double precision not null,
  at timestamptz not null
);

comment on table kernel.allowance is 'Token buckets of rate limits, shared by all processes.';

-- Takes from many buckets at once, in one order, so that processes don't wait for each other in a circle. Of each, as much
-- as is wanted or, where it holds less, what it holds; nothing where it holds less than the least that is of use. Tells how
-- much was taken, and in how many seconds the least will be there.
create function kernel.take_allowance(keys text[], wanted double precision[], needed double precision[], capacities double precision[], per_second double precision[])
returns table (taken_key text, taken double precision, wait_seconds double precision)
language plpgsql as $$
declare
  asked record;
  held double precision;
begin
  for asked in select * from unnest(keys, wanted, needed, capacities, per_second) as a (key, want, need, capacity, rate) order by a.key loop
    insert into kernel.allowance as a (key, left_over, at) values (asked.key, asked.capacity, clock_timestamp())
      on conflict (key) do update set
        left_over = least(asked.capacity, a.left_over + asked.rate * greatest(0, extract(epoch from clock_timestamp() - a.at))),
        at = clock_timestamp()
      returning a.left_over into held;
    taken_key := asked.key;
    taken := case when held >= asked.need then least(asked.want, held) else 0 end;
    wait_seconds := case when held >= asked.need then 0 else (asked.need - held) / asked.rate end;
    if taken > 0 then
      update kernel.allowance set left_over = left_over - taken where key = asked.key;
    end if;
    return next;
  end loop;
end
$$;
