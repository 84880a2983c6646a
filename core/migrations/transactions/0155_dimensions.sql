-- Who funds an account and what is booked, and with which organisation an account is kept. Both are organisations.
alter table transactions.account add column funder_id uuid;
alter table transactions.account add constraint account_funder foreign key (funder_id) references people.organisation not valid;
alter table transactions.account validate constraint account_funder;
alter table transactions.account add column organisation_id uuid;
alter table transactions.account add constraint account_organisation foreign key (organisation_id) references people.organisation not valid;
alter table transactions.account validate constraint account_organisation;
-- kinga: allow index because accounts are few
create index account_funder on transactions.account (funder_id) where funder_id is not null;
-- kinga: allow index because accounts are few
create index account_organisation on transactions.account (organisation_id) where organisation_id is not null;

-- One account of a programme for each purpose, funder and organisation; accounts of no programme may be many.
alter table transactions.account drop constraint account_of_programme;
-- kinga: allow index because accounts are few
create unique index account_of_programme on transactions.account (programme_id, purpose, currency, funder_id, organisation_id) nulls not distinct where programme_id is not null;

-- Who funds what is booked, and the first day of the benefit period that it is for.
alter table transactions.posting add column funder_id uuid;
alter table transactions.posting add column period_from date;
alter table transactions.posting add constraint posting_funder foreign key (funder_id) references people.organisation not valid;
alter table transactions.posting validate constraint posting_funder;
-- kinga: allow index because it holds none of the rows that there are
create index if not exists posting_funder on transactions.posting (funder_id) where funder_id is not null;

-- Who funds a payment run: said when it is made, and kept.
alter table transactions.payment_run add column funder_id uuid;
alter table transactions.payment_run add constraint payment_run_funder foreign key (funder_id) references people.organisation not valid;
alter table transactions.payment_run validate constraint payment_run_funder;
-- kinga: allow index because runs are few
create index payment_run_funder on transactions.payment_run (funder_id) where funder_id is not null;
create trigger funder_frozen before update on transactions.payment_run for each row
  when (old.funder_id is distinct from new.funder_id) execute function transactions.is_frozen();
