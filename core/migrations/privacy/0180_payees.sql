call kernel.personal('transactions.payment_instruction', 'REPLACE', 'Amount, day and outcome: law demands that accounts stay.', '{payee_id,receiver_id}', replaced => '{
  "payee_name": "''(erased)''", "account_id": "null::uuid", "receiver_name": "case when t.receiver_name is not null then ''(erased)'' end", "returned_reason": "case when t.returned_reason is not null then ''(erased)'' end"}');
call kernel.personal('transactions.payee_arrangement', 'REPLACE', 'That somebody received for somebody else, and since when: payments refer to it.', '{beneficiary_id,receiver_id}', replaced => '{
  "reason": "''(erased)''", "document_id": "null::uuid", "end_reason": "case when t.end_reason is not null then ''(erased)'' end"}');
insert into privacy.busy_with (function_name, because) values ('transactions.receiving', 'Payments that are received for others');
call kernel.personal('transactions.withholding_order', 'REPLACE', 'That something of payments went to an organisation, and how much: law demands that accounts stay.', '{person_id}', replaced => '{
  "reference": "''erased-'' || t.id", "reason": "''(erased)''", "document_id": "null::uuid", "end_reason": "case when t.end_reason is not null then ''(erased)'' end"}');
call kernel.personal('transactions.deduction', 'KEEP', 'What went to whom, as numbers; it names nobody.', part_of => 'transactions.payment_instruction', part_by => 'instruction_id');
