-- Names in parts and scripts, birth dates as far as they are known, and languages.
alter table people.person
  add column patronymic text,
  add column script text not null default 'Latn' constraint person_script check (script ~ '^[A-Z][a-z]{3}$'),
  add column birth_precision text not null default 'DAY' constraint person_birth_precision check (birth_precision in ('DAY', 'MONTH', 'YEAR')),
  add column birth_estimated boolean not null default false,
  add column languages text[] not null default '{}',
  -- A birth date is the first day that it can be, so that `person_lived` refuses only what is impossible.
  add constraint person_birth_first_day check (
    birth_precision = 'DAY' or birth_date is null
    or (extract(day from birth_date) = 1 and (birth_precision = 'MONTH' or extract(month from birth_date) = 1)));

-- The index over names gives its name to the table.
alter index people.person_name rename to person_family_name;
create table people.person_name (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  kind text not null constraint person_name_kind check (kind in ('OTHER_SCRIPT', 'FORMER', 'ALIAS')),
  script text not null constraint person_name_script check (script ~ '^[A-Z][a-z]{3}$'),
  given_name text,
  patronymic text,
  family_name text not null,
  valid_from date,
  valid_to date,
  constraint person_name_interval check (valid_to > valid_from)
);
create index person_name_person on people.person_name (person_id);

-- Numbers that others gave to a person. A secret one is here sealed and as a keyed digest only; both keys are outside of the database.
create table people.identifier (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  type text not null,
  value text,
  digest bytea not null,
  sealed bytea,
  issuer text,
  valid_from date,
  valid_to date,
  verification text not null default 'UNVERIFIED' constraint identifier_verification check (verification in ('UNVERIFIED', 'VERIFIED', 'REFUTED')),
  verified_at timestamptz(3),
  verified_by text,
  ended_on date,
  constraint identifier_value check ((value is null) <> (sealed is null)),
  constraint identifier_interval check (valid_to > valid_from)
);
-- An identifier belongs to one person until it is ended, also where the document that shows it has expired.
create unique index identifier_holder on people.identifier (type, digest) where ended_on is null;
create index identifier_person on people.identifier (person_id);

create table people.contact_point (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  kind text not null constraint contact_point_kind check (kind in ('PHONE', 'EMAIL')),
  value text not null,
  preferred boolean not null default false,
  valid_from date,
  valid_to date,
  verification text not null default 'UNVERIFIED' constraint contact_point_verification check (verification in ('UNVERIFIED', 'VERIFIED', 'REFUTED')),
  verified_at timestamptz(3),
  verified_by text,
  constraint contact_point_interval check (valid_to > valid_from),
  constraint contact_point_preferred check (not preferred or valid_to is null),
  constraint contact_point_phone check (kind <> 'PHONE' or value ~ '^\+[0-9]{4,15}$')
);
create index contact_point_person on people.contact_point (person_id);
create index contact_point_value on people.contact_point (kind, value);
create unique index contact_point_one_preferred on people.contact_point (person_id, kind) where preferred;

create table people.address (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  kind text not null constraint address_kind check (kind in ('HOME', 'POSTAL', 'WORK', 'OTHER')),
  lines text not null,
  locality text,
  postal_code text,
  country text constraint address_country check (country ~ '^[A-Z]{2}$'),
  place_id uuid references people.place,
  valid_from date,
  valid_to date,
  constraint address_interval check (valid_to > valid_from)
);
create index address_person on people.address (person_id);
create index address_place on people.address (place_id);

-- Where money for a person may go. The number is sealed as secret identifiers are; several persons may share one account.
create table people.payment_account (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  kind text not null constraint payment_account_kind check (kind in ('BANK', 'WALLET', 'CASH_POINT')),
  institution text not null,
  holder_name text not null,
  currency text constraint payment_account_currency check (currency ~ '^[A-Z]{3}$'),
  digest bytea,
  sealed bytea,
  preferred boolean not null default false,
  valid_from date not null,
  valid_to date,
  verification text not null default 'UNVERIFIED' constraint payment_account_verification check (verification in ('UNVERIFIED', 'VERIFIED', 'REFUTED')),
  constraint payment_account_number check ((digest is null) = (sealed is null) and (kind = 'CASH_POINT' or sealed is not null)),
  constraint payment_account_interval check (valid_to > valid_from),
  constraint payment_account_may_be_preferred check (not preferred or (valid_to is null and verification <> 'REFUTED'))
);
create index payment_account_person on people.payment_account (person_id);
create index payment_account_digest on people.payment_account (digest);
create unique index payment_account_one_preferred on people.payment_account (person_id) where preferred;

create table people.payment_account_check (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  account_id uuid not null references people.payment_account,
  outcome text not null constraint payment_account_check_outcome check (outcome in ('UNVERIFIED', 'VERIFIED', 'REFUTED')),
  method text not null,
  note text,
  checked_by text not null
);
create index payment_account_check_account on people.payment_account_check (account_id);

-- What `other_id` is to `person_id`, from a day to a day. A marriage stands twice, once from each side.
create table people.relationship (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  kind text not null constraint relationship_kind check (kind in ('PARENT', 'SPOUSE', 'GUARDIAN', 'ALTERNATE_PAYEE')),
  other_id uuid not null references people.person,
  valid_from date,
  valid_to date,
  -- Whether the person may have no other spouse in that time; the law of the country, as it was when this was written.
  sole boolean not null default true,
  constraint relationship_not_self check (other_id <> person_id),
  constraint relationship_interval check (valid_to > valid_from),
  constraint relationship_once exclude using gist (person_id with =, other_id with =, kind with =, daterange(valid_from, valid_to) with &&),
  constraint relationship_one_spouse exclude using gist (person_id with =, daterange(valid_from, valid_to) with &&) where (kind = 'SPOUSE' and sole)
);
create index relationship_person on people.relationship (person_id);
create index relationship_other on people.relationship (other_id);

-- Whoever writes one side of a marriage writes both.
create function people.mirror_spouse() returns trigger language plpgsql as $$
begin
  if new.kind <> 'SPOUSE' then return null; end if;
  if tg_op = 'INSERT' then
    insert into people.relationship (id, person_id, kind, other_id, valid_from, valid_to, sole)
    select kernel.uuid7(), new.other_id, 'SPOUSE', new.person_id, new.valid_from, new.valid_to, new.sole
    where not exists (
      select 1 from people.relationship r
      where r.person_id = new.other_id and r.other_id = new.person_id and r.kind = 'SPOUSE' and r.valid_from is not distinct from new.valid_from);
  elsif (new.valid_from, new.valid_to) is distinct from (old.valid_from, old.valid_to) then
    update people.relationship r set valid_from = new.valid_from, valid_to = new.valid_to
    where r.person_id = new.other_id and r.other_id = new.person_id and r.kind = 'SPOUSE'
      and r.valid_from is not distinct from old.valid_from and (r.valid_from, r.valid_to) is distinct from (new.valid_from, new.valid_to);
  end if;
  return null;
end $$;
create trigger mirror_spouse after insert or update of valid_from, valid_to on people.relationship for each row execute function people.mirror_spouse();

-- Nobody is their own ancestor, whatever the days.
create function people.no_parent_loop() returns trigger language plpgsql as $$
begin
  -- Two transactions could each write one half of a loop that neither sees.
  perform pg_advisory_xact_lock(hashtext('people.relationship parents'));
  if exists (
    with recursive ancestor as (
      select new.other_id as id
      union
      select r.other_id from ancestor a join people.relationship r on r.person_id = a.id and r.kind = 'PARENT')
    select 1 from ancestor where id = new.person_id)
  then
    raise exception 'a person would be their own ancestor' using errcode = '23514', constraint = 'relationship_no_loop', schema = 'people', table = 'relationship';
  end if;
  return null;
end $$;
create trigger no_parent_loop after insert or update of person_id, other_id on people.relationship
  for each row when (new.kind = 'PARENT') execute function people.no_parent_loop();

-- Facts: a withdrawal or a new assessment is a new row.
create table people.consent (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  purpose text not null,
  decision text not null constraint consent_decision check (decision in ('GIVEN', 'WITHDRAWN')),
  legal_basis text not null constraint consent_legal_basis check (
    legal_basis in ('CONSENT', 'CONTRACT', 'LEGAL_OBLIGATION', 'VITAL_INTERESTS', 'PUBLIC_TASK', 'LEGITIMATE_INTERESTS')),
  decided_on date not null,
  source text,
  file_ids uuid[] not null default '{}',
  recorded_by text not null
);
create index consent_person on people.consent (person_id, purpose);

-- The answers of the Washington Group Short Set on Functioning.
create domain people.functioning as text constraint functioning_answers check (value in ('NO_DIFFICULTY', 'SOME_DIFFICULTY', 'A_LOT_OF_DIFFICULTY', 'CANNOT_DO_AT_ALL'));
create table people.disability (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  assessed_on date not null,
  seeing people.functioning not null,
  hearing people.functioning not null,
  walking people.functioning not null,
  remembering people.functioning not null,
  self_care people.functioning not null,
  communicating people.functioning not null,
  assessed_by text not null,
  -- The cut-off that the Washington Group recommends: at least one domain at "a lot of difficulty" or "cannot do at all".
  disabled boolean not null generated always as (array[seeing::text, hearing::text, walking::text, remembering::text, self_care::text, communicating::text]
    && array['A_LOT_OF_DIFFICULTY', 'CANNOT_DO_AT_ALL']) stored
);
create index disability_person on people.disability (person_id, assessed_on);

-- Such rows may be moved to another person, when two turn out to be one; what they say stays.
create function people.facts_stay() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (to_jsonb(new) - '{person_id,version,updated_at}'::text[]) is distinct from (to_jsonb(old) - '{person_id,version,updated_at}'::text[]) then
    raise exception '% rows are facts: write a new one instead', tg_table_schema || '.' || tg_table_name using errcode = 'KG001';
  end if;
  return new;
end $$;
create trigger facts_stay before update or delete on people.consent for each row execute function people.facts_stay();
create trigger facts_stay before update or delete on people.disability for each row execute function people.facts_stay();

call kernel.append_only('people.payment_account_check');
call kernel.keep_history('people.person_name');
call kernel.keep_history('people.identifier');
call kernel.keep_history('people.contact_point');
call kernel.keep_history('people.address');
call kernel.keep_history('people.payment_account');
call kernel.keep_history('people.relationship');
call kernel.keep_history('people.consent');
call kernel.keep_history('people.disability');
