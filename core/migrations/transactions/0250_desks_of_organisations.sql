-- Desks are of whoever runs them, and drawers of the programme whose money they hold.
call kernel.guard('transactions.cash_desk', format('(%s) and ((select kernel.unlimited(2)) or people.in_organisations_of_scope(cash_desk.organisation_id))', people.place_condition('transactions.cash_desk', 'place_id')));
call kernel.guard('transactions.cash_session', format('(select current_setting(''kinga.scope'', true)) = ''all'' or (%s and %s)',
  kernel.sees('transactions.cash_desk', 'cash_session.desk_id'), programmes.programme_condition('cash_session.programme_id')));

-- What was paid over the counter is of whoever runs the desk, also where the desk is at a place that whoever acts does not see.
call kernel.let_owner_see('transactions.cash_desk', 'Who runs the desk of a payment is asked by whoever sees the payment, wherever the desk is.');
call kernel.let_owner_see('transactions.cash_session', 'Who runs the desk of a payment is asked by whoever sees the payment, wherever the desk is.');
create function transactions.drawer_in_scope(of_session uuid) returns boolean language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
begin
  return exists (select from transactions.cash_session s join transactions.cash_desk d on d.id = s.desk_id where s.id = of_session and people.in_organisations_of_scope(d.organisation_id));
end $$;
call kernel.guard('transactions.cash_payout', format('(select current_setting(''kinga.scope'', true)) = ''all'' or (%s and ((select kernel.unlimited(2)) or transactions.drawer_in_scope(cash_payout.session_id)))',
  kernel.sees('transactions.payment_instruction', 'cash_payout.instruction_id')));

-- What holds of one programme alone is held back with it.
call kernel.guard('transactions.withholding_order', format('(select current_setting(''kinga.scope'', true)) = ''all'' or (%s and (withholding_order.programme_id is null or %s))',
  kernel.sees('people.person', 'withholding_order.person_id'), programmes.programme_condition('withholding_order.programme_id')));
call kernel.guard('transactions.payee_arrangement', format('(select current_setting(''kinga.scope'', true)) = ''all'' or (%s and (payee_arrangement.programme_id is null or %s))',
  kernel.sees('people.person', 'payee_arrangement.beneficiary_id'), programmes.programme_condition('payee_arrangement.programme_id')));
