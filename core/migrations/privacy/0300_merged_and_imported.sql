-- As before (privacy/0140), and whoever was found to be another: what was held of them is held of that one, who is to be erased then.
create or replace function privacy.busy(of_persons uuid[]) returns table (person_id uuid, because text) language plpgsql stable as $$
declare
  one privacy.busy_with;
begin
  return query
    select distinct on (p) p, b from unnest(of_persons) p join people.person own on own.id = p or own.merged_into_id = p cross join lateral (
      select 'found to be another person' where own.id = p and own.merged_into_id is not null
      union all select 'enrolled' from programmes.enrolment e where e.person_id = own.id and e.state not in ('EXITED', 'REJECTED')
      union all select 'enrolled with the household' from programmes.enrolment e join people.membership m on m.household_id = e.household_id
        where m.person_id = own.id and m.valid_to is null and e.state not in ('EXITED', 'REJECTED') and own.death_date is null
      union all select 'a payment is under way' from transactions.payment_instruction i where i.payee_id = own.id and i.state in ('PENDING', 'SENT')
      union all select 'a change waits for approval' from change_requests.change_request c where c.person_id = own.id and c.state = 'PENDING') as matter (b);
  for one in select * from privacy.busy_with order by function_name loop
    return query execute format('select distinct on (person_id) person_id, because from %s($1)', one.function_name) using of_persons;
  end loop;
end $$;

-- Else a row that was found to be of an erased person would be taken for somebody new.
call kernel.personal('exchange.import_match', 'KEEP', 'Of an import under way: that a row is of them, which leaves it out; it names nobody and goes with the import.', '{person_id}');
