call kernel.personal('transactions.demand_reminder', 'KEEP', 'That somebody was reminded: law demands that accounts stay.', part_of => 'transactions.payer', part_by => 'payer_id');
