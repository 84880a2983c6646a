-- Shares of survivors that sum to the whole, to the last cent: a share lies above those of the others, and is worth what the whole is worth up
-- to its upper end less what it is worth up to its lower.
alter table pensions.survivor_share add column above numeric not null default 0;
alter table pensions.survivor_share add constraint survivor_share_above check (above between 0 and 1 and above + share <= 1) not valid;
alter table pensions.survivor_share validate constraint survivor_share_above;
alter table pensions.award_step add column above numeric not null default 0;
alter table pensions.award_step add constraint award_step_above check (above between 0 and 1 and above + share <= 1) not valid;
alter table pensions.award_step validate constraint award_step_above;

-- What of a whole lies between the ends of a share: rounded down at both, so that shares that lie on each other sum to what they are together.
create function pensions.share_of(whole numeric, above numeric, share numeric, digits integer) returns numeric language sql immutable parallel safe as $$
  select trunc(whole * (above + share), digits) - trunc(whole * above, digits)
$$;

-- To what a raised pension is rounded, where not to the minor unit with halves up: down to a dime, up to a whole unit.
alter table pensions.indexation add column rounding_step numeric;
alter table pensions.indexation add column rounding_mode text;
alter table pensions.indexation add constraint indexation_rounding check (num_nonnulls(rounding_step, rounding_mode) in (0, 2) and rounding_step > 0 and rounding_mode in ('HALF_UP', 'HALF_EVEN', 'UP', 'DOWN')) not valid;
alter table pensions.indexation validate constraint indexation_rounding;

-- One expression, which PostgreSQL takes into the statement that asks; so it stands there twice.
create or replace function pensions.raised(amount numeric, x pensions.indexation) returns numeric language sql immutable parallel safe as $$
  select case when x.rounding_step is null
    then round(least(
      greatest(amount + least(greatest(amount * x.percent / 100 + x.flat, coalesce(x.least_raise, 0)), coalesce(x.most_raise, 'Infinity')), coalesce(x.least_pension, 0)),
      greatest(coalesce(x.most_pension, 'Infinity'), amount)), x.digits)
    else greatest(programmes.rounded(least(
      greatest(amount + least(greatest(amount * x.percent / 100 + x.flat, coalesce(x.least_raise, 0)), coalesce(x.most_raise, 'Infinity')), coalesce(x.least_pension, 0)),
      greatest(coalesce(x.most_pension, 'Infinity'), amount)), x.rounding_step, x.rounding_mode), amount) end
$$;

create or replace function pensions.guard_indexation() returns trigger language plpgsql as $$
begin
  if not (old.state || '>' || new.state) = any ('{SIMULATING>SIMULATING,SIMULATING>SIMULATED,SIMULATED>SIMULATED,SIMULATED>APPLYING,SIMULATED>REJECTED,APPLYING>APPLYING,APPLYING>DONE,DONE>DONE}'::text[])
     or ((old.from_day, old.percent, old.flat, old.least_raise, old.most_raise, old.least_pension, old.most_pension, old.kinds, old.programme_id, old.digits, old.rounding_step, old.rounding_mode)
       is distinct from (new.from_day, new.percent, new.flat, new.least_raise, new.most_raise, new.least_pension, new.most_pension, new.kinds, new.programme_id, new.digits, new.rounding_step, new.rounding_mode)) then
    raise exception 'an indexation that is % cannot become %', old.state, new.state using errcode = 'KG030', constraint = 'indexation_moves';
  end if;
  return new;
end $$;

/*
What an award is worth from which day on: `sets` are [{"from", "whole", "share", "above"}], each of which holds from its day on (what is left out stays as it was),
and between them and after them the indexations of the scheme that were approved raise the whole.
*/
-- kinga: allow drop because no version that was released has it, and its result has one column more
drop function pensions.timeline(uuid, text, date, date, integer, jsonb);
create function pensions.timeline(of_programme uuid, of_kind text, first date, last date, digits integer, sets jsonb)
returns table (at date, kind text, whole numeric, share numeric, above numeric, amount numeric, indexation_id uuid) language plpgsql stable as $$
declare
  step record;
  the_whole numeric;
  the_share numeric := 1;
  lies_above numeric := 0;
begin
  for step in
    select s."from" as at, 0 as place, s.whole, s.share, s.above, null::pensions.indexation as x from jsonb_to_recordset(sets) as s("from" date, whole numeric, share numeric, above numeric)
    union all
    select i.from_day, 1, null, null, null, i from pensions.indexation i where i.programme_id = of_programme and i.state in ('APPLYING', 'DONE') and pensions.raises(i, of_kind, first, last)
    order by 1, 2, 6
  loop
    if step.x is null then
      the_whole := coalesce(step.whole, the_whole);
      the_share := coalesce(step.share, the_share);
      lies_above := coalesce(step.above, lies_above);
      kind := 'SET';
      indexation_id := null;
    else
      the_whole := pensions.raised(the_whole, step.x);
      kind := 'INDEXATION';
      indexation_id := (step.x).id;
    end if;
    at := step.at;
    whole := the_whole;
    share := the_share;
    above := lies_above;
    amount := pensions.share_of(the_whole, lies_above, the_share, digits);
    return next;
  end loop;
end $$;
