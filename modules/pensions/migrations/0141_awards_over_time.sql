-- What becomes of awards: indexations, revisions, proofs of life, deaths and the shares of survivors.

-- How a scheme looks after its pensioners.
create table pensions.payment_policy (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null constraint payment_policy_once unique references programmes.programme,
  -- A proof of life is due so many months after the last; null where none is asked for.
  proof_months integer constraint payment_policy_proof check (proof_months between 1 and 120),
  grace_days integer not null default 0 constraint payment_policy_grace check (grace_days between 0 and 365),
  -- What is paid for the time of a suspension once the proof is there: ALL, NONE, or of the last MONTHS.
  arrears text not null default 'ALL' constraint payment_policy_arrears check (arrears in ('ALL', 'NONE', 'MONTHS')),
  arrears_months integer constraint payment_policy_months check ((arrears_months is not null) = (arrears = 'MONTHS') and arrears_months between 1 and 600)
);
call kernel.keep_history('pensions.payment_policy');

-- The day by which the next proof of life is due; null where none is asked for.
alter table pensions.award add column proof_due_on date;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists award_proof_due on pensions.award (programme_id, proof_due_on) where last_day is null and proof_due_on is not null;

create table pensions.life_proof (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  award_id uuid not null references pensions.award,
  programme_id uuid not null references programmes.programme,
  person_id uuid not null references people.person,
  given_on date not null,
  way text not null constraint life_proof_way check (way in ('IN_PERSON', 'VISIT', 'BIOMETRIC', 'DOCUMENT', 'VIDEO')),
  next_due_on date,
  recorded_by text not null
);
create index life_proof_award on pensions.life_proof (award_id, given_on);
create index life_proof_person on pensions.life_proof (person_id);
call kernel.append_only('pensions.life_proof');
call kernel.guard('pensions.life_proof', format(
  '((select kernel.unlimited(1)) or kernel.sees_people_person(life_proof.person_id)) and %s', programmes.programme_condition('life_proof.programme_id')));
call kernel.personal('pensions.life_proof', 'KEEP', 'That somebody proved to be alive, as a day: payments rest on it.', '{person_id}');

-- All awards of a scheme raised from a day on: simulated, approved by a second person, applied.
create table pensions.indexation (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  code text not null constraint indexation_code check (code ~ '^[A-Z0-9][A-Z0-9./-]{0,39}$'),
  from_day date not null,
  percent numeric not null default 0 constraint indexation_percent check (percent between 0 and 1000),
  flat numeric not null default 0 constraint indexation_flat check (flat >= 0),
  least_raise numeric constraint indexation_least_raise check (least_raise >= 0),
  most_raise numeric constraint indexation_most_raise check (most_raise >= 0),
  least_pension numeric constraint indexation_least_pension check (least_pension >= 0),
  most_pension numeric constraint indexation_most_pension check (most_pension >= 0),
  kinds text[],
  digits integer not null,
  source text not null,
  state text not null default 'SIMULATING' constraint indexation_state check (state in ('SIMULATING', 'SIMULATED', 'APPLYING', 'DONE', 'REJECTED')),
  -- What the simulation found: how many awards, and what they are worth a month before and after.
  awards integer not null default 0,
  worth_before numeric not null default 0,
  worth_after numeric not null default 0,
  asked_by text not null,
  decided_by text,
  decided_on date,
  job_id uuid references kernel.job,
  -- Up to which award it is simulated, or applied.
  upto uuid not null default '00000000-0000-0000-0000-000000000000',
  constraint indexation_once unique (programme_id, code),
  constraint indexation_decided check (num_nonnulls(decided_by, decided_on) in (0, 2) and (decided_by is null) = (state in ('SIMULATING', 'SIMULATED'))),
  constraint indexation_second_person check (decided_by <> asked_by),
  constraint indexation_ends check (most_raise >= least_raise and most_pension >= least_pension)
);
create unique index indexation_open on pensions.indexation (programme_id) where state in ('SIMULATING', 'SIMULATED', 'APPLYING');
call kernel.keep_history('pensions.indexation');
create function pensions.guard_indexation() returns trigger language plpgsql as $$
begin
  if not (old.state || '>' || new.state) = any ('{SIMULATING>SIMULATING,SIMULATING>SIMULATED,SIMULATED>SIMULATED,SIMULATED>APPLYING,SIMULATED>REJECTED,APPLYING>APPLYING,APPLYING>DONE,DONE>DONE}'::text[])
     or ((old.from_day, old.percent, old.flat, old.least_raise, old.most_raise, old.least_pension, old.most_pension, old.kinds, old.programme_id, old.digits)
       is distinct from (new.from_day, new.percent, new.flat, new.least_raise, new.most_raise, new.least_pension, new.most_pension, new.kinds, new.programme_id, new.digits)) then
    raise exception 'an indexation that is % cannot become %', old.state, new.state using errcode = 'KG030', constraint = 'indexation_moves';
  end if;
  return new;
end $$;
create trigger moves before update on pensions.indexation for each row execute function pensions.guard_indexation();

alter table pensions.award_step
  add column indexation_id uuid,
  -- Of a share: what the whole is worth, and which part of it the award is. Null and 1 of others.
  add column whole numeric,
  add column share numeric not null default 1,
  add column revision_id uuid;
alter table pensions.award_step add constraint award_step_indexation foreign key (indexation_id) references pensions.indexation not valid;
alter table pensions.award_step validate constraint award_step_indexation;
alter table pensions.award_step add constraint award_step_share check (share between 0 and 1 and amount <= coalesce(whole, amount)) not valid;
alter table pensions.award_step validate constraint award_step_share;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists award_step_of_indexation on pensions.award_step (indexation_id, award_id) where indexation_id is not null;

-- What an amount is worth once it is raised. A raise is never negative; the most that a pension may be worth lowers none that is worth more.
create function pensions.raised(amount numeric, x pensions.indexation) returns numeric language sql immutable parallel safe as $$
  select round(least(
    greatest(amount + least(greatest(amount * x.percent / 100 + x.flat, coalesce(x.least_raise, 0)), coalesce(x.most_raise, 'Infinity')), coalesce(x.least_pension, 0)),
    greatest(coalesce(x.most_pension, 'Infinity'), amount)), x.digits)
$$;

-- Whether an indexation is of an award: one that began before and did not end before its day, of a kind that it raises.
create function pensions.raises(x pensions.indexation, kind text, from_day date, last_day date) returns boolean language sql immutable parallel safe as $$
  select from_day < x.from_day and (last_day is null or last_day >= x.from_day) and (x.kinds is null or kind = any (x.kinds))
$$;

/*
What an award is worth from which day on: `sets` are [{"from", "whole", "share"}], each of which holds from its day on (what is left out stays as it was),
and between them and after them the indexations of the scheme that were approved raise the whole. A share is rounded down, so that shares never are more than the whole.
*/
create function pensions.timeline(of_programme uuid, of_kind text, first date, last date, digits integer, sets jsonb)
returns table (at date, kind text, whole numeric, share numeric, amount numeric, indexation_id uuid) language plpgsql stable as $$
declare
  step record;
  the_whole numeric;
  the_share numeric := 1;
begin
  for step in
    select s."from" as at, 0 as place, s.whole, s.share, null::pensions.indexation as x from jsonb_to_recordset(sets) as s("from" date, whole numeric, share numeric)
    union all
    select i.from_day, 1, null, null, i from pensions.indexation i where i.programme_id = of_programme and i.state in ('APPLYING', 'DONE') and pensions.raises(i, of_kind, first, last)
    order by 1, 2, 5
  loop
    if step.x is null then
      the_whole := coalesce(step.whole, the_whole);
      the_share := coalesce(step.share, the_share);
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
    amount := trunc(the_whole * the_share, digits);
    return next;
  end loop;
end $$;

-- That an award is worked out again, with effect from a day on.
create table pensions.revision (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  award_id uuid not null references pensions.award,
  programme_id uuid not null references programmes.programme,
  person_id uuid not null references people.person,
  from_day date not null,
  because text not null,
  decision_id uuid not null references programmes.decision,
  -- What the award was worth on its first day, and by the revision is.
  base_before numeric not null,
  base_after numeric not null constraint revision_base check (base_after >= 0),
  currency text not null references transactions.currency,
  state text not null default 'PROPOSED' constraint revision_state check (state in ('PROPOSED', 'APPLIED', 'REJECTED')),
  proposed_by text not null,
  decided_by text,
  decided_on date,
  constraint revision_decided check (num_nonnulls(decided_by, decided_on) in (0, 2) and (decided_by is null) = (state = 'PROPOSED')),
  constraint revision_second_person check (decided_by <> proposed_by)
);
create unique index revision_open on pensions.revision (award_id) where state = 'PROPOSED';
create index revision_person on pensions.revision (person_id);
create index revision_programme on pensions.revision (programme_id, state);
create index revision_decision on pensions.revision (decision_id);
call kernel.keep_history('pensions.revision');
call kernel.guard('pensions.revision', format(
  '((select kernel.unlimited(1)) or kernel.sees_people_person(revision.person_id)) and %s', programmes.programme_condition('revision.programme_id')));
call kernel.show_past('pensions.revision', kernel.sees('people.person', kernel.column_past('person_id')));
call kernel.personal('pensions.revision', 'KEEP', 'That a pension was worked out again, as amounts and days.', '{person_id}');
alter table pensions.award_step add constraint award_step_revision foreign key (revision_id) references pensions.revision not valid;
alter table pensions.award_step validate constraint award_step_revision;

-- Who survives somebody who had a pension, and which parts of it they have.
create table pensions.survivor_case (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  award_id uuid not null constraint survivor_case_once unique references pensions.award,
  programme_id uuid not null references programmes.programme,
  -- Who died.
  person_id uuid not null references people.person,
  from_day date not null,
  whole numeric not null constraint survivor_case_whole check (whole >= 0),
  currency text not null references transactions.currency,
  state text not null default 'PROPOSED' constraint survivor_case_state check (state in ('PROPOSED', 'GRANTED', 'REJECTED')),
  proposed_by text not null,
  decided_by text,
  decided_on date,
  constraint survivor_case_decided check (num_nonnulls(decided_by, decided_on) in (0, 2) and (decided_by is null) = (state = 'PROPOSED')),
  constraint survivor_case_second_person check (decided_by <> proposed_by)
);
create index survivor_case_person on pensions.survivor_case (person_id);
create index survivor_case_programme on pensions.survivor_case (programme_id);
call kernel.keep_history('pensions.survivor_case');
call kernel.guard('pensions.survivor_case', format(
  '((select kernel.unlimited(1)) or kernel.sees_people_person(survivor_case.person_id)) and %s', programmes.programme_condition('survivor_case.programme_id')));
call kernel.show_past('pensions.survivor_case', kernel.sees('people.person', kernel.column_past('person_id')));
call kernel.personal('pensions.survivor_case', 'KEEP', 'That survivors have parts of a pension, as amounts and days.', '{person_id}');

-- From a day on, until the next row of the same survivor: 0 once they have none any more.
create table pensions.survivor_share (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  case_id uuid not null references pensions.survivor_case,
  programme_id uuid not null references programmes.programme,
  person_id uuid not null references people.person,
  relation text not null constraint survivor_share_relation check (relation ~ '^[A-Z][A-Z0-9_]{0,59}$'),
  from_day date not null,
  share numeric not null constraint survivor_share_part check (share between 0 and 1),
  constraint survivor_share_once unique (case_id, person_id, from_day)
);
create index survivor_share_person on pensions.survivor_share (person_id);
call kernel.append_only('pensions.survivor_share');
call kernel.guard('pensions.survivor_share', format(
  '((select kernel.unlimited(1)) or kernel.sees_people_person(survivor_share.person_id)) and %s', programmes.programme_condition('survivor_share.programme_id')));
call kernel.personal('pensions.survivor_share', 'KEEP', 'Which part of a pension a survivor has.', '{person_id}');

-- On no day are the shares of survivors more than the whole.
create function pensions.check_shares() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  broken date;
begin
  select day.from_day into broken from (select distinct w.case_id, s.from_day from written w join pensions.survivor_share s on s.case_id = w.case_id) day
  where (select sum(held.share) from (select distinct on (s.person_id) s.share from pensions.survivor_share s where s.case_id = day.case_id and s.from_day <= day.from_day order by s.person_id, s.from_day desc) held) > 1 limit 1;
  perform kernel.see_as(scope);
  if broken is not null then
    raise exception 'the shares of survivors are more than the whole from % on', broken using errcode = 'KG010', constraint = 'survivor_shares_whole';
  end if;
  return null;
end $$;
create trigger check_shares after insert on pensions.survivor_share referencing new table as written for each statement execute function pensions.check_shares();

alter table pensions.award add column survivor_case_id uuid;
alter table pensions.award add constraint award_survivor_case foreign key (survivor_case_id) references pensions.survivor_case not valid;
alter table pensions.award validate constraint award_survivor_case;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists award_of_case on pensions.award (survivor_case_id) where survivor_case_id is not null;
