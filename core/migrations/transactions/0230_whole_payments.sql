/*
What a run pays to one receiver into one account is one payment, of however many entitlements: one line to the channel, one answer, one entry of the bank. Instructions stay
one for each entitlement. `payment` names the payment of which one is a part, to the channel and the bank: the reference of its first instruction. `payment_amount` is their sum.
*/
alter table transactions.payment_instruction add column payment text, add column payment_amount numeric;

-- What somebody writes who says nothing of it, as the version before does, is a payment by itself.
create function transactions.pay_alone() returns trigger language plpgsql as $$
begin
  new.payment = new.reference;
  new.payment_amount = new.amount;
  return new;
end $$;
create trigger alone before insert on transactions.payment_instruction for each row when (new.payment is null) execute function transactions.pay_alone();

-- So is what was made before. Nothing of it changes by being told so: there is no version of it, and no history.
alter table transactions.payment_instruction disable trigger user;
do $$
declare
  scope constant text := kernel.see_everything();
begin
  update transactions.payment_instruction set payment = reference, payment_amount = amount where payment is null;
  perform kernel.see_as(scope);
end $$;
alter table transactions.payment_instruction enable trigger user;

alter table transactions.payment_instruction add constraint payment_instruction_payment check (payment is not null and payment_amount is not null and payment_amount >= amount) not valid;
alter table transactions.payment_instruction validate constraint payment_instruction_payment;
-- kinga: allow not-null because the check that was validated says it already, and a trigger fills it for the version before
alter table transactions.payment_instruction alter column payment set not null, alter column payment_amount set not null;
-- kinga: allow index because no version was released whose tables are large
create index payment_instruction_payment on transactions.payment_instruction (payment);
create trigger frozen_payment before update on transactions.payment_instruction for each row
  when ((old.payment, old.payment_amount) is distinct from (new.payment, new.payment_amount)) execute function transactions.is_frozen();

-- The bank shows payments.
drop index transactions.payment_instruction_on_its_way;
-- kinga: allow index because no version was released whose tables are large
create index payment_instruction_on_its_way on transactions.payment_instruction (payment_amount) where state = 'SENT';

create or replace function transactions.check_instructions() returns trigger language plpgsql as $$
declare
  wrong record;
begin
  select r.code into wrong from (select distinct run_id from written) w join transactions.payment_run r on r.id = w.run_id
  where r.content_hash is not null limit 1;
  if found then
    raise exception 'payment run % is made; nothing is added to it', wrong.code using errcode = 'KG014', constraint = 'payment_run_frozen';
  end if;
  select i.amount, c.code into wrong from written i join transactions.currency c on c.code = i.currency where scale(i.amount) <> c.minor_digits limit 1;
  if found then
    raise exception 'an instruction of % is not written in the minor unit of %', wrong.amount, wrong.code using errcode = 'KG011', constraint = 'payment_instruction_minor_digits';
  end if;
  -- Of payments that are of several: all of them at once, into one account, in one batch, under the reference of one of them.
  select w.payment into wrong from written w where w.payment <> w.reference or w.payment_amount <> w.amount group by w.payment
  having count(*) filter (where w.reference = w.payment) <> 1 or min(w.payment_amount) <> sum(w.amount) or max(w.payment_amount) <> sum(w.amount) or count(distinct (w.run_id, w.batch_number, w.account_id, w.currency)) > 1 limit 1;
  if found then
    raise exception 'payment % is not the sum of its instructions', wrong.payment using errcode = 'KG011', constraint = 'payment_instruction_whole';
  end if;
  return null;
end $$;

-- A payment is held, sent, paid and returned as a whole.
create function transactions.check_payments_whole() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  its text;
begin
  select n.payment into its from became n join transactions.payment_instruction o on o.payment = n.payment
  where n.payment_amount <> n.amount and (o.state, o.held_by, o.moved_to) is distinct from (n.state, n.held_by, n.moved_to) limit 1;
  if found then
    raise exception 'payment % is held, sent, paid and returned as a whole', its using errcode = 'KG013', constraint = 'payment_instruction_whole';
  end if;
  perform kernel.see_as(scope);
  return null;
end $$;
create trigger whole after update on transactions.payment_instruction referencing new table as became for each statement execute function transactions.check_payments_whole();

-- An approval is bound to what is paid as one, too. Of what is paid by itself the hash is as before.
create or replace function transactions.content_hash(of_run uuid) returns text language sql stable as $$
  select encode(sha256(string_agg(sha256(convert_to(
    (jsonb_build_array(i.reference, i.entitlement_id, i.payee_id, i.payee_name, i.amount::text, i.currency, i.batch_number)
      || case when i.deducted > 0 then jsonb_build_array(i.deducted::text, i.recovery_plan_id) else '[]' end
      || case when num_nonnulls(i.account_id, i.receiver_id) > 0 then jsonb_build_array(jsonb_build_object('account', i.account_id, 'receiver', i.receiver_id, 'name', i.receiver_name, 'by', i.arrangement_id)) else '[]' end
      || case when i.withheld > 0 then jsonb_build_array(jsonb_build_object('withheld', i.withheld::text, 'by', i.withheld_by)) else '[]' end
      || case when i.payment_amount <> i.amount then jsonb_build_array(jsonb_build_object('payment', i.payment, 'amount', i.payment_amount::text)) else '[]' end)::text,
    'UTF8')), ''::bytea order by i.reference)), 'hex')
  from transactions.payment_instruction i where i.run_id = of_run
$$;

-- Over the counter it is paid whole.
create or replace function transactions.check_cash_payout() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
  drawer transactions.cash_session;
  payment transactions.payment_instruction;
begin
  select * into drawer from transactions.cash_session s where s.id = new.session_id for no key update;
  if drawer.state <> 'OPEN' then
    raise exception 'the drawer % is counted', new.session_id using errcode = 'KG030', constraint = 'cash_payout_open';
  end if;
  select * into payment from transactions.payment_instruction i where i.id = new.instruction_id;
  if (payment.payment_amount, payment.currency) is distinct from (new.amount, new.currency)
    or not exists (select from transactions.payment_run r where r.id = payment.run_id and r.programme_id = drawer.programme_id and r.funder_id is not distinct from drawer.funder_id) then
    raise exception 'it is paid as ordered, out of money of its programme and funder' using errcode = 'KG030', constraint = 'cash_payout_as_ordered';
  end if;
  if new.kind = 'PAID' and not exists (select from transactions.cash_order o join transactions.cash_handover h on h.key = o.key where o.reference = payment.reference and h.payable_until >= new.done_on) then
    raise exception 'nobody ordered this payment, or it is too late for it' using errcode = 'KG030', constraint = 'cash_payout_ordered';
  end if;
  if payment.state <> (case new.kind when 'PAID' then 'SENT' else 'PAID' end) then
    raise exception 'payment % is %', payment.reference, payment.state using errcode = 'KG030', constraint = 'cash_payout_on_its_way';
  end if;
  if new.kind = 'PAID' and new.done_by <> drawer.cashier then
    raise exception 'it is the drawer of somebody else' using errcode = 'KG030', constraint = 'cash_payout_cashier';
  end if;
  if new.kind = 'TAKEN_BACK' and not exists (select from transactions.cash_payout p where p.instruction_id = new.instruction_id and p.kind = 'PAID' and p.done_by <> new.done_by) then
    raise exception 'what was paid is taken back by another person' using errcode = 'KG030', constraint = 'cash_payout_second_person';
  end if;
  if new.kind = 'PAID' and transactions.cash_in_drawer(new.session_id) < new.amount then
    raise exception 'there is not enough in the drawer' using errcode = 'KG030', constraint = 'cash_payout_covered';
  end if;
  perform kernel.see_as(scope);
  return new;
end $$;
