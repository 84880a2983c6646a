-- Why a payment waits is in somebody's own words.
update kernel.personal_table set replaced = replaced || '{"held_because": "case when t.held_because is not null then ''(erased)'' end"}' where table_name = 'transactions.payment_instruction';
