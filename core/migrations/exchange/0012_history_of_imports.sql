call kernel.keep_history('exchange.import');
call kernel.keep_history('exchange.import_problem');
