-- What of somebody's payments goes to an organisation: a court's order of maintenance, a union's dues, a loan. Proposed by one person, confirmed by another.
create table transactions.withholding_order (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  person_id uuid not null references people.person,
  organisation_id uuid not null references people.organisation,
  -- Null where it is of what any programme pays in its currency.
  programme_id uuid references programmes.programme,
  kind text not null constraint withholding_order_kind check (kind in ('MAINTENANCE', 'DUES', 'LOAN', 'TAX', 'OTHER')),
  -- What names it to the organisation, such as the number of the court's file.
  reference text not null,
  reason text not null,
  document_id uuid references people.person_document on delete set null,
  currency text not null references transactions.currency,
  -- Of each payment: an amount, or a part of it.
  amount numeric constraint withholding_order_amount check (amount > 0),
  share numeric constraint withholding_order_share check (share > 0 and share <= 1),
  -- The smaller comes first.
  priority integer not null constraint withholding_order_priority check (priority between 1 and 1000),
  -- The part of a payment that may have gone at most once this order is through: what is kept back and what went before it count.
  cap_share numeric not null constraint withholding_order_cap check (cap_share > 0 and cap_share <= 1),
  -- What it leaves of each payment at least.
  floor numeric not null constraint withholding_order_floor check (floor >= 0),
  total_limit numeric constraint withholding_order_limit check (total_limit > 0),
  -- Of payments that are due from the one day to the other.
  due_from date not null,
  due_until date,
  state text not null default 'PROPOSED' constraint withholding_order_state check (state in ('PROPOSED', 'CONFIRMED', 'REJECTED')),
  proposed_by text not null,
  decided_by text,
  decided_on date,
  ended_by text,
  end_reason text,
  constraint withholding_order_how_much check (num_nonnulls(amount, share) = 1),
  constraint withholding_order_days check (due_until >= due_from - 1),
  constraint withholding_order_second_person check (decided_by <> proposed_by),
  constraint withholding_order_decided check ((state = 'PROPOSED') = (decided_by is null) and (decided_by is null) = (decided_on is null)),
  constraint withholding_order_ended check (ended_by is null or (state = 'CONFIRMED' and due_until is not null and end_reason is not null))
);
create index withholding_order_person on transactions.withholding_order (person_id);
create index withholding_order_organisation on transactions.withholding_order (organisation_id);
create index withholding_order_programme on transactions.withholding_order (programme_id) where programme_id is not null;
create index withholding_order_document on transactions.withholding_order (document_id) where document_id is not null;
-- The same order is not entered twice.
create unique index withholding_order_once on transactions.withholding_order (person_id, organisation_id, reference) where state <> 'REJECTED' and ended_by is null;

create function transactions.check_withholding_order() returns trigger language plpgsql as $$
begin
  if kernel.is_erasing(tg_relid) then return new; end if;
  if (new.id, new.person_id, new.organisation_id, new.programme_id, new.kind, new.reference, new.reason, new.currency, new.amount, new.share, new.priority, new.cap_share, new.floor, new.total_limit, new.due_from, new.proposed_by)
      is distinct from (old.id, old.person_id, old.organisation_id, old.programme_id, old.kind, old.reference, old.reason, old.currency, old.amount, old.share, old.priority, old.cap_share, old.floor, old.total_limit, old.due_from, old.proposed_by)
    or (new.document_id is not null and new.document_id is distinct from old.document_id)
    or (old.decided_by is not null and (new.decided_by, new.decided_on) is distinct from (old.decided_by, old.decided_on))
    or (new.due_until is distinct from old.due_until and (new.ended_by is null or old.ended_by is not null or new.due_until > old.due_until))
    or (old.ended_by is not null and (new.ended_by, new.end_reason) is distinct from (old.ended_by, old.end_reason)) then
    raise exception 'order % keeps what it says: it is decided on, and ended', old.id using errcode = 'KG014', constraint = 'withholding_order_frozen';
  end if;
  return new;
end $$;
create trigger begins before insert on transactions.withholding_order for each row when (new.state <> 'PROPOSED' or new.ended_by is not null) execute function transactions.begins_wrong();
create trigger frozen before update on transactions.withholding_order for each row execute function transactions.check_withholding_order();
create trigger moves before update on transactions.withholding_order for each row when (old.state <> new.state)
  execute function transactions.move_along('PROPOSED>CONFIRMED', 'PROPOSED>REJECTED');
create trigger never_deleted before delete on transactions.withholding_order for each row execute function kernel.never_changed();
create trigger never_emptied before truncate on transactions.withholding_order for each statement execute function kernel.never_changed();
call kernel.keep_history('transactions.withholding_order');
call people.guard_by_any('transactions.withholding_order', 'person_id person');

-- Of a payment: how much goes to others, and by which orders. Its amount is what is left, and an approval is bound to all of it.
alter table transactions.payment_instruction add column withheld numeric not null default 0, add column withheld_by jsonb not null default '[]';
alter table transactions.payment_instruction add constraint payment_instruction_withheld check (withheld >= 0 and (withheld > 0) = (withheld_by <> '[]')) not valid;
alter table transactions.payment_instruction validate constraint payment_instruction_withheld;
create trigger frozen_withheld before update on transactions.payment_instruction for each row
  when ((old.withheld, old.withheld_by) is distinct from (new.withheld, new.withheld_by)) execute function transactions.is_frozen();
create or replace function transactions.content_hash(of_run uuid) returns text language sql stable as $$
  select encode(sha256(string_agg(sha256(convert_to(
    (jsonb_build_array(i.reference, i.entitlement_id, i.payee_id, i.payee_name, i.amount::text, i.currency, i.batch_number)
      || case when i.deducted > 0 then jsonb_build_array(i.deducted::text, i.recovery_plan_id) else '[]' end
      || case when num_nonnulls(i.account_id, i.receiver_id) > 0 then jsonb_build_array(jsonb_build_object('account', i.account_id, 'receiver', i.receiver_id, 'name', i.receiver_name, 'by', i.arrangement_id)) else '[]' end
      || case when i.withheld > 0 then jsonb_build_array(jsonb_build_object('withheld', i.withheld::text, 'by', i.withheld_by)) else '[]' end)::text,
    'UTF8')), ''::bytea order by i.reference)), 'hex')
  from transactions.payment_instruction i where i.run_id = of_run
$$;

-- What of a payment went to an organisation. It counts for as long as its payment is on its way or paid.
create table transactions.deduction (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  order_id uuid not null references transactions.withholding_order,
  instruction_id uuid not null references transactions.payment_instruction,
  amount numeric not null constraint deduction_positive check (amount > 0),
  currency text not null references transactions.currency,
  transaction_id uuid not null references transactions.transaction deferrable initially deferred,
  constraint deduction_once unique (instruction_id, order_id)
);
create index withholding_order_of on transactions.deduction (order_id);
create index deduction_transaction on transactions.deduction (transaction_id);
call kernel.append_only('transactions.deduction');
call kernel.make_sees('transactions.payment_instruction');
call kernel.guard('transactions.deduction', '(select current_setting(''kinga.scope'', true)) = ''all'' or ' || kernel.sees('transactions.payment_instruction', 'deduction.instruction_id'));

create function transactions.deducted(of_order uuid) returns numeric language sql stable as $$
  select coalesce(sum(d.amount), 0) from transactions.deduction d join transactions.payment_instruction i on i.id = d.instruction_id
  where d.order_id = of_order and i.state in ('PENDING', 'SENT', 'PAID')
$$;

/*
The orders by which something is withheld from payments of a programme, with what is left of their limits. Whoever withholds by the same
waits until the transaction ends.
*/
create function transactions.deducting_orders(of_programme uuid, of_currency text)
  returns table (id uuid, person_id uuid, amount numeric, share numeric, priority integer, cap_share numeric, floor numeric, due_from date, due_until date, remaining numeric) language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
begin
  perform from transactions.withholding_order o where o.state = 'CONFIRMED' and o.currency = of_currency and (o.programme_id is null or o.programme_id = of_programme) order by o.id for no key update;
  return query
    select o.id, coalesce(p.merged_into_id, p.id), o.amount, o.share, o.priority, o.cap_share, o.floor, o.due_from, o.due_until, o.total_limit - transactions.deducted(o.id)
    from transactions.withholding_order o join people.person p on p.id = o.person_id
    where o.state = 'CONFIRMED' and o.currency = of_currency and (o.programme_id is null or o.programme_id = of_programme);
  perform kernel.see_as(scope);
end $$;

-- Once for a statement: nothing else goes than the instructions say, to nobody but whom an order names, and never more than it allows.
create function transactions.check_deductions() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
begin
  perform from transactions.withholding_order o where o.id in (select w.order_id from written w) order by o.id for no key update;
  if exists (
    select from (select distinct w.instruction_id as id from written w) w join transactions.payment_instruction i using (id)
    where i.withheld_by is distinct from (select jsonb_agg(jsonb_build_array(d.order_id, d.amount::text) order by o.priority, o.id) from transactions.deduction d join transactions.withholding_order o on o.id = d.order_id where d.instruction_id = i.id)
      or i.withheld is distinct from (select sum(d.amount) from transactions.deduction d where d.instruction_id = i.id)) then
    raise exception 'something else would be withheld than the instruction says' using errcode = 'KG030', constraint = 'deduction_as_instructed';
  end if;
  if exists (
    select from written w join transactions.withholding_order o on o.id = w.order_id join transactions.payment_instruction i on i.id = w.instruction_id
    join people.person own on own.id = o.person_id join people.person payee on payee.id = i.payee_id join transactions.payment_run r on r.id = i.run_id
    where o.state <> 'CONFIRMED' or o.currency <> i.currency or w.currency <> i.currency or coalesce(o.programme_id, r.programme_id) <> r.programme_id
      or coalesce(own.merged_into_id, own.id) <> coalesce(payee.merged_into_id, payee.id)) then
    raise exception 'an order of somebody else, or of another programme' using errcode = 'KG030', constraint = 'deduction_by_order';
  end if;
  if exists (select from (select distinct w.order_id as id from written w) w join transactions.withholding_order o using (id) where transactions.deducted(o.id) > o.total_limit) then
    raise exception 'more would be withheld than an order allows in all' using errcode = 'KG030', constraint = 'deduction_within_limit';
  end if;
  if exists (
    select from (
      select o.cap_share, o.floor, i.deducted + sum(d.amount) over (partition by i.id order by o.priority, o.id) as gone, i.amount + i.deducted + i.withheld as gross
      from transactions.deduction d join transactions.withholding_order o on o.id = d.order_id join transactions.payment_instruction i on i.id = d.instruction_id
      where d.instruction_id in (select w.instruction_id from written w)) through
    where gone > gross * cap_share or gross - gone < floor) then
    raise exception 'more would be withheld of a payment than an order allows' using errcode = 'KG030', constraint = 'deduction_within_cap';
  end if;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger check_deductions after insert on transactions.deduction referencing new table as written for each statement execute function transactions.check_deductions();

-- What goes to others is paid out of the budget, too.
create or replace function transactions.commit_budget() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  its record;
  wanted numeric;
begin
  if new.budget_id is null then
    if new.state = 'APPROVED' and exists (
      select from transactions.budget b where b.programme_id = new.programme_id and b.currency = new.currency
        and exists (select from transactions.budget_amendment a where a.budget_id = b.id and a.state = 'APPROVED')) then
      raise exception 'payment run % has no budget', new.code using errcode = 'KG017', constraint = 'payment_run_has_budget';
    end if;
    perform kernel.see_as(scope);
    return null;
  end if;
  select b.programme_id, b.funder_id, b.currency, b.available into its from transactions.budget b where b.id = new.budget_id for no key update;
  if (its.programme_id, its.funder_id, its.currency) is distinct from (new.programme_id, new.funder_id, new.currency) then
    raise exception 'payment run % is not paid out of that budget', new.code using errcode = 'KG017', constraint = 'payment_run_has_budget';
  end if;
  select coalesce(sum(i.amount + i.withheld), 0) into wanted from transactions.payment_instruction i where i.run_id = new.id and i.state not in ('RETURNED', 'CANCELLED');
  if wanted > its.available and not exists (select from transactions.budget_exception e where e.payment_run_id = new.id and e.content_hash = new.content_hash) then
    raise exception 'payment run % takes % and its budget has %', new.code, wanted, its.available using errcode = 'KG017', constraint = 'budget_available';
  end if;
  if wanted > 0 then
    insert into transactions.budget_use (id, budget_id, payment_run_id, kind, amount, currency) values (kernel.uuid7(), new.budget_id, new.id, 'COMMITTED', wanted, new.currency);
  end if;
  perform kernel.see_as(scope);
  return null;
end $$;
create or replace function transactions.use_budget() returns trigger language plpgsql as $$
begin
  if not exists (select from became where state in ('PAID', 'RETURNED', 'CANCELLED')) then return null; end if;
  with moved as (
    select r.budget_id, r.id as run_id, r.currency,
      sum((n.amount + n.withheld) * ((n.state = 'PAID')::int - (o.state = 'PAID')::int)) as drawn,
      sum((n.amount + n.withheld) * ((n.state in ('RETURNED', 'CANCELLED'))::int - (o.state in ('RETURNED', 'CANCELLED'))::int)) as released
    from became n join was o on o.id = n.id join transactions.payment_run r on r.id = n.run_id
    where r.budget_id is not null and o.state <> n.state group by 1, 2, 3)
  insert into transactions.budget_use (id, budget_id, payment_run_id, kind, amount, currency)
  select kernel.uuid7(), m.budget_id, m.run_id, k.kind, k.amount, m.currency
  from moved m cross join lateral (values ('DRAWN', m.drawn), ('RELEASED', m.released)) as k (kind, amount)
  where k.amount <> 0 order by m.budget_id, m.run_id, k.kind;
  return null;
end $$;
