-- Banks take a fee with a payment, and book both as one. Up to how much, is said of each account, and where it is booked.
alter table transactions.bank_account add column fee_up_to numeric not null default 0, add column fee_account_id uuid;
alter table transactions.bank_account add constraint bank_account_fee_up_to check (fee_up_to >= 0 and (fee_up_to = 0 or fee_account_id is not null)) not valid;
alter table transactions.bank_account validate constraint bank_account_fee_up_to;
alter table transactions.bank_account add constraint bank_account_fee_account foreign key (fee_account_id, currency) references transactions.account (id, currency) not valid;
alter table transactions.bank_account validate constraint bank_account_fee_account;
-- kinga: allow index because bank accounts are few
create index bank_account_fees on transactions.bank_account (fee_account_id, currency) where fee_account_id is not null;
