call kernel.personal('transactions.payment_run_exception', 'KEEP', 'That a payment was new, gone or another amount: whoever approved it was told; it names nobody.', '{payee_id}');
