-- What a programme asks of persons month by month, such as going to school; whether they did; and what follows for the enrolment, by the programme's rule.
create table cash_transfers.condition (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  code text not null constraint condition_code check (code ~ '^[a-z][a-z0-9_]{0,39}$'),
  name text not null,
  -- Whom it is asked of: by completed years on the first day of a month.
  age_from integer not null default 0 constraint condition_age check (age_from >= 0),
  age_until integer constraint condition_ages check (age_until >= age_from),
  valid_from date not null,
  valid_until date,
  source text,
  constraint condition_once unique (programme_id, code),
  constraint condition_days check (valid_until >= valid_from)
);
call kernel.keep_history('cash_transfers.condition');

-- One row for a person, a condition and a month; a correction changes it, and history keeps what was said before.
create table cash_transfers.compliance (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  condition_id uuid not null references cash_transfers.condition,
  person_id uuid not null references people.person,
  -- The enrolment that it counts for: the person's own or their household's, as it was when it was first recorded.
  enrolment_id uuid not null references programmes.enrolment,
  month date not null constraint compliance_month check (extract(day from month) = 1),
  outcome text not null constraint compliance_outcome check (outcome in ('MET', 'MISSED', 'EXEMPT')),
  recorded_on date not null,
  recorded_by text not null,
  source text,
  constraint compliance_once unique (condition_id, person_id, month)
);
create index compliance_of_enrolment on cash_transfers.compliance (enrolment_id, month);
create index compliance_of_person on cash_transfers.compliance (person_id, month);
call kernel.keep_history('cash_transfers.compliance');
call kernel.personal('cash_transfers.compliance', 'KEEP', 'Whether a condition was met, as a code: what was paid less or not at all is explained by it.', persons => '{person_id}');
call people.guard_by_any('cash_transfers.compliance', 'enrolment_id programmes.enrolment', 'person_id person');
-- Rules ask for it: what is recorded late has what was owed determined again.
call programmes.facts_come_from('cash_transfers.compliance', 'person_id', since => 'month');

-- What followed from a month for an enrolment. Found otherwise later, it is found again, with the next number.
create table cash_transfers.consequence (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  enrolment_id uuid not null references programmes.enrolment,
  month date not null,
  number integer not null constraint consequence_number check (number >= 1),
  misses integer not null,
  consequence text not null constraint consequence_kind check (consequence in ('NONE', 'WARN', 'SUSPEND', 'RESUME', 'EXIT')),
  -- Why what follows was not done: a guard of enrolments held it back.
  held_back text,
  decision_id uuid not null references programmes.decision,
  constraint consequence_once unique (enrolment_id, month, number)
);
create index consequence_decision on cash_transfers.consequence (decision_id);
call kernel.append_only('cash_transfers.consequence');
call kernel.personal('cash_transfers.consequence', 'KEEP', 'What followed from conditions that were missed, as a code.', part_of => 'programmes.enrolment', part_by => 'enrolment_id');
call people.guard_by_any('cash_transfers.consequence', 'enrolment_id programmes.enrolment');

-- Months of an enrolment that have ended by a day: one in which somebody missed a condition is missed, else it is met. Of months in which nothing was recorded nothing is said.
create function cash_transfers.months_of(of_enrolment uuid, day date) returns table (month date, missed boolean) language sql stable as $$
  select c.month, bool_or(c.outcome = 'MISSED') from cash_transfers.compliance c where c.enrolment_id = of_enrolment and c.month + interval '1 month' <= day group by c.month
$$;
create function cash_transfers.misses(of_enrolment uuid, day date) returns integer language sql stable as $$
  with months as materialized (select * from cash_transfers.months_of(of_enrolment, day))
  select count(*)::int from months m where m.missed and m.month > coalesce((select max(o.month) from months o where not o.missed), '-infinity')
$$;
create function cash_transfers.months_met(of_enrolment uuid, day date) returns integer language sql stable as $$
  with months as materialized (select * from cash_transfers.months_of(of_enrolment, day))
  select count(*)::int from months m where not m.missed and m.month > coalesce((select max(o.month) from months o where o.missed), '-infinity')
$$;
