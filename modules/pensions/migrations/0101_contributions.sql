-- Who employs whom, who is a member of which scheme, and what was contributed for whom: one row for a person, a scheme, a month and an employer.

-- Organisations that schemes know as employers.
create table pensions.employer (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  organisation_id uuid not null constraint employer_once unique references people.organisation,
  number text not null constraint employer_number_key unique constraint employer_number check (number ~ '^[A-Z0-9][A-Z0-9./-]{0,39}$'),
  -- What it does, as a code such as of ISIC.
  activity text constraint employer_activity check (activity ~ '^[A-Z0-9][A-Z0-9.]{0,19}$'),
  valid_from date not null,
  valid_to date,
  constraint employer_dates check (valid_to > valid_from)
);
call kernel.keep_history('pensions.employer');

-- Members of a scheme, whether they contribute now or not.
create table pensions.member (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  person_id uuid not null references people.person,
  number text not null constraint member_number check (number ~ '^[A-Z0-9][A-Z0-9./-]{0,39}$'),
  valid_from date not null,
  -- A tier of another carrier, such as of a private fund, that takes the place of a part of this scheme.
  contracted_out boolean not null default false,
  constraint member_number_key unique (programme_id, number),
  constraint member_once unique (programme_id, person_id)
);
create index member_person on pensions.member (person_id);
call kernel.keep_history('pensions.member');
call people.guard_by_any('pensions.member', 'person_id person');
call kernel.personal('pensions.member', 'KEEP', 'The number of a member names nobody once the person is gone, and contributions stay.', '{person_id}');

-- When who worked where. With one employer spells do not overlap; with several they may.
create table pensions.employment (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  employer_id uuid not null references pensions.employer,
  category text not null default 'EMPLOYEE' constraint employment_category check (category ~ '^[A-Z][A-Z0-9_]{0,59}$'),
  valid_from date not null,
  valid_to date,
  constraint employment_dates check (valid_to > valid_from),
  constraint employment_apart exclude using gist (employer_id with =, person_id with =, daterange(valid_from, valid_to) with &&)
);
create index employment_person on pensions.employment (person_id);
create index employment_employer on pensions.employment (employer_id, valid_from);
call kernel.keep_history('pensions.employment');
call people.guard_by_any('pensions.employment', 'person_id person');
call kernel.personal('pensions.employment', 'KEEP', 'From when to when somebody worked where: contributions of others rest on the same declarations.', '{person_id}');

-- What the contributions of a scheme are made of: each a rule of the kind CONTRIBUTION of its code, which says how much.
create table pensions.contribution_part (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  code text not null constraint contribution_part_code check (code ~ '^[a-z][a-z0-9_]{0,59}$'),
  -- OLD_AGE, SURVIVORS, HEALTH …
  branch text not null constraint contribution_part_branch check (branch ~ '^[A-Z][A-Z0-9_]{0,59}$'),
  tier integer not null default 1 constraint contribution_part_tier check (tier between 1 and 9),
  paid_by text not null constraint contribution_part_paid_by check (paid_by in ('WORKER', 'EMPLOYER', 'STATE')),
  constraint contribution_part_once unique (programme_id, code)
);
call kernel.keep_history('pensions.contribution_part');

-- The sum of an object of amounts.
create function pensions.sum_of(parts jsonb) returns numeric language sql immutable parallel safe as $$
  select coalesce(sum(value::numeric), 0) from jsonb_each_text(parts)
$$;

-- One row, never edited: what was wrong is taken back by its opposite. Forty years of a person are one range of contribution_of_person, which
-- holds what sums need. The amounts by branch and tier stand in `parts`, by the codes of pensions.contribution_part, and sum to the amounts by payer.
create table pensions.contribution (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  programme_id uuid not null references programmes.programme,
  -- First day of the month that it is for.
  month date not null constraint contribution_month check (extract(day from month) = 1),
  -- Null of who insures themselves, and of credits.
  employer_id uuid references pensions.employer,
  category text not null default 'EMPLOYEE' constraint contribution_category check (category ~ '^[A-Z][A-Z0-9_]{0,59}$'),
  source text not null constraint contribution_source check (source in ('DECLARATION', 'CREDIT', 'MIGRATION')),
  -- The line of a declaration; or what names a credit or a row that was taken over.
  line_id uuid,
  reference text constraint contribution_reference check (length(reference) between 1 and 100),
  undoes_id uuid constraint contribution_undone_once unique references pensions.contribution,
  currency text not null references transactions.currency,
  earnings_declared numeric not null,
  -- After floor and ceiling.
  earnings_counted numeric not null,
  days integer not null default 0,
  worker_amount numeric not null default 0,
  employer_amount numeric not null default 0,
  state_amount numeric not null default 0,
  amount numeric not null,
  parts jsonb not null default '{}',
  posted_on date not null,
  constraint contribution_sum check (amount = worker_amount + employer_amount + state_amount and amount = pensions.sum_of(parts)),
  constraint contribution_named check ((line_id is not null) = (source = 'DECLARATION') and (reference is not null) = (source <> 'DECLARATION'))
);
create unique index contribution_of_line on pensions.contribution (line_id) where undoes_id is null and line_id is not null;
create unique index contribution_of_reference on pensions.contribution (programme_id, reference) where undoes_id is null and reference is not null;
create index contribution_of_person on pensions.contribution (person_id, programme_id, month)
  include (employer_id, earnings_counted, days, worker_amount, employer_amount, state_amount);
create index contribution_of_employer on pensions.contribution (employer_id, month) where employer_id is not null;
create index contribution_of_month on pensions.contribution (programme_id, month);
call kernel.keep_history('pensions.contribution');

-- Whose it is changes where two persons are found to be one, and nothing else ever does.
create function pensions.check_contribution() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if to_jsonb(new) - '{person_id,version,updated_at}'::text[] is distinct from to_jsonb(old) - '{person_id,version,updated_at}'::text[] then
    raise exception 'contribution % is posted: it is taken back, and not changed', old.id using errcode = 'KG014', constraint = 'contribution_frozen';
  end if;
  return new;
end $$;
create trigger frozen before update on pensions.contribution for each row execute function pensions.check_contribution();
create trigger never_deleted before delete on pensions.contribution for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on pensions.contribution for each statement execute function kernel.never_changed();

-- Parts are of the scheme and sum to what each payer pays; what takes back is the opposite of what it takes back.
create function pensions.check_parts() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  broken uuid;
begin
  select w.id into broken from written w
  left join lateral (
    select count(*) filter (where p.id is null) as unknown, coalesce(sum(part.value::numeric) filter (where p.paid_by = 'WORKER'), 0) as worker,
      coalesce(sum(part.value::numeric) filter (where p.paid_by = 'EMPLOYER'), 0) as employer, coalesce(sum(part.value::numeric) filter (where p.paid_by = 'STATE'), 0) as state
    from jsonb_each_text(w.parts) part left join pensions.contribution_part p on p.programme_id = w.programme_id and p.code = part.key) by_payer on true
  where by_payer.unknown > 0 or (by_payer.worker, by_payer.employer, by_payer.state) is distinct from (w.worker_amount, w.employer_amount, w.state_amount) limit 1;
  if broken is not null then
    raise exception 'the parts of contribution % are not of its scheme, or do not sum to what each pays', broken using errcode = 'KG010', constraint = 'contribution_parts';
  end if;
  if exists (
    select from written w join pensions.contribution c on c.id = w.undoes_id
    where c.undoes_id is not null or (w.person_id, w.programme_id, w.month, w.employer_id, w.currency, w.source, w.line_id, w.reference) is distinct from (c.person_id, c.programme_id, c.month, c.employer_id, c.currency, c.source, c.line_id, c.reference)
      or (w.earnings_declared, w.earnings_counted, w.days, w.worker_amount, w.employer_amount, w.state_amount) is distinct from
        (-c.earnings_declared, -c.earnings_counted, -c.days, -c.worker_amount, -c.employer_amount, -c.state_amount)) then
    raise exception 'a contribution is taken back by its opposite' using errcode = 'KG030', constraint = 'contribution_opposite';
  end if;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger check_parts after insert on pensions.contribution referencing new table as written for each statement execute function pensions.check_parts();

-- Whoever sees the person sees what was contributed, of the schemes that they see.
call kernel.guard('pensions.contribution', format(
  '((select kernel.unlimited(1)) or kernel.sees_people_person(contribution.person_id)) and %s', programmes.programme_condition('contribution.programme_id')));
call kernel.show_past('pensions.contribution', kernel.sees('people.person', kernel.column_past('person_id')));
call kernel.personal('pensions.contribution', 'KEEP', 'What was contributed, as numbers: pensions of survivors and accounts rest on it.', '{person_id}');

-- Once something was contributed in a scheme, its parts keep their meaning; further ones may be added.
create function pensions.check_contribution_part() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  used boolean;
begin
  used := exists (select from pensions.contribution c where c.programme_id = old.programme_id);
  perform kernel.see_as(scope);
  if used then
    raise exception 'something was contributed in the scheme of the part %', old.code using errcode = 'KG014', constraint = 'contribution_part_frozen';
  end if;
  return new;
end $$;
create trigger frozen before update on pensions.contribution_part for each row
  when ((new.programme_id, new.code, new.branch, new.tier, new.paid_by) is distinct from (old.programme_id, old.code, old.branch, old.tier, old.paid_by)) execute function pensions.check_contribution_part();
