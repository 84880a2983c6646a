/*
What was posted to an account on a day, by programme, place, funder and benefit period: balances at any date are sums of few rows. Every
statement that posts adds rows of its own, in its transaction, and changes none that is there: nobody waits for anybody on an account
that many post to. Rows of the same are put together afterwards by transactions.fold_totals. What a key's sum is never depends on it.
*/
create table transactions.account_total (
  n bigint generated always as identity primary key,
  account_id uuid not null,
  currency text not null,
  occurred_on date not null,
  programme_id uuid references programmes.programme,
  place_id uuid references people.place,
  funder_id uuid references people.organisation,
  period_from date,
  debit numeric not null constraint account_total_debit check (debit >= 0),
  credit numeric not null constraint account_total_credit check (credit >= 0),
  postings bigint not null constraint account_total_postings check (postings > 0),
  folded boolean not null default false,
  constraint account_total_currency foreign key (account_id, currency) references transactions.account (id, currency)
);
create index account_total_of_account on transactions.account_total (account_id, occurred_on);
create index account_total_of_day on transactions.account_total (occurred_on);
create index account_total_not_folded on transactions.account_total (n) where not folded;
create trigger by_the_database before insert or update or delete on transactions.account_total for each row execute function kernel.audit_only();
create trigger never_emptied before truncate on transactions.account_total for each statement execute function kernel.never_changed();
call programmes.guard_by_place_and_programme('transactions.account_total');
call kernel.let_owner_see('transactions.account_total', 'What is posted is counted whoever posts it, and put together whoever sees it.');

create function transactions.keep_totals() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into transactions.account_total (account_id, currency, occurred_on, programme_id, place_id, funder_id, period_from, debit, credit, postings)
  select w.account_id, w.currency, w.occurred_on, w.programme_id, w.place_id, w.funder_id, w.period_from,
    coalesce(sum(w.amount) filter (where w.amount > 0), 0), coalesce(-sum(w.amount) filter (where w.amount < 0), 0), count(*)
  from written w group by 1, 2, 3, 4, 5, 6, 7;
  return null;
end $$;
create trigger keep_totals after insert on transactions.posting referencing new table as written
  for each statement execute function transactions.keep_totals();

insert into transactions.account_total (account_id, currency, occurred_on, programme_id, place_id, funder_id, period_from, debit, credit, postings, folded)
select p.account_id, p.currency, p.occurred_on, p.programme_id, p.place_id, p.funder_id, p.period_from,
  coalesce(sum(p.amount) filter (where p.amount > 0), 0), coalesce(-sum(p.amount) filter (where p.amount < 0), 0), count(*), true
from transactions.posting p group by 1, 2, 3, 4, 5, 6, 7;

-- Puts rows of the same together, `most` of the new ones at once; says how many it took. Those that somebody else is at are left to them.
create function transactions.fold_totals(most integer) returns integer language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  fresh bigint[];
  same bigint[];
  -- In the place of what there is none of, so that keys are found by hashes.
  none constant uuid := '00000000-0000-0000-0000-000000000000';
begin
  select coalesce(array_agg(f.n), '{}') into fresh from (select t.n from transactions.account_total t where not t.folded order by t.n limit most for update skip locked) f;
  if cardinality(fresh) = 0 then return 0; end if;
  select coalesce(array_agg(f.n), '{}') into same from (
    select t.n from transactions.account_total t
    where t.folded and (t.account_id, t.occurred_on, t.currency, coalesce(t.programme_id, none), coalesce(t.place_id, none), coalesce(t.funder_id, none), coalesce(t.period_from, 'infinity'))
      in (select own.account_id, own.occurred_on, own.currency, coalesce(own.programme_id, none), coalesce(own.place_id, none), coalesce(own.funder_id, none), coalesce(own.period_from, 'infinity') from transactions.account_total own where own.n = any (fresh))
    for update of t skip locked) f;
  with gone as (delete from transactions.account_total t where t.n = any (fresh || same) returning t.*)
  insert into transactions.account_total (account_id, currency, occurred_on, programme_id, place_id, funder_id, period_from, debit, credit, postings, folded)
  select g.account_id, g.currency, g.occurred_on, g.programme_id, g.place_id, g.funder_id, g.period_from, sum(g.debit), sum(g.credit), sum(g.postings), true
  from gone g group by 1, 2, 3, 4, 5, 6, 7;
  return cardinality(fresh);
end $$;

-- Statements of accounts go by day and posting; balances no longer sum postings.
-- kinga: allow index because no version was released whose tables are large
create index posting_statement on transactions.posting (account_id, occurred_on, id) include (amount);
drop index transactions.posting_balance;
