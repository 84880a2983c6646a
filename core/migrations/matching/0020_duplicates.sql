-- Two persons who may be one, why it seems so, and what somebody decided about it.
create table matching.duplicate_candidate (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  first_id uuid not null references people.person,
  second_id uuid not null references people.person,
  score numeric not null,
  probability numeric not null constraint duplicate_candidate_probability check (probability between 0 and 1),
  compared jsonb not null,
  state text not null default 'OPEN' constraint duplicate_candidate_state check (state in ('OPEN', 'CONFIRMED', 'DISMISSED', 'SUPERSEDED')),
  -- What both were when it was last looked at: a dismissed pair comes back only where that has changed.
  known text not null,
  decided_by text,
  decided_on date,
  decision_reason text,
  constraint duplicate_candidate_pair unique (first_id, second_id),
  constraint duplicate_candidate_order check (first_id < second_id),
  constraint duplicate_candidate_decided check ((state in ('CONFIRMED', 'DISMISSED')) = (decided_by is not null))
);
create index duplicate_candidate_queue on matching.duplicate_candidate (state, score desc, id);
create index duplicate_candidate_second on matching.duplicate_candidate (second_id);
call kernel.keep_history('matching.duplicate_candidate');

-- One search for duplicates: how far it is, and the weights that it estimated.
create table matching.duplicate_run (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  job_id uuid not null references kernel.job,
  -- The places that it is limited to; null for the whole registry.
  places text[],
  -- Only pairs with somebody who was changed after this; null for everybody.
  since timestamptz(3),
  step integer not null default 0,
  persons integer not null default 0,
  pairs bigint not null default 0,
  candidates integer not null default 0,
  weights jsonb,
  finished_at timestamptz(3)
);
create unique index duplicate_run_one on matching.duplicate_run ((true)) where finished_at is null;
create index duplicate_run_job on matching.duplicate_run (job_id);

/*
What a run works on. Unlogged: after a crash of the database a run begins anew. Names are looked at once each, however many bear
them; persons are numbered by where they live, so that neighbours have neighbouring numbers.
*/
create unlogged table matching.duplicate_name (
  name text collate "C" primary key,
  normal text collate "C" not null,
  codes text[] collate "C" not null
);
create unlogged table matching.duplicate_person (
  n integer primary key,
  id uuid not null,
  given text collate "C",
  family text collate "C",
  given_codes text[] collate "C" not null,
  family_codes text[] collate "C" not null,
  codes text[] collate "C" not null,
  sex text not null,
  born date,
  born_precision text not null,
  phones text[] not null,
  numbers text[] not null,
  -- Those with whom the person lives: given name and year of birth of each.
  kin text[] not null default '{}',
  household_id uuid,
  place_id uuid,
  given_share real not null default 0,
  family_share real not null default 0,
  fresh boolean not null
);
create unlogged table matching.duplicate_pair (a integer not null, b integer not null);
create unlogged table matching.duplicate_comparison (
  sample boolean not null,
  a integer not null,
  b integer not null,
  given smallint not null,
  family smallint not null,
  birth smallint not null,
  sex smallint not null,
  phone smallint not null,
  number smallint not null,
  kin smallint not null,
  home smallint not null,
  given_class smallint not null,
  family_class smallint not null
);

-- Two letters that stand next to each other have changed places.
create function matching.is_transposed(one text, other text) returns boolean language sql immutable strict parallel safe as $$
  select exists (
    select from generate_series(1, length(one) - 1) i
    where length(one) = length(other) and overlay(one placing substr(one, i + 1, 1) || substr(one, i, 1) from i for 2) = other)
$$;

-- Whether two normalised names differ by a slip: one letter, two in a name of six letters or more, or two letters that changed places.
create function matching.is_slip(one text, other text) returns boolean language sql immutable parallel safe as $$
  select case
    when least(length(one), length(other)) < 3 or abs(length(one) - length(other)) > 2 then false
    when levenshtein_less_equal(left(one, 200), left(other, 200), 2) <= case when least(length(one), length(other)) >= 6 then 2 else 1 end then true
    when levenshtein_less_equal(left(one, 200), left(other, 200), 2) = 2 then matching.is_transposed(one, other)
    else false
  end
$$;

-- Whether two normalised names have a word in common, or begin with the same one but for a slip.
create function matching.is_part(one text, other text) returns boolean language sql immutable parallel safe as $$
  select (position(' ' in one) > 0 or position(' ' in other) > 0)
    and (string_to_array(one, ' ') && string_to_array(other, ' ') or matching.is_slip(split_part(one, ' ', 1), split_part(other, ' ', 1)))
$$;

-- What of a person is compared, in one word.
create function matching.compared_of(given text, family text, sex text, born date, born_precision text, phones text[], numbers text[]) returns text
language sql immutable parallel safe as $$
  select md5(concat_ws('|', coalesce(given, ''), coalesce(family, ''), sex, coalesce(born - date '2000-01-01', 0), born_precision, array_to_string(phones, ','), array_to_string(numbers, ',')))
$$;

-- What a decision about two persons rests on: it changes when one of them changes in what is compared. Where they live is left
-- out, since moving makes nobody another.
create function matching.duplicate_known(one uuid, other uuid) returns text language sql stable as $$
  select string_agg(matching.compared_of(
    nullif(matching.normal_name(nullif(concat_ws(' ', p.given_name, p.patronymic), '')), ''), nullif(matching.normal_name(p.family_name), ''), p.sex, p.birth_date, p.birth_precision,
    array(select distinct c.value from people.contact_point c where c.person_id = p.id and c.kind = 'PHONE' order by 1),
    array(select distinct i.type || ':' || encode(i.digest, 'hex') from people.identifier i where i.person_id = p.id order by 1)), ' ' order by p.id)
  from people.person p where p.id in (one, other)
$$;

-- Pairs are of the two that were compared: a merge leaves them.
insert into people.merge_leaves (table_name, because) values ('matching.duplicate_candidate', 'a pair is of the two persons that were compared');
