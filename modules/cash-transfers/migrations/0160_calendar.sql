alter table cash_transfers.cycle add column cut_off_on date;

-- For how many cycles in a row, of those that were to be paid before a day, somebody did not take what was sent: each payment came back, and none was paid.
-- Cycles whose payments are still on their way are passed over.
create function cash_transfers.unclaimed(of_enrolment uuid, day date) returns integer language sql stable as $$
  with cycles as materialized (
    select e.period_from, bool_or(i.state = 'PAID') as paid, bool_or(i.state in ('PENDING', 'SENT')) as under_way, bool_or(i.state = 'RETURNED') as returned
    from programmes.entitlement e join transactions.payment_instruction i on i.entitlement_id = e.id
    where e.enrolment_id = of_enrolment and e.kind = 'REGULAR' and e.due_on < day group by e.period_from)
  select count(*)::int from cycles c where c.returned and not c.paid and not c.under_way
    and c.period_from > coalesce((select max(o.period_from) from cycles o where o.paid), '-infinity')
$$;

-- A programme whose payments nobody takes holds what follows by another name.
alter table cash_transfers.consequence drop constraint consequence_kind;
alter table cash_transfers.consequence add constraint consequence_kind check (consequence in ('NONE', 'WARN', 'SUSPEND', 'LAPSE', 'RESUME', 'EXIT')) not valid;
alter table cash_transfers.consequence validate constraint consequence_kind;
