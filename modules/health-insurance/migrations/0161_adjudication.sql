-- What becomes of claims: each adjudication leaves a result of each line, the effect of each step, and what of policies it consumes. What a later one
-- finds takes the place of that, which stays.

create table health_insurance.claim_line_result (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  claim_id uuid not null references health_insurance.claim,
  line_id uuid not null references health_insurance.claim_line,
  adjudication integer not null constraint claim_line_result_adjudication check (adjudication >= 1),
  -- The adjudication whose result took the place of this one; null of what holds.
  superseded_by integer constraint claim_line_result_later check (superseded_by > adjudication),
  person_id uuid not null references people.person,
  service_id uuid not null references health_insurance.service,
  on_day date not null,
  -- Why nothing is paid, as one of the reasons of claims; null where it is accepted.
  reason text,
  policy_id uuid references health_insurance.policy,
  plan_version_id uuid references health_insurance.plan_version,
  plan_cover_id uuid references health_insurance.plan_cover,
  price_origin text,
  -- What counts after the checks and the review.
  quantity numeric not null constraint claim_line_result_quantity check (quantity >= 0),
  unit_price numeric,
  -- What was claimed, and where it went; the parts sum to it once the line is valued.
  claimed numeric not null,
  rejected numeric not null default 0 constraint claim_line_result_rejected check (rejected >= 0),
  deductible numeric not null default 0 constraint claim_line_result_deductible check (deductible >= 0),
  member_share numeric not null default 0 constraint claim_line_result_share check (member_share >= 0),
  over_ceiling numeric not null default 0 constraint claim_line_result_over check (over_ceiling >= 0),
  -- What is to be paid at the price; of relative prices before the index of their period.
  adjusted numeric constraint claim_line_result_adjusted check (adjusted >= 0),
  relative_index_id uuid,
  paid numeric constraint claim_line_result_paid check (paid >= 0),
  currency text not null,
  constraint claim_line_result_once unique (line_id, adjudication),
  constraint claim_line_result_parts check (adjusted is null or rejected + deductible + member_share + over_ceiling + adjusted = claimed),
  constraint claim_line_result_nothing check (reason is null or adjusted is null or adjusted = 0)
);
create unique index claim_line_result_holds on health_insurance.claim_line_result (line_id) where superseded_by is null;
create index claim_line_result_claim on health_insurance.claim_line_result (claim_id);
create index claim_line_result_of_person on health_insurance.claim_line_result (person_id, service_id, on_day) where superseded_by is null and reason is null;
create index claim_line_result_policy on health_insurance.claim_line_result (policy_id, service_id) where superseded_by is null and reason is null;
create index claim_line_result_service on health_insurance.claim_line_result (service_id);
create index claim_line_result_version on health_insurance.claim_line_result (plan_version_id);
create index claim_line_result_cover on health_insurance.claim_line_result (plan_cover_id);
call kernel.keep_history('health_insurance.claim_line_result');

create table health_insurance.claim_line_step (
  id uuid primary key default kernel.uuid7(),
  claim_id uuid not null references health_insurance.claim,
  line_id uuid not null references health_insurance.claim_line,
  adjudication integer not null,
  position integer not null,
  step text not null,
  reason text,
  quantity_before numeric not null,
  quantity_after numeric not null,
  amount_before numeric not null,
  amount_after numeric not null,
  currency text not null,
  facts jsonb not null,
  constraint claim_line_step_once unique (line_id, adjudication, position)
);
create index claim_line_step_claim on health_insurance.claim_line_step (claim_id);
call kernel.append_only('health_insurance.claim_line_step');

-- What a claim takes of a policy for its patient: what remains is worked out of the rows that hold alone.
create table health_insurance.consumption (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  claim_id uuid not null references health_insurance.claim,
  adjudication integer not null,
  superseded_by integer constraint consumption_later check (superseded_by > adjudication),
  policy_id uuid not null references health_insurance.policy,
  person_id uuid not null references people.person,
  on_day date not null,
  category text not null,
  in_patient boolean not null,
  -- What the member bears of the deductible, what is paid, and what of that counts against ceilings; nothing before it is valued.
  deductible numeric not null default 0 constraint consumption_deductible check (deductible >= 0),
  paid numeric not null default 0 constraint consumption_paid check (paid >= 0),
  counted numeric not null default 0 constraint consumption_counted check (counted between 0 and paid),
  currency text not null,
  constraint consumption_once unique (claim_id, policy_id, adjudication)
);
create unique index consumption_holds on health_insurance.consumption (claim_id, policy_id) where superseded_by is null;
create index consumption_policy on health_insurance.consumption (policy_id, person_id) where superseded_by is null;
create index consumption_of_policy on health_insurance.consumption (policy_id);
create index consumption_person on health_insurance.consumption (person_id);
call kernel.keep_history('health_insurance.consumption');

-- What was found stays as it was found; that something took its place is added, once.
create function health_insurance.guard_found() returns trigger language plpgsql as $$
declare
  kept constant text[] := '{version,updated_at,superseded_by,person_id}';
begin
  if kernel.is_erasing(tg_relid) then return coalesce(new, old); end if;
  if tg_op = 'DELETE' or old.superseded_by is not null and new.superseded_by is distinct from old.superseded_by or to_jsonb(new) - kept is distinct from to_jsonb(old) - kept then
    raise exception 'what an adjudication found is superseded, never changed or deleted' using errcode = 'KG001', constraint = 'as_found';
  end if;
  return new;
end $$;
create trigger a_guard_found before update or delete on health_insurance.claim_line_result for each row execute function health_insurance.guard_found();
create trigger a_guard_found before update or delete on health_insurance.consumption for each row execute function health_insurance.guard_found();

-- A medical review: of lines, what is allowed of them.
create table health_insurance.claim_review (
  id uuid primary key default kernel.uuid7(),
  claim_id uuid not null references health_insurance.claim,
  reviewed_by text not null,
  reviewed_on date not null,
  adjustment text constraint claim_review_adjustment check (length(adjustment) <= 2000)
);
create index claim_review_claim on health_insurance.claim_review (claim_id);
call kernel.append_only('health_insurance.claim_review');
create table health_insurance.claim_review_line (
  id uuid primary key default kernel.uuid7(),
  claim_id uuid not null references health_insurance.claim,
  review_id uuid not null references health_insurance.claim_review,
  line_id uuid not null references health_insurance.claim_line,
  quantity numeric constraint claim_review_line_quantity check (quantity > 0),
  price numeric constraint claim_review_line_price check (price >= 0),
  rejected boolean not null default false,
  justification text not null constraint claim_review_line_justification check (length(justification) between 1 and 2000),
  constraint claim_review_line_once unique (review_id, line_id)
);
create index claim_review_line_claim on health_insurance.claim_review_line (claim_id);
create index claim_review_line_line on health_insurance.claim_review_line (line_id);
call kernel.append_only('health_insurance.claim_review_line');

-- What patients say of their care.
create table health_insurance.claim_feedback (
  id uuid primary key default kernel.uuid7(),
  claim_id uuid not null references health_insurance.claim constraint claim_feedback_once unique,
  care_rendered boolean not null,
  payment_asked boolean not null,
  drugs_prescribed boolean not null,
  drugs_received boolean not null,
  assessment integer not null constraint claim_feedback_assessment check (assessment between 0 and 5),
  recorded_by text not null,
  recorded_on date not null
);
call kernel.append_only('health_insurance.claim_feedback');

-- On what an adjudication works within its transaction, which leaves nothing here.
create unlogged table health_insurance.adjudication_line (
  line_id uuid primary key,
  batch uuid not null, checking boolean not null, valuing boolean not null,
  claim_id uuid not null, number integer not null, rank integer not null, adjudication integer not null,
  facility_id uuid not null, level text not null, facility_care text not null, person_id uuid not null, sex text not null, age integer,
  service_id uuid not null, kind text not null, visit text not null, visit_from date not null, visit_to date not null, claimed_on date not null, category text not null, diagnosis_id uuid not null,
  currency text not null, digits integer not null, asked_quantity numeric not null, asked_price numeric not null, claimed numeric not null, parts jsonb,
  quantity numeric not null, amount numeric not null, list_price numeric, unit_price numeric,
  policy_id uuid, programme_id uuid, plan_version_id uuid, plan_cover_id uuid, in_patient boolean, price_origin text, limit_kind text, limit_value numeric, excluded boolean not null default false,
  deductible numeric not null default 0, member_share numeric not null default 0, over_ceiling numeric not null default 0,
  review_quantity numeric, review_price numeric, review_rejects boolean not null default false, review_text text,
  reason text
);
create index adjudication_line_batch on health_insurance.adjudication_line (batch);
-- By which policies a line may be paid.
create unlogged table health_insurance.adjudication_cover (
  batch uuid not null, line_id uuid not null, policy_id uuid not null, programme_id uuid not null, plan_version_id uuid not null, plan_cover_id uuid not null,
  in_patient boolean not null, waits_until date, quantity_left numeric, claims_left integer, price_origin text not null, limit_kind text not null, limit_value numeric not null, excluded boolean not null,
  primary key (line_id, policy_id)
);
create index adjudication_cover_batch on health_insurance.adjudication_cover (batch);

-- The deductible or ceiling that a policy goes by for in-patients or for others: the general one before that of the kind of care, for each treatment
-- before each member before the policy. The ceiling of a policy grows with its members.
create function health_insurance.limit_of(of_policy uuid, of_kind text, for_in_patients boolean) returns table (per text, care text, amount numeric) language sql stable as $$
  select l.per, l.care, least(l.amount + coalesce(l.extra_member_amount * greatest(p.adults + p.children + p.other_adults + p.other_children - v.threshold, 0), 0), coalesce(l.most_amount, 'infinity'))
  from health_insurance.policy p join health_insurance.plan_version v on v.id = p.plan_version_id join health_insurance.plan_limit l on l.plan_version_id = v.id
  where p.id = of_policy and l.kind = of_kind and l.care in ('ANY', case when for_in_patients then 'IN_PATIENT' else 'OUT_PATIENT' end)
  order by l.care <> 'ANY', array_position(array['TREATMENT', 'MEMBER', 'POLICY'], l.per) limit 1
$$;

-- What claims that hold took of such a limit, but for one claim.
create function health_insurance.taken_of(of_policy uuid, of_kind text, of_per text, of_care text, of_person uuid, but_claim uuid) returns numeric language sql stable as $$
  select case when of_per = 'TREATMENT' then 0 else coalesce((
    select sum(case of_kind when 'DEDUCTIBLE' then n.deductible else n.counted end) from health_insurance.consumption n
    where n.policy_id = of_policy and n.superseded_by is null and n.claim_id is distinct from but_claim and (of_per = 'POLICY' or n.person_id = of_person)
      and (of_care = 'ANY' or n.in_patient = (of_care = 'IN_PATIENT'))), 0) end
$$;

call people.guard_by_any('health_insurance.claim_line_result', 'claim_id health_insurance.claim');
call people.guard_by_any('health_insurance.claim_line_step', 'claim_id health_insurance.claim');
call people.guard_by_any('health_insurance.consumption', 'claim_id health_insurance.claim');
call people.guard_by_any('health_insurance.claim_review', 'claim_id health_insurance.claim');
call people.guard_by_any('health_insurance.claim_review_line', 'claim_id health_insurance.claim');
call people.guard_by_any('health_insurance.claim_feedback', 'claim_id health_insurance.claim');

call kernel.personal('health_insurance.claim_line_result', 'KEEP', 'What was paid of a line and why not all of it, as numbers and codes.', persons => '{person_id}');
call kernel.personal('health_insurance.claim_line_step', 'KEEP', 'How a line came to what was paid, as numbers and codes.', part_of => 'health_insurance.claim', part_by => 'claim_id');
call kernel.personal('health_insurance.consumption', 'KEEP', 'What a claim took of a policy, as numbers.', persons => '{person_id}');
call kernel.personal('health_insurance.claim_review', 'REPLACE', 'That a claim was reviewed, when and by whom.', part_of => 'health_insurance.claim', part_by => 'claim_id', replaced => '{"adjustment": "null"}');
call kernel.personal('health_insurance.claim_review_line', 'REPLACE', 'What a review allowed, without words.', part_of => 'health_insurance.claim', part_by => 'claim_id', replaced => '{"justification": "''(erased)''"}');
call kernel.personal('health_insurance.claim_feedback', 'KEEP', 'What a patient said of their care, as yes, no and a number.', part_of => 'health_insurance.claim', part_by => 'claim_id');
