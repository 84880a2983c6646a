-- Claims for pensions, what was awarded on them, and what an award is worth from which day on.

create table pensions.claim (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  person_id uuid not null references people.person,
  enrolment_id uuid not null references programmes.enrolment,
  kind text not null constraint claim_kind check (kind in ('OLD_AGE', 'EARLY', 'DISABILITY', 'SURVIVOR')),
  claimed_from date not null,
  lodged_on date not null,
  state text not null default 'LODGED' constraint claim_state check (state in ('LODGED', 'ENTITLED', 'NOT_ENTITLED', 'UNCLEAR', 'AWARDED', 'REJECTED', 'WITHDRAWN')),
  decision_id uuid references programmes.decision,
  lodged_by text not null,
  assessed_by text,
  decided_by text,
  decided_on date,
  note text,
  because text,
  constraint claim_decided check (num_nonnulls(decided_by, decided_on) in (0, 2) and (decided_by is not null) = (state in ('AWARDED', 'REJECTED', 'WITHDRAWN'))),
  constraint claim_assessed check ((decision_id is null) = (assessed_by is null) and (decision_id is not null or state not in ('ENTITLED', 'NOT_ENTITLED', 'UNCLEAR', 'AWARDED'))),
  -- Who grants or refuses is somebody else than who took it in and who worked it out.
  constraint claim_second_person check (state not in ('AWARDED', 'REJECTED') or (decided_by <> lodged_by and decided_by is distinct from assessed_by))
);
create unique index claim_open on pensions.claim (programme_id, person_id) where state in ('LODGED', 'ENTITLED', 'NOT_ENTITLED', 'UNCLEAR');
create index claim_enrolment on pensions.claim (enrolment_id);
create index claim_person on pensions.claim (person_id);
create index claim_decision on pensions.claim (decision_id) where decision_id is not null;
call kernel.keep_history('pensions.claim');
call kernel.guard('pensions.claim', format(
  '((select kernel.unlimited(1)) or kernel.sees_people_person(claim.person_id)) and %s', programmes.programme_condition('claim.programme_id')));
call kernel.show_past('pensions.claim', kernel.sees('people.person', kernel.column_past('person_id')));
call kernel.personal('pensions.claim', 'KEEP', 'What was claimed and decided, as days and codes: payments rest on it.', '{person_id}');

-- What was granted: it is paid until its last day.
create table pensions.award (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  person_id uuid not null references people.person,
  enrolment_id uuid not null references programmes.enrolment,
  claim_id uuid constraint award_of_claim unique references pensions.claim,
  kind text not null constraint award_kind check (kind in ('OLD_AGE', 'EARLY', 'DISABILITY', 'SURVIVOR')),
  from_day date not null,
  -- The last day for which it is paid; null while it goes on.
  last_day date,
  ended_because text constraint award_ended_because check (ended_because ~ '^[A-Z][A-Z0-9_]{0,59}$'),
  ended_by text,
  currency text not null references transactions.currency,
  decision_id uuid references programmes.decision,
  awarded_by text not null,
  awarded_on date not null,
  constraint award_end check ((ended_because is null) = (last_day is null) and (ended_by is null) = (last_day is null))
);
create index award_enrolment on pensions.award (enrolment_id, from_day);
create index award_person on pensions.award (person_id);
create index award_programme on pensions.award (programme_id, id);
create index award_decision on pensions.award (decision_id) where decision_id is not null;
call kernel.keep_history('pensions.award');
call kernel.guard('pensions.award', format(
  '((select kernel.unlimited(1)) or kernel.sees_people_person(award.person_id)) and %s', programmes.programme_condition('award.programme_id')));
call kernel.show_past('pensions.award', kernel.sees('people.person', kernel.column_past('person_id')));
call kernel.personal('pensions.award', 'KEEP', 'What was awarded, as days and codes: payments rest on it.', '{person_id}');
call programmes.facts_come_from('pensions.award', 'person_id', days => 'last_day', since => 'from_day');

-- What an award is worth a month, from a day on: of all steps that begin by a day, the one with the latest day, and of several the last written. Never changed.
create table pensions.award_step (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  award_id uuid not null references pensions.award,
  programme_id uuid not null references programmes.programme,
  person_id uuid not null references people.person,
  number integer not null constraint award_step_number check (number >= 1),
  kind text not null constraint award_step_kind check (kind in ('AWARD', 'REVISION', 'INDEXATION', 'SHARE')),
  from_day date not null,
  amount numeric not null constraint award_step_amount check (amount >= 0),
  currency text not null references transactions.currency,
  -- What it was worked out by; null of what follows from the step before, such as an indexation.
  decision_id uuid references programmes.decision,
  because text,
  made_by text not null,
  constraint award_step_once unique (award_id, number)
);
create index award_step_in_force on pensions.award_step (award_id, from_day desc, number desc) include (amount);
create index award_step_decision on pensions.award_step (decision_id) where decision_id is not null;
create index award_step_person on pensions.award_step (person_id);
call kernel.append_only('pensions.award_step');
call kernel.guard('pensions.award_step', format(
  '((select kernel.unlimited(1)) or kernel.sees_people_person(award_step.person_id)) and %s', programmes.programme_condition('award_step.programme_id')));
call kernel.personal('pensions.award_step', 'KEEP', 'What an award is worth, as amounts and days.', '{person_id}');
call programmes.facts_come_from('pensions.award_step', 'person_id', since => 'from_day');

-- What is contributed, or taken back, changes what pensions are worked out from.
call programmes.facts_come_from('pensions.contribution', 'person_id', since => 'month');

-- What an award is worth a month on a day; null before its first.
create function pensions.worth(of_award uuid, on_day date) returns numeric language sql stable parallel safe as $$
  select s.amount from pensions.award_step s where s.award_id = of_award and s.from_day <= on_day order by s.from_day desc, s.number desc limit 1
$$;
