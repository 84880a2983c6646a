-- What an import works on is seen by who started it.
create procedure exchange.guard_by_import(of_table regclass) language plpgsql as $$
begin
  call kernel.guard(of_table, format(
    '(select current_setting(''kinga.scope'', true)) = ''all'' or exists (select from exchange.import whole where whole.id = %s and whole.started_by = (select current_setting(''kinga.actor'', true)))',
    kernel.column_now(of_table, 'import_id')));
end $$;
call exchange.guard_by_import('exchange.import_household');
call exchange.guard_by_import('exchange.import_match');
call exchange.guard_by_import('exchange.import_written');
call exchange.guard_by_import('exchange.import_change');
