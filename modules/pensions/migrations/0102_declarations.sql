-- What employers declare month by month, what of it is accepted, and what follows from it.

-- How a scheme collects.
create table pensions.collection (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null constraint collection_once unique references programmes.programme,
  -- Whether a month counts once it is declared, or only when it is paid.
  credited_when text not null constraint collection_credited_when check (credited_when in ('DECLARED', 'PAID')),
  -- The day of the month that follows by which a month is declared and paid.
  due_day integer not null constraint collection_due_day check (due_day between 1 and 28),
  employment_needed boolean not null default true,
  -- Months until this one are closed: nothing is declared or corrected for them.
  closed_until date constraint collection_closed_until check (extract(day from closed_until) = 1)
);
call kernel.keep_history('pensions.collection');

create table pensions.declaration (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  programme_id uuid not null references programmes.programme,
  -- An employer, or somebody who insures themselves.
  employer_id uuid references pensions.employer,
  person_id uuid references people.person,
  month date not null constraint declaration_month check (extract(day from month) = 1),
  corrects_id uuid references pensions.declaration,
  state text not null default 'DRAFT' constraint declaration_state check (state in ('DRAFT', 'SUBMITTED', 'ACCEPTING', 'ACCEPTED', 'POSTING', 'POSTED', 'REVERSING', 'REVERSED', 'WITHDRAWN')),
  currency text not null references transactions.currency,
  opened_by text not null,
  due_on date not null,
  file_id uuid references kernel.file,
  -- Up to which line the file was read; null where it was read whole, or where there is none.
  file_line integer,
  submitted_by text,
  submitted_on date,
  sent_back_because text,
  accepted_by text,
  accepted_on date,
  credited_when text constraint declaration_credited_when check (credited_when in ('DECLARED', 'PAID')),
  -- How much the employer and the workers owe by it, in all; of a correction the difference.
  amount numeric not null default 0,
  penalty numeric not null default 0,
  demand_id uuid references transactions.demand,
  -- How often it was posted.
  turn integer not null default 0,
  posted_on date,
  reversed_by text,
  reversed_on date,
  reversed_reason text,
  constraint declaration_whose check (num_nonnulls(employer_id, person_id) = 1),
  constraint declaration_submitted check (num_nonnulls(submitted_by, submitted_on) in (0, 2) and (submitted_by is not null or state in ('DRAFT', 'WITHDRAWN'))),
  constraint declaration_accepted check (num_nonnulls(accepted_by, accepted_on, credited_when) in (0, 3) and (accepted_by is not null or state in ('DRAFT', 'SUBMITTED', 'WITHDRAWN'))),
  constraint declaration_second_person check (accepted_by <> submitted_by),
  constraint declaration_reversed check (num_nonnulls(reversed_by, reversed_on, reversed_reason) = case when state in ('REVERSING', 'REVERSED') then 3 else 0 end)
);
-- One for a month; whatever else is declared for it is a correction of the last.
create unique index declaration_once on pensions.declaration (programme_id, month, coalesce(employer_id, person_id)) where corrects_id is null and state not in ('REVERSED', 'WITHDRAWN');
create unique index declaration_corrected_once on pensions.declaration (corrects_id) where corrects_id is not null and state not in ('REVERSED', 'WITHDRAWN');
create index declaration_corrects on pensions.declaration (corrects_id) where corrects_id is not null;
create index declaration_employer on pensions.declaration (employer_id, month) where employer_id is not null;
create index declaration_person on pensions.declaration (person_id, month) where person_id is not null;
create index declaration_programme on pensions.declaration (programme_id, month);
create index declaration_demand on pensions.declaration (demand_id) where demand_id is not null;
create index declaration_file on pensions.declaration (file_id) where file_id is not null;
call kernel.keep_history('pensions.declaration');

create trigger begins before insert on pensions.declaration for each row when (new.state <> 'DRAFT' or new.turn <> 0) execute function transactions.begins_wrong();
create trigger moves before update on pensions.declaration for each row when (old.state <> new.state) execute function transactions.move_along(
  'DRAFT>SUBMITTED', 'DRAFT>WITHDRAWN', 'SUBMITTED>DRAFT', 'SUBMITTED>ACCEPTING', 'ACCEPTING>ACCEPTED', 'ACCEPTED>POSTING', 'POSTING>POSTED', 'POSTING>ACCEPTED', 'POSTED>ACCEPTED',
  'ACCEPTED>REVERSING', 'POSTED>REVERSING', 'REVERSING>REVERSED');
create function pensions.check_declaration() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if (new.id, new.programme_id, new.employer_id, new.person_id is null, new.month, new.corrects_id, new.currency, new.opened_by, new.due_on)
      is distinct from (old.id, old.programme_id, old.employer_id, old.person_id is null, old.month, old.corrects_id, old.currency, old.opened_by, old.due_on)
    or (old.accepted_by is not null and (new.accepted_by, new.accepted_on, new.credited_when) is distinct from (old.accepted_by, old.accepted_on, old.credited_when))
    or (old.state in ('REVERSED', 'WITHDRAWN') and to_jsonb(new) - '{person_id,version,updated_at}'::text[] is distinct from to_jsonb(old) - '{person_id,version,updated_at}'::text[]) then
    raise exception 'declaration % stays as it was declared: correct or reverse it', old.id using errcode = 'KG014', constraint = 'declaration_frozen';
  end if;
  return new;
end $$;
create trigger frozen before update on pensions.declaration for each row execute function pensions.check_declaration();
create trigger never_deleted before delete on pensions.declaration for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on pensions.declaration for each statement execute function kernel.never_changed();

create table pensions.declaration_line (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  declaration_id uuid not null references pensions.declaration,
  programme_id uuid not null references programmes.programme,
  employer_id uuid references pensions.employer,
  month date not null,
  -- The line of the file, or the place in the order in which lines were given.
  number integer not null,
  member_number text,
  person_id uuid references people.person,
  category text not null default 'EMPLOYEE',
  days integer,
  earnings numeric,
  -- What the employer computed, where they said so.
  declared_amount numeric,
  -- What stands in a line that cannot be read.
  given text constraint declaration_line_given check (length(given) <= 200),
  state text not null default 'GIVEN' constraint declaration_line_state check (state in ('GIVEN', 'VALID', 'REJECTED', 'ACCEPTED', 'REVERSED')),
  reasons text[] not null default '{}',
  -- By the rules in force for the month; of a correction all of it, and not the difference.
  earnings_counted numeric,
  worker_amount numeric,
  employer_amount numeric,
  state_amount numeric,
  amount numeric,
  parts jsonb,
  version_id uuid references programmes.programme_version,
  -- Of a correction: the line that it takes the place of.
  previous_id uuid references pensions.declaration_line,
  constraint declaration_line_once unique (declaration_id, number),
  constraint declaration_line_rejected check ((state = 'REJECTED') = (reasons <> '{}')),
  constraint declaration_line_computed check (state not in ('VALID', 'ACCEPTED', 'REVERSED') or num_nulls(person_id, earnings, earnings_counted, worker_amount, employer_amount, state_amount, amount, parts, version_id) = 0)
);
create index declaration_line_person on pensions.declaration_line (person_id, programme_id, month) where person_id is not null;
create index declaration_line_within on pensions.declaration_line (declaration_id, person_id);
create index declaration_line_employer on pensions.declaration_line (employer_id, month) where employer_id is not null;
create index declaration_line_programme on pensions.declaration_line (programme_id, month);
create index declaration_line_previous on pensions.declaration_line (previous_id) where previous_id is not null;
create index declaration_line_version on pensions.declaration_line (version_id) where version_id is not null;
call kernel.keep_history('pensions.declaration_line');

-- Lines change while their declaration is a draft, and as it is accepted or reversed. Whose they are follows where two persons are found to be one.
create function pensions.check_declaration_line() returns trigger language plpgsql as $$
declare
  scope text;
  stands text;
begin
  if kernel.is_erasing(tg_relid) or (tg_op = 'UPDATE' and to_jsonb(new) - '{person_id,version,updated_at}'::text[] = to_jsonb(old) - '{person_id,version,updated_at}'::text[]) then return coalesce(new, old); end if;
  scope := kernel.see_everything();
  select d.state into stands from pensions.declaration d where d.id = coalesce(new.declaration_id, old.declaration_id);
  perform kernel.see_as(scope);
  if not (stands = 'DRAFT' or (tg_op = 'UPDATE' and stands in ('ACCEPTING', 'REVERSING')
      and (new.declaration_id, new.number, new.earnings, new.days, new.category, new.member_number) is not distinct from (old.declaration_id, old.number, old.earnings, old.days, old.category, old.member_number))) then
    raise exception 'the declaration of line % is %', coalesce(new.id, old.id), stands using errcode = 'KG014', constraint = 'declaration_line_frozen';
  end if;
  return coalesce(new, old);
end $$;
create trigger frozen before insert or update or delete on pensions.declaration_line for each row execute function pensions.check_declaration_line();
create trigger never_emptied before truncate on pensions.declaration_line for each statement execute function kernel.never_changed();

-- A line is posted again where what was paid for it did not come in, and then did: once for each turn of its declaration.
alter table pensions.contribution add column turn integer not null default 1;
alter table pensions.contribution add constraint contribution_line foreign key (line_id) references pensions.declaration_line not valid;
alter table pensions.contribution validate constraint contribution_line;
drop index pensions.contribution_of_line;
-- kinga: allow index because the table was made a moment ago and holds nothing
create unique index contribution_of_line on pensions.contribution (line_id, turn) where undoes_id is null and line_id is not null;
-- kinga: allow index because the table was made a moment ago and holds nothing
create index contribution_by_line on pensions.contribution (line_id) where line_id is not null;

-- Of one object of amounts what it is more than another; what is nothing is left out.
create function pensions.parts_less(parts jsonb, less jsonb) returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(code, amount), '{}') from (
    select code, trim_scale(sum(amount)) as amount from (
      select key as code, value::numeric as amount from jsonb_each_text(coalesce(parts, '{}')) union all select key, -value::numeric from jsonb_each_text(coalesce(less, '{}'))) each group by code having sum(amount) <> 0) sums
$$;

-- Heads of declarations say nothing of workers. Lines are seen by whoever sees the person, and those of nobody known by whoever sees every place.
call kernel.guard('pensions.declaration', format(
  '((select kernel.unlimited(1)) or declaration.person_id is null or kernel.sees_people_person(declaration.person_id)) and %s', programmes.programme_condition('declaration.programme_id')));
call kernel.guard('pensions.declaration_line', format(
  '((select kernel.unlimited(1)) or kernel.sees_people_person(declaration_line.person_id)) and %s', programmes.programme_condition('declaration_line.programme_id')));
call kernel.show_past('pensions.declaration_line', kernel.sees('people.person', kernel.column_past('person_id')));
call kernel.personal('pensions.declaration', 'REPLACE', 'What was declared and when: contributions of others and accounts rest on it.', '{person_id}', replaced => '{"reversed_reason": "case when t.reversed_reason is not null then ''(erased)'' end", "sent_back_because": "null"}');
call kernel.personal('pensions.declaration_line', 'REPLACE', 'What was declared, as numbers: accounts rest on it.', '{person_id}', replaced => '{"given": "null"}');
