create schema surveys;

create table surveys.questionnaire (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  code text not null constraint questionnaire_code_key unique,
  name text not null,
  target text not null constraint questionnaire_target check (target in ('PERSON', 'HOUSEHOLD'))
);

create table surveys.questionnaire_version (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  questionnaire_id uuid not null references surveys.questionnaire,
  number integer not null constraint questionnaire_version_number check (number > 0),
  state text not null default 'DRAFT' constraint questionnaire_version_state check (state in ('DRAFT', 'PUBLISHED')),
  published_on date,
  constraint questionnaire_version_once unique (questionnaire_id, number),
  constraint questionnaire_version_published check ((state = 'PUBLISHED') = (published_on is not null))
);
-- One draft at a time.
create unique index questionnaire_draft on surveys.questionnaire_version (questionnaire_id) where state = 'DRAFT';

create table surveys.question (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version_id uuid not null references surveys.questionnaire_version,
  code text not null,
  position integer not null,
  type text not null constraint question_type check (type in ('TEXT', 'INTEGER', 'DECIMAL', 'BOOLEAN', 'DATE', 'CHOICE', 'MULTIPLE_CHOICE')),
  texts jsonb not null,
  required boolean not null,
  min numeric,
  max numeric,
  earliest date,
  latest date,
  shown_if_question text,
  shown_if_values text[],
  constraint question_code_key unique (version_id, code),
  constraint question_of_version unique (id, version_id),
  constraint question_shown_if check ((shown_if_question is null) = (shown_if_values is null))
);

create table surveys.question_choice (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  question_id uuid not null references surveys.question,
  code text not null,
  position integer not null,
  texts jsonb not null,
  constraint question_choice_key unique (question_id, code)
);

-- What one person or household answered on a day. Never changed but for whether it counts: a correction is another response.
create table surveys.response (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  questionnaire_id uuid not null references surveys.questionnaire,
  version_id uuid not null references surveys.questionnaire_version,
  person_id uuid references people.person,
  household_id uuid references people.household,
  answered_on date not null,
  source text,
  recorded_by text not null,
  state text not null default 'COUNTS' constraint response_state check (state in ('COUNTS', 'CORRECTED', 'WITHDRAWN')),
  replaces_id uuid constraint response_corrected_once unique references surveys.response,
  ended_because text,
  constraint response_subject check (num_nonnulls(person_id, household_id) = 1),
  constraint response_of_version unique (id, version_id),
  constraint response_ended check ((state = 'COUNTS') = (ended_because is null))
);
-- The latest that counts, for rules; a subject's, for lists.
create index response_of_household on surveys.response (household_id, questionnaire_id, answered_on desc, id desc) where household_id is not null and state = 'COUNTS';
create index response_of_person on surveys.response (person_id, questionnaire_id, answered_on desc, id desc) where person_id is not null and state = 'COUNTS';
create index response_household on surveys.response (household_id, id) where household_id is not null;
create index response_person on surveys.response (person_id, id) where person_id is not null;
create index response_version on surveys.response (version_id, id);

create table surveys.answer (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  response_id uuid not null,
  version_id uuid not null,
  question_id uuid not null,
  -- The question's code, which is the same in all versions of a questionnaire.
  question_code text not null,
  text_value text,
  number_value numeric,
  boolean_value boolean,
  date_value date,
  choice text,
  choices text[],
  constraint answer_once unique (response_id, question_code),
  constraint answer_of_response foreign key (response_id, version_id) references surveys.response (id, version_id),
  constraint answer_of_question foreign key (question_id, version_id) references surveys.question (id, version_id),
  constraint answer_choice foreign key (question_id, choice) references surveys.question_choice (question_id, code),
  constraint answer_value check (num_nonnulls(text_value, number_value, boolean_value, date_value, choice, choices) = 1)
);
create index answer_question on surveys.answer (question_id, id);

call kernel.keep_history('surveys.questionnaire');
call kernel.keep_history('surveys.questionnaire_version');
call kernel.keep_history('surveys.response');
call kernel.append_only('surveys.answer');

-- What was published stays what it was, its questions included.
create function surveys.guard_version() returns trigger language plpgsql as $$
begin
  if old.state = 'PUBLISHED' then
    raise exception 'a version of a questionnaire that was published is never changed' using errcode = 'KG001', constraint = 'questionnaire_version_is_published';
  end if;
  return coalesce(new, old);
end $$;
create trigger guard_version before update or delete on surveys.questionnaire_version for each row execute function surveys.guard_version();

create function surveys.guard_question() returns trigger language plpgsql as $$
declare
  of_version uuid[] := array[case when tg_op <> 'INSERT' then old.version_id end, case when tg_op <> 'DELETE' then new.version_id end];
begin
  -- The lock makes publishing and changing its questions follow one another.
  perform from surveys.questionnaire_version v where v.id = any (of_version) for share;
  if exists (select from surveys.questionnaire_version v where v.id = any (of_version) and v.state = 'PUBLISHED') then
    raise exception 'the questions of a version that was published are never changed' using errcode = 'KG001', constraint = 'questionnaire_version_is_published';
  end if;
  return coalesce(new, old);
end $$;
create trigger guard_question before insert or update or delete on surveys.question for each row execute function surveys.guard_question();

create function surveys.guard_choice() returns trigger language plpgsql as $$
declare
  of_version uuid[] := array(select q.version_id from surveys.question q
    where q.id in (case when tg_op <> 'INSERT' then old.question_id end, case when tg_op <> 'DELETE' then new.question_id end));
begin
  perform from surveys.questionnaire_version v where v.id = any (of_version) for share;
  if exists (select from surveys.questionnaire_version v where v.id = any (of_version) and v.state = 'PUBLISHED') then
    raise exception 'the choices of a version that was published are never changed' using errcode = 'KG001', constraint = 'questionnaire_version_is_published';
  end if;
  return coalesce(new, old);
end $$;
create trigger guard_choice before insert or update or delete on surveys.question_choice for each row execute function surveys.guard_choice();

-- A response ends once, and follows a merge of persons; else it stays.
create function surveys.guard_response() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'responses are never deleted; withdraw them instead' using errcode = 'KG001';
  end if;
  if to_jsonb(new) - '{version,updated_at,state,ended_because,person_id}'::text[] is distinct from to_jsonb(old) - '{version,updated_at,state,ended_because,person_id}'::text[]
     or (old.state <> 'COUNTS' and (new.state, new.ended_because) is distinct from (old.state, old.ended_because)) then
    raise exception 'what was answered is never changed; correct it by another response' using errcode = 'KG001', constraint = 'response_as_given';
  end if;
  return new;
end $$;
create trigger guard_response before update or delete on surveys.response for each row execute function surveys.guard_response();
-- Answers are to questions of a version that was published.
create function surveys.guard_new_response() returns trigger language plpgsql as $$
begin
  perform from surveys.questionnaire_version v join surveys.questionnaire q on q.id = v.questionnaire_id
  where v.id = new.version_id and q.id = new.questionnaire_id and v.state = 'PUBLISHED' and (q.target = 'PERSON') = (new.person_id is not null);
  if not found then
    raise exception 'a response is to a published version of its questionnaire, of whom it asks' using errcode = 'KG001', constraint = 'response_to_published';
  end if;
  return new;
end $$;
create trigger guard_new_response before insert on surveys.response for each row execute function surveys.guard_new_response();
