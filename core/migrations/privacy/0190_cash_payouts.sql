call kernel.personal('transactions.cash_payout', 'REPLACE', 'That somebody was paid in cash, when and how much: law demands that accounts stay. The receipt, which names them, goes.', part_of => 'transactions.payment_instruction', part_by => 'instruction_id',
  replaced => '{"receipt": "null", "reason": "case when t.reason is not null then ''(erased)'' end"}');
