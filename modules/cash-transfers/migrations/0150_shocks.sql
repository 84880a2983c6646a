-- What befalls places, and what programmes do about it for a time: pay whoever is enrolled there more, and take in others.
create table cash_transfers.shock (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint shock_code check (code ~ '^[A-Z][A-Z0-9_-]{1,29}$') constraint shock_code_key unique,
  kind text not null constraint shock_kind check (kind ~ '^[A-Z][A-Z0-9_]{1,29}$'),
  name text not null,
  happened_on date not null,
  -- The last day of what is done about it.
  ends_on date not null,
  state text not null default 'DRAFT' constraint shock_state check (state in ('DRAFT', 'DECLARED', 'ENDED', 'GIVEN_UP')),
  proposed_by text not null,
  decided_by text,
  decided_on date,
  constraint shock_days check (ends_on >= happened_on),
  constraint shock_second_person check (state = 'GIVEN_UP' or decided_by <> proposed_by),
  constraint shock_decided check ((state = 'DRAFT') = (decided_by is null) and (decided_by is null) = (decided_on is null))
);
create table cash_transfers.shock_place (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  shock_id uuid not null references cash_transfers.shock,
  place_id uuid not null references people.place,
  constraint shock_place_once unique (shock_id, place_id)
);
create index shock_place_place on cash_transfers.shock_place (place_id);
create table cash_transfers.shock_measure (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  shock_id uuid not null references cash_transfers.shock,
  number integer not null constraint shock_measure_number check (number >= 1),
  programme_id uuid not null references programmes.programme,
  kind text not null constraint shock_measure_kind check (kind in ('TOP_UP', 'TEMPORARY_ENROLMENT')),
  -- Of a top-up: for each enrolment, and for each member beside; at most so much for one; at most so much in all.
  amount numeric constraint shock_measure_amount check (amount >= 0),
  per_member numeric constraint shock_measure_per_member check (per_member >= 0),
  most numeric constraint shock_measure_most check (most > 0),
  budget numeric constraint shock_measure_budget check (budget > 0),
  due_on date,
  -- Of a temporary enrolment: the work by which those were taken in.
  targeting_run_id uuid references programmes.targeting_run,
  state text not null default 'PLANNED' constraint shock_measure_state check (state in ('PLANNED', 'UNDER_WAY', 'DONE', 'ENDED')),
  constraint shock_measure_once unique (shock_id, number),
  constraint shock_measure_how_much check ((kind = 'TOP_UP') = (num_nonnulls(amount, per_member, budget, due_on) = 4) and (kind = 'TOP_UP' or num_nonnulls(amount, per_member, most, budget, due_on) = 0))
);
create index shock_measure_programme on cash_transfers.shock_measure (programme_id);
create index shock_measure_targeting on cash_transfers.shock_measure (targeting_run_id) where targeting_run_id is not null;
call kernel.keep_history('cash_transfers.shock');
call kernel.append_only('cash_transfers.shock_place');
call kernel.keep_history('cash_transfers.shock_measure');

-- What was decided on stays what it was: only how far it is changes.
create function cash_transfers.guard_shock() returns trigger language plpgsql as $$
begin
  if not (old.state || '>' || new.state) = any ('{DRAFT>DRAFT,DRAFT>DECLARED,DRAFT>GIVEN_UP,DECLARED>DECLARED,DECLARED>ENDED}'::text[])
     or (old.code, old.kind, old.happened_on, old.proposed_by) is distinct from (new.code, new.kind, new.happened_on, new.proposed_by)
     or (old.state <> 'DRAFT' and (old.name, old.decided_by, old.decided_on) is distinct from (new.name, new.decided_by, new.decided_on))
     or (old.ends_on <> new.ends_on and (old.state <> 'DECLARED' or new.ends_on > old.ends_on)) then
    raise exception 'a shock that is % does not become %, and keeps what it says', old.state, new.state using errcode = 'KG041', constraint = 'shock_moves';
  end if;
  return new;
end $$;
create trigger guard_shock before update on cash_transfers.shock for each row execute function cash_transfers.guard_shock();
create function cash_transfers.guard_measure() returns trigger language plpgsql as $$
begin
  if not (old.state || '>' || new.state) = any ('{PLANNED>UNDER_WAY,UNDER_WAY>UNDER_WAY,UNDER_WAY>DONE,DONE>ENDED}'::text[])
     or (old.shock_id, old.number, old.programme_id, old.kind, old.amount, old.per_member, old.most, old.budget, old.due_on) is distinct from (new.shock_id, new.number, new.programme_id, new.kind, new.amount, new.per_member, new.most, new.budget, new.due_on)
     or (old.targeting_run_id is not null and old.targeting_run_id is distinct from new.targeting_run_id) then
    raise exception 'a measure that is % does not become %, and keeps what it says', old.state, new.state using errcode = 'KG041', constraint = 'shock_measure_moves';
  end if;
  return new;
end $$;
create trigger guard_measure before update on cash_transfers.shock_measure for each row execute function cash_transfers.guard_measure();

-- Whether a place lies in one that a shock befell.
create function cash_transfers.befallen(of_shock uuid, place uuid) returns boolean language sql stable as $$
  select exists (select from cash_transfers.shock_place s join people.place root on root.id = s.place_id join people.place here on here.number between root.number and root.last_number
    where s.shock_id = of_shock and here.id = place)
$$;

-- Whom a top-up is for: whoever is enrolled in the programme and lives there, and how much of it they get. Nobody who cannot be paid, and nobody twice.
create function cash_transfers.top_up_of(of_measure uuid) returns table (enrolment_id uuid, place_id uuid, payee_id uuid, persons integer, amount numeric) language sql stable as $$
  select e.id, e.place_id, case when payee.death_date is null then payee.id end, people.n, round(least(m.most, m.amount + m.per_member * people.n), c.minor_digits)
  from cash_transfers.shock_measure m join programmes.programme g on g.id = m.programme_id join transactions.currency c on c.code = g.currency join programmes.enrolment e on e.programme_id = m.programme_id and e.state = 'ENROLLED' and cash_transfers.befallen(m.shock_id, e.place_id)
  left join people.household h on h.id = e.household_id left join people.person payee on payee.id = coalesce(e.person_id, h.head_id)
  cross join lateral (select count(*)::int from people.person p where (e.household_id is not null and p.household_id = e.household_id) or p.id = e.person_id) people (n)
  where m.id = of_measure and m.kind = 'TOP_UP'
$$;

-- Whom a temporary enrolment took in: those whom its work found eligible, and who were not in the programme before it.
create function cash_transfers.taken_in_by(of_measure uuid) returns table (enrolment_id uuid) language sql stable as $$
  select distinct d.enrolment_id from cash_transfers.shock_measure m join programmes.targeting_run r on r.id = m.targeting_run_id join programmes.decision d on d.run_id = r.id and d.outcome = 'ELIGIBLE'
  join programmes.enrolment e on e.id = d.enrolment_id where m.id = of_measure and e.enrolled_on >= r.on_date
$$;
