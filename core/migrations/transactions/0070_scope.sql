-- What is paid to whom is seen by whoever sees its place and its programme, an instruction's being that of its run.
call kernel.guard('transactions.payment_instruction', format(
  '(%s) and ((select kernel.unlimited(3)) or exists (select from transactions.payment_run r where r.id = payment_instruction.run_id and r.programme_id = any((select programmes.programmes_in_scope())::uuid[])))',
  people.place_condition('transactions.payment_instruction', 'place_id')));
call programmes.guard_by_place_and_programme('transactions.posting');
call kernel.make_sees('programmes.entitlement');
call kernel.guard('transactions.accrual', '(select current_setting(''kinga.scope'', true)) = ''all'' or ' || kernel.sees('programmes.entitlement', 'accrual.entitlement_id'));
-- What channels answered names everybody of a run.
call kernel.guard_wholly('transactions.payment_answer');

-- Whether the ledger balances is a matter of all postings, whoever writes.
create or replace function transactions.check_balance() returns trigger language plpgsql as $$
declare
  off record;
  scope constant text := kernel.see_everything();
begin
  select currency, sum(amount) as difference into off from transactions.posting
  where transaction_id = new.transaction_id group by currency having sum(amount) <> 0 limit 1;
  if found then
    raise exception 'the postings of transaction % in % sum to %, not to zero', new.transaction_id, off.currency, off.difference
      using errcode = 'KG010', constraint = 'transaction_balanced';
  end if;
  delete from transactions.unbalanced where transaction_id = new.transaction_id;
  perform kernel.see_as(scope);
  return null;
end $$;
create or replace function transactions.check_has_postings() returns trigger language plpgsql as $$
declare
  scope constant text := kernel.see_everything();
begin
  if not exists (select from transactions.posting where transaction_id = new.id) then
    raise exception 'transaction % has no postings', new.id using errcode = 'KG010', constraint = 'transaction_has_postings';
  end if;
  perform kernel.see_as(scope);
  return null;
end $$;
