-- How an overpayment comes back by and by: an instalment for each period, repaid by hand or kept back from coming payments.

create table transactions.recovery_plan (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  overpayment_id uuid not null references programmes.overpayment,
  currency text not null references transactions.currency,
  -- What was outstanding when the plan was made.
  amount numeric not null constraint recovery_plan_amount check (amount > 0),
  instalment numeric not null constraint recovery_plan_instalment check (instalment > 0),
  first_due_on date not null,
  -- The part of each coming payment that is kept back at most; null where nothing is kept back.
  offset_share numeric constraint recovery_plan_share check (offset_share > 0 and offset_share <= 1),
  -- What each payment leaves at least.
  floor numeric not null default 0 constraint recovery_plan_floor check (floor >= 0),
  state text not null default 'ACTIVE' constraint recovery_plan_state check (state in ('ACTIVE', 'STOPPED')),
  made_by text not null,
  stopped_by text,
  constraint recovery_plan_stopped check ((state = 'STOPPED') = (stopped_by is not null))
);
create unique index recovery_plan_live on transactions.recovery_plan (overpayment_id) where state = 'ACTIVE';
create index recovery_plan_overpayment on transactions.recovery_plan (overpayment_id);
create trigger begins before insert on transactions.recovery_plan for each row when (new.state <> 'ACTIVE') execute function transactions.begins_wrong();
create trigger moves before update on transactions.recovery_plan for each row when (old.state <> new.state) execute function transactions.move_along('ACTIVE>STOPPED');
create trigger frozen before update on transactions.recovery_plan for each row
  when ((old.id, old.overpayment_id, old.currency, old.amount, old.instalment, old.first_due_on, old.offset_share, old.floor, old.made_by)
      is distinct from (new.id, new.overpayment_id, new.currency, new.amount, new.instalment, new.first_due_on, new.offset_share, new.floor, new.made_by)
    or (old.state = 'STOPPED' and old.stopped_by is distinct from new.stopped_by))
  execute function transactions.is_frozen();
create trigger never_deleted before delete on transactions.recovery_plan for each row execute function kernel.never_changed();
call kernel.keep_history('transactions.recovery_plan');

-- What is kept back of a payment: its amount is what is left, and an approval is bound to both.
alter table transactions.payment_instruction add column deducted numeric not null default 0, add column recovery_plan_id uuid;
alter table transactions.payment_instruction add constraint payment_instruction_recovery_plan foreign key (recovery_plan_id) references transactions.recovery_plan not valid;
alter table transactions.payment_instruction validate constraint payment_instruction_recovery_plan;
alter table transactions.payment_instruction add constraint payment_instruction_deducted check (deducted >= 0 and (deducted > 0) = (recovery_plan_id is not null)) not valid;
alter table transactions.payment_instruction validate constraint payment_instruction_deducted;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists payment_instruction_of_plan on transactions.payment_instruction (recovery_plan_id) where recovery_plan_id is not null;
create trigger frozen_deduction before update on transactions.payment_instruction for each row
  when ((old.deducted, old.recovery_plan_id) is distinct from (new.deducted, new.recovery_plan_id)) execute function transactions.is_frozen();
create or replace function transactions.content_hash(of_run uuid) returns text language sql stable as $$
  select encode(sha256(string_agg(sha256(convert_to(
    (jsonb_build_array(i.reference, i.entitlement_id, i.payee_id, i.payee_name, i.account, i.amount::text, i.currency, i.batch_number)
      || case when i.deducted > 0 then jsonb_build_array(i.deducted::text, i.recovery_plan_id) else '[]' end)::text, 'UTF8')), ''::bytea order by i.reference)), 'hex')
  from transactions.payment_instruction i where i.run_id = of_run
$$;

-- What was kept back is recovered for as long as its payment is on its way or paid; with a payment that is cancelled or returned it is given back.
alter table transactions.recovery add column plan_id uuid, add column instruction_id uuid, add column period_from date;
alter table transactions.recovery drop constraint recovery_kind;
alter table transactions.recovery add constraint recovery_kind check (kind in ('REPAID', 'WRITTEN_OFF', 'OFFSET')) not valid;
alter table transactions.recovery validate constraint recovery_kind;
alter table transactions.recovery add constraint recovery_offset check (num_nonnulls(plan_id, instruction_id, period_from) = case kind when 'OFFSET' then 3 else 0 end) not valid;
alter table transactions.recovery validate constraint recovery_offset;
alter table transactions.recovery add constraint recovery_plan_of foreign key (plan_id) references transactions.recovery_plan not valid;
alter table transactions.recovery validate constraint recovery_plan_of;
alter table transactions.recovery add constraint recovery_instruction_of foreign key (instruction_id) references transactions.payment_instruction not valid;
alter table transactions.recovery validate constraint recovery_instruction_of;
-- kinga: allow index because it holds none of the rows that there are
create unique index if not exists recovery_of_instruction on transactions.recovery (instruction_id) where instruction_id is not null;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists recovery_of_plan on transactions.recovery (plan_id, period_from) where plan_id is not null;

create function transactions.recovered(of_overpayment uuid) returns numeric language sql stable as $$
  select coalesce(sum(r.amount), 0) from transactions.recovery r left join transactions.payment_instruction i on i.id = r.instruction_id
  where r.overpayment_id = of_overpayment and (r.instruction_id is null or i.state in ('PENDING', 'SENT', 'PAID'))
$$;

-- Once for a statement: whoever recovers of the same overpayment waits for whoever did before, and then sees what they took.
create or replace function transactions.check_recovery() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
begin
  perform from programmes.overpayment o where o.id in (select w.overpayment_id from written w) order by o.id for no key update;
  if exists (select from (select distinct w.overpayment_id as id from written w) w join programmes.overpayment o using (id) where transactions.recovered(o.id) > o.amount) then
    raise exception 'more would be recovered than is owed back' using errcode = 'KG030', constraint = 'recovery_no_more_than_owed';
  end if;
  if exists (
    select from (select distinct w.plan_id, w.period_from from written w where w.plan_id is not null) w join transactions.recovery_plan p on p.id = w.plan_id
    where p.instalment < (select sum(r.amount) from transactions.recovery r join transactions.payment_instruction i on i.id = r.instruction_id
      where r.plan_id = w.plan_id and r.period_from = w.period_from and i.state in ('PENDING', 'SENT', 'PAID'))) then
    raise exception 'more than an instalment would be kept back for a period' using errcode = 'KG030', constraint = 'recovery_instalment_once';
  end if;
  if exists (
    select from written w join transactions.payment_instruction i on i.id = w.instruction_id join transactions.recovery_plan p on p.id = w.plan_id
    where (w.amount, w.plan_id, w.overpayment_id) is distinct from (i.deducted, i.recovery_plan_id, p.overpayment_id)) then
    raise exception 'something else would be kept back than the instruction says' using errcode = 'KG030', constraint = 'recovery_as_instructed';
  end if;
  perform kernel.see_as(scope);
  return null;
end $$;
drop trigger check_recovery on transactions.recovery;
create trigger check_recovery after insert on transactions.recovery referencing new table as written for each statement execute function transactions.check_recovery();

-- kernel.sees_programmes_overpayment stands since recoveries do.
call kernel.guard('transactions.recovery_plan', '(select current_setting(''kinga.scope'', true)) = ''all'' or ' || kernel.sees('programmes.overpayment', 'recovery_plan.overpayment_id'));

-- The plans by which something is kept back from payments of a programme, with what is outstanding. Whoever recovers of the same waits
-- until the transaction ends.
create function transactions.offsetting_plans(of_programme uuid, of_currency text)
  returns table (id uuid, instalment numeric, first_due_on date, offset_share numeric, floor numeric, enrolment_id uuid, payee_id uuid, outstanding numeric) language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
begin
  perform from programmes.overpayment o where o.id in (
    select p.overpayment_id from programmes.overpayment q join transactions.recovery_plan p on p.overpayment_id = q.id
    where q.programme_id = of_programme and p.state = 'ACTIVE' and p.offset_share is not null and q.amount > transactions.recovered(q.id)) order by o.id for no key update;
  return query
    select p.id, p.instalment, p.first_due_on, p.offset_share, p.floor, o.enrolment_id, coalesce(owing.merged_into_id, owing.id), o.amount - transactions.recovered(o.id)
    from programmes.overpayment o join transactions.recovery_plan p on p.overpayment_id = o.id join people.person owing on owing.id = o.payee_id
    where o.programme_id = of_programme and p.currency = of_currency and p.state = 'ACTIVE' and p.offset_share is not null and o.amount > transactions.recovered(o.id);
  perform kernel.see_as(scope);
end $$;

-- What is kept back by a plan of the payments of a period.
create function transactions.kept_back(of_plan uuid, of_period date) returns numeric language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  taken numeric;
begin
  select coalesce(sum(r.amount), 0) into taken from transactions.recovery r join transactions.payment_instruction i on i.id = r.instruction_id
  where r.plan_id = of_plan and r.period_from = of_period and i.state in ('PENDING', 'SENT', 'PAID');
  perform kernel.see_as(scope);
  return taken;
end $$;
