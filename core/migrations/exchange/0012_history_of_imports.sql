call kernel.keep_history('exchange.import');
-- What was wrong with a row is said once.
call kernel.append_only('exchange.import_problem');
