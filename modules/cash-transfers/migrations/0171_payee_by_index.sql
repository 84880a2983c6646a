-- coalesce() is not leak-free to PostgreSQL: held against people.person, which has policies, it reads every person for each enrolment.
create or replace function cash_transfers.top_up_of(of_measure uuid) returns table (enrolment_id uuid, place_id uuid, payee_id uuid, persons integer, amount numeric) language sql stable as $$
  select e.id, e.place_id, case when payee.death_date is null then payee.id end, people.n, round(least(m.most, m.amount + m.per_member * people.n), c.minor_digits)
  from cash_transfers.shock_measure m join programmes.programme g on g.id = m.programme_id join transactions.currency c on c.code = g.currency join programmes.enrolment e on e.programme_id = m.programme_id and e.state = 'ENROLLED' and cash_transfers.befallen(m.shock_id, e.place_id)
  left join people.household h on h.id = e.household_id left join people.person payee on payee.id = case when e.person_id is not null then e.person_id else h.head_id end
  cross join lateral (select count(*)::int from people.person p where (e.household_id is not null and p.household_id = e.household_id) or p.id = e.person_id) people (n)
  where m.id = of_measure and m.kind = 'TOP_UP'
$$;
