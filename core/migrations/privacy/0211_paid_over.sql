call kernel.personal('transactions.deduction_payment_line', 'KEEP', 'What went to whom, as numbers; it names nobody.', part_of => 'transactions.deduction', part_by => 'deduction_id');
