-- What claims come to is remitted to facilities by runs: each run gives a facility one sum, and each claim what of it was not remitted before.
create sequence health_insurance.remittance_number;

create table health_insurance.remittance_run (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  number text not null default 'R' || lpad(nextval('health_insurance.remittance_number')::text, 8, '0') constraint remittance_run_number_key unique,
  programme_id uuid not null references programmes.programme,
  -- Claims decided until then.
  until date not null,
  currency text not null references transactions.currency,
  state text not null default 'COMPUTING' constraint remittance_run_state check (state in ('COMPUTING', 'DRAFT', 'APPROVED', 'CANCELLED')),
  total numeric not null default 0,
  remittances integer not null default 0,
  content_hash text,
  created_by text not null,
  decided_by text,
  decided_on date,
  transaction_id uuid references transactions.transaction deferrable initially deferred,
  constraint remittance_run_second_person check (state <> 'APPROVED' or decided_by <> created_by),
  constraint remittance_run_decided check ((state in ('APPROVED', 'CANCELLED')) = (decided_by is not null))
);
create index remittance_run_programme on health_insurance.remittance_run (programme_id);
create index remittance_run_transaction on health_insurance.remittance_run (transaction_id) where transaction_id is not null;
-- One at a time, so that no claim is in two.
create unique index remittance_run_one on health_insurance.remittance_run (programme_id) where state in ('COMPUTING', 'DRAFT');
call kernel.keep_history('health_insurance.remittance_run');

create table health_insurance.remittance (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  run_id uuid not null references health_insurance.remittance_run,
  programme_id uuid not null references programmes.programme,
  facility_id uuid not null references health_insurance.facility,
  amount numeric not null constraint remittance_amount check (amount > 0),
  currency text not null,
  state text not null default 'PENDING' constraint remittance_state check (state in ('PENDING', 'PAID', 'RETURNED')),
  payments integer not null default 0,
  paid_on date,
  paid_reference text,
  paid_by text,
  constraint remittance_once unique (run_id, facility_id),
  constraint remittance_paid check ((state = 'PAID') = (paid_on is not null and paid_reference is not null and paid_by is not null)),
  constraint remittance_reference_key unique (programme_id, paid_reference)
);
create index remittance_facility on health_insurance.remittance (facility_id);
call kernel.keep_history('health_insurance.remittance');

create table health_insurance.remittance_claim (
  id uuid primary key default kernel.uuid7(),
  remittance_id uuid not null references health_insurance.remittance,
  claim_id uuid not null references health_insurance.claim,
  -- What it comes to, what of that was remitted before, and the difference, which this remittance pays, or keeps back where it is less than zero.
  owed numeric not null,
  before numeric not null,
  amount numeric not null,
  currency text not null,
  constraint remittance_claim_once unique (remittance_id, claim_id),
  constraint remittance_claim_difference check (amount = owed - before and amount <> 0)
);
create index remittance_claim_claim on health_insurance.remittance_claim (claim_id);
call kernel.append_only('health_insurance.remittance_claim');

-- States lead one way; sums and whom they are for stay.
create function health_insurance.guard_remittance() returns trigger language plpgsql as $$
declare
  kept constant text[] := case when tg_table_name = 'remittance' then '{version,updated_at,state,payments,paid_on,paid_reference,paid_by}'::text[]
    else '{version,updated_at,state,decided_by,decided_on,transaction_id}'::text[] || case when tg_op = 'UPDATE' and old.state = 'COMPUTING' then '{total,remittances,content_hash}'::text[] else '{}' end end;
begin
  if tg_op = 'DELETE' or (old.state || '>' || new.state) not in ('COMPUTING>COMPUTING', 'COMPUTING>DRAFT', 'COMPUTING>CANCELLED', 'DRAFT>DRAFT', 'DRAFT>APPROVED', 'DRAFT>CANCELLED', 'PENDING>PAID', 'PAID>RETURNED', 'RETURNED>PAID')
    or to_jsonb(new) - kept is distinct from to_jsonb(old) - kept then
    raise exception 'remittances are corrected by later ones' using errcode = 'KG001', constraint = 'remittance_moves';
  end if;
  return new;
end $$;
create trigger a_guard_remittance before update or delete on health_insurance.remittance_run for each row execute function health_insurance.guard_remittance();
create trigger a_guard_remittance before update or delete on health_insurance.remittance for each row execute function health_insurance.guard_remittance();

-- What each claim of a programme comes to now, what of that went into remittances that count, and the difference.
create function health_insurance.to_remit(of_programme uuid, until date) returns table (facility_id uuid, claim_id uuid, owed numeric, before numeric) language sql stable as $$
  select c.facility_id, c.id, due.owed, due.before from health_insurance.claim c cross join lateral (
    select coalesce((select sum(r.paid) from health_insurance.claim_line_result r join health_insurance.policy p on p.id = r.policy_id where r.claim_id = c.id and r.superseded_by is null and r.reason is null and p.programme_id = of_programme), 0) as owed,
      coalesce((select sum(x.amount) from health_insurance.remittance_claim x join health_insurance.remittance m on m.id = x.remittance_id join health_insurance.remittance_run n on n.id = m.run_id
        where x.claim_id = c.id and n.programme_id = of_programme and n.state = 'APPROVED'), 0) as before) due
  where c.state in ('VALUED', 'PAID', 'REJECTED') and c.approved is distinct from c.remitted and c.decided_on <= until and due.owed <> due.before
$$;
create function health_insurance.hash_of_run(of_run uuid) returns text language sql stable as $$
  select encode(sha256(convert_to(coalesce(string_agg(concat_ws('|', m.facility_id, x.claim_id, x.owed, x.before), ';' order by m.facility_id, x.claim_id), ''), 'UTF8')), 'hex')
  from health_insurance.remittance m join health_insurance.remittance_claim x on x.remittance_id = m.id where m.run_id = of_run
$$;

-- The index of relative prices: what is there for a kind of care in a period by what was done of it.
create table health_insurance.relative_index (
  id uuid primary key default kernel.uuid7(),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  plan_id uuid not null references health_insurance.plan,
  programme_id uuid not null references programmes.programme,
  kind text not null constraint relative_index_kind check (kind in ('MONTH', 'QUARTER', 'YEAR')),
  period_from date not null,
  period_to date not null,
  care text not null constraint relative_index_care check (care in ('IN_PATIENT', 'OUT_PATIENT', 'BOTH')),
  share numeric not null constraint relative_index_share check (share > 0 and share <= 1),
  contributions numeric not null constraint relative_index_contributions check (contributions >= 0),
  adjusted numeric not null constraint relative_index_adjusted check (adjusted > 0),
  index numeric not null constraint relative_index_value check (index >= 0),
  currency text not null,
  computed_by text not null,
  computed_on date not null,
  constraint relative_index_period check (period_to = (period_from + make_interval(months => case kind when 'MONTH' then 1 when 'QUARTER' then 3 else 12 end) - interval '1 day')::date),
  constraint relative_index_apart exclude using gist (plan_id with =, daterange(period_from, period_to, '[]') with &&, (case care when 'OUT_PATIENT' then int4range(0, 1) when 'IN_PATIENT' then int4range(1, 2) else int4range(0, 2) end) with &&)
);
create index relative_index_programme on health_insurance.relative_index (programme_id);
call kernel.append_only('health_insurance.relative_index');
alter table health_insurance.claim_line_result add constraint claim_line_result_index foreign key (relative_index_id) references health_insurance.relative_index not valid;
alter table health_insurance.claim_line_result validate constraint claim_line_result_index;

-- Contributions that belong to a period: of each policy as many of the days of its period as fall into it.
create function health_insurance.contributions_of(of_plan uuid, first_day date, last_day date) returns numeric language sql stable as $$
  select coalesce(sum(p.value * (least(p.ends_on, last_day) - greatest(p.effective_on, first_day) + 1) / (p.ends_on - p.effective_on + 1)), 0)
  from health_insurance.policy p where p.plan_id = of_plan and p.effective_on is not null and p.state <> 'CANCELLED' and p.effective_on <= last_day and p.ends_on >= first_day
$$;

call people.guard_by_any('health_insurance.remittance_claim', 'claim_id health_insurance.claim');
call kernel.personal('health_insurance.remittance_claim', 'KEEP', 'What a facility was paid for a claim, as numbers.', part_of => 'health_insurance.claim', part_by => 'claim_id');
