-- Claims: what facilities ask for the care of a patient, line by line.

create sequence health_insurance.claim_number;

create table health_insurance.claim (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  facility_id uuid not null references health_insurance.facility,
  -- Where the facility has its seat.
  place_id uuid references people.place,
  person_id uuid not null references people.person,
  code text not null constraint claim_code_length check (length(code) between 1 and 60),
  visit text not null constraint claim_visit check (visit in ('OTHER', 'EMERGENCY', 'REFERRAL')),
  visit_from date not null,
  visit_to date not null,
  claimed_on date not null,
  diagnosis_id uuid not null references health_insurance.diagnosis,
  explanation text constraint claim_explanation check (length(explanation) <= 2000),
  claimed numeric not null constraint claim_claimed check (claimed >= 0),
  currency text not null references transactions.currency,
  state text not null default 'ENTERED' constraint claim_state check (state in ('ENTERED', 'WITHDRAWN', 'SUBMITTED', 'CHECKED', 'PROCESSED', 'VALUED', 'PAID', 'REJECTED')),
  review_state text not null default 'IDLE' constraint claim_review_state check (review_state in ('IDLE', 'NOT_SELECTED', 'SELECTED', 'DELIVERED', 'BYPASSED')),
  feedback_state text not null default 'IDLE' constraint claim_feedback_state check (feedback_state in ('IDLE', 'NOT_SELECTED', 'SELECTED', 'DELIVERED', 'BYPASSED')),
  -- Why it was rejected, as one of the reasons of claims.
  reason text,
  category text constraint claim_category check (category in ('SURGERY', 'DELIVERY', 'ANTENATAL', 'HOSPITALISATION', 'CONSULTATION', 'OTHER', 'VISIT')),
  -- What is to be paid for it, once it is valued, and what of that went into remittances.
  approved numeric constraint claim_approved check (approved >= 0),
  remitted numeric not null default 0,
  restored_from_id uuid references health_insurance.claim,
  entered_by text not null,
  submitted_by text,
  submitted_on date,
  checked_on date,
  decided_on date,
  paid_on date,
  adjudications integer not null default 0,
  constraint claim_visit_days check (visit_to >= visit_from),
  constraint claim_submitted check ((state in ('ENTERED', 'WITHDRAWN')) = (submitted_by is null)),
  constraint claim_submitted_day check ((submitted_by is null) = (submitted_on is null)),
  constraint claim_rejected check ((state = 'REJECTED') = (reason is not null)),
  constraint claim_valued check ((approved is not null) = (state in ('VALUED', 'PAID', 'REJECTED')))
);
create unique index claim_code_key on health_insurance.claim (facility_id, code) where state <> 'WITHDRAWN';
create index claim_person on health_insurance.claim (person_id, visit_to);
create index claim_place on health_insurance.claim (place_id);
create index claim_diagnosis_main on health_insurance.claim (diagnosis_id);
create index claim_facility on health_insurance.claim (facility_id, state);
create unique index claim_restored_once on health_insurance.claim (restored_from_id) where state <> 'WITHDRAWN';
create index claim_waiting on health_insurance.claim (state, id) where state in ('SUBMITTED', 'CHECKED', 'PROCESSED');
create index claim_to_remit on health_insurance.claim (facility_id, id) where approved is distinct from remitted and state in ('VALUED', 'PAID', 'REJECTED');
call kernel.keep_history('health_insurance.claim');

-- Diagnoses beside the main one.
create table health_insurance.claim_diagnosis (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  claim_id uuid not null references health_insurance.claim on delete cascade,
  position integer not null constraint claim_diagnosis_four check (position between 1 and 4),
  diagnosis_id uuid not null references health_insurance.diagnosis,
  constraint claim_diagnosis_position unique (claim_id, position),
  constraint claim_diagnosis_once unique (claim_id, diagnosis_id)
);
create index claim_diagnosis_of on health_insurance.claim_diagnosis (diagnosis_id);
call kernel.keep_history('health_insurance.claim_diagnosis');

create table health_insurance.claim_line (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  claim_id uuid not null references health_insurance.claim,
  number integer not null constraint claim_line_number check (number >= 1),
  service_id uuid not null references health_insurance.service,
  quantity numeric not null constraint claim_line_quantity check (quantity > 0),
  price numeric not null constraint claim_line_price check (price >= 0),
  currency text not null,
  explanation text constraint claim_line_explanation check (length(explanation) <= 2000),
  -- What of a package was given: [{"service": "<uuid>", "quantity": "1"}]; null where it is none, or just its parts were.
  parts jsonb,
  constraint claim_line_once unique (claim_id, number)
);
create index claim_line_service on health_insurance.claim_line (service_id);
call kernel.keep_history('health_insurance.claim_line');

-- Drafts change; what was submitted moves from state to state.
create function health_insurance.guard_claim() returns trigger language plpgsql as $$
declare
  moved constant text := old.state || '>' || new.state;
  moves constant text[] := '{version,updated_at,state,review_state,feedback_state,reason,category,approved,remitted,submitted_by,submitted_on,checked_on,decided_on,paid_on,adjudications,person_id}';
begin
  if kernel.is_erasing(tg_relid) then return coalesce(new, old); end if;
  if tg_op = 'DELETE' then
    raise exception 'claims are never deleted; withdraw a draft' using errcode = 'KG001', constraint = 'claim_moves';
  end if;
  if old.state <> new.state and moved not in ('ENTERED>SUBMITTED', 'ENTERED>WITHDRAWN', 'SUBMITTED>CHECKED', 'SUBMITTED>PROCESSED', 'SUBMITTED>VALUED', 'SUBMITTED>REJECTED', 'CHECKED>PROCESSED', 'CHECKED>VALUED', 'CHECKED>REJECTED',
    'PROCESSED>VALUED', 'VALUED>PAID', 'CHECKED>SUBMITTED', 'PROCESSED>SUBMITTED', 'VALUED>SUBMITTED', 'PAID>SUBMITTED', 'REJECTED>SUBMITTED') then
    raise exception 'a claim cannot go from % to %', old.state, new.state using errcode = 'KG001', constraint = 'claim_moves';
  end if;
  if moved <> 'ENTERED>ENTERED' and to_jsonb(new) - moves is distinct from to_jsonb(old) - moves then
    raise exception 'what a claim asks for is changed while it is a draft alone' using errcode = 'KG001', constraint = 'claim_as_submitted';
  end if;
  return new;
end $$;
create trigger a_guard_claim before update or delete on health_insurance.claim for each row execute function health_insurance.guard_claim();

-- What belongs to a claim is written and taken out while it is a draft.
create function health_insurance.guard_part_of_claim() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return coalesce(new, old); end if;
  if exists (select from health_insurance.claim c where c.id = coalesce(new.claim_id, old.claim_id) and c.state <> 'ENTERED') then
    raise exception 'what a claim asks for is changed while it is a draft alone' using errcode = 'KG001', constraint = 'claim_as_submitted';
  end if;
  return coalesce(new, old);
end $$;
create trigger a_guard_part before insert or update or delete on health_insurance.claim_diagnosis for each row execute function health_insurance.guard_part_of_claim();
create trigger a_guard_part before insert or delete on health_insurance.claim_line for each row execute function health_insurance.guard_part_of_claim();
create trigger a_guard_asked before update of claim_id, number, service_id, quantity, price, currency, explanation, parts on health_insurance.claim_line for each row execute function health_insurance.guard_part_of_claim();

-- Seen by whoever sees the place of the facility or the patient.
call kernel.make_sees('people.person');
call kernel.guard('health_insurance.claim', format('%s or %s', people.place_condition('health_insurance.claim', 'place_id'), kernel.sees('people.person', 'claim.person_id')));
call people.guard_by_any('health_insurance.claim_diagnosis', 'claim_id health_insurance.claim');
call people.guard_by_any('health_insurance.claim_line', 'claim_id health_insurance.claim');

call kernel.personal('health_insurance.claim', 'REPLACE', 'That a facility gave care to somebody, when and for how much: the law keeps what was paid; words go.', persons => '{person_id}', replaced => '{"explanation": "null"}');
call kernel.personal('health_insurance.claim_diagnosis', 'DELETE', 'Nothing: what somebody was ill with beside the main diagnosis is needed by nobody then.', part_of => 'health_insurance.claim', part_by => 'claim_id');
call kernel.personal('health_insurance.claim_line', 'REPLACE', 'What was given and what it cost, without words.', part_of => 'health_insurance.claim', part_by => 'claim_id', replaced => '{"explanation": "null"}');
