-- Who was rejected, or left, is in no programme.
create or replace function privacy.busy(of_persons uuid[]) returns table (person_id uuid, because text) language sql stable as $$
  select distinct on (p) p, b from unnest(of_persons) p join people.person own on own.id = p or own.merged_into_id = p cross join lateral (
    select 'enrolled' from programmes.enrolment e where e.person_id = own.id and e.state not in ('EXITED', 'REJECTED')
    union all select 'enrolled with the household' from programmes.enrolment e join people.membership m on m.household_id = e.household_id
      where m.person_id = own.id and m.valid_to is null and e.state not in ('EXITED', 'REJECTED') and own.death_date is null
    union all select 'a payment is under way' from transactions.payment_instruction i where i.payee_id = own.id and i.state in ('PENDING', 'SENT')
    union all select 'a change waits for approval' from change_requests.change_request c where c.person_id = own.id and c.state = 'PENDING') as matter (b)
$$;

call kernel.personal('programmes.enrolment', 'REPLACE', 'In which programme, from when to when: accounts refer to it.', '{person_id}', '{household_id}', replaced => '{"note": "case when t.note is not null then ''(erased)'' end"}');
call kernel.personal('programmes.enrolment_step', 'REPLACE', 'From which state to which, on which day and why, as a code.', part_of => 'programmes.enrolment', part_by => 'enrolment_id', replaced => '{"note": "case when t.note is not null then ''(erased)'' end"}');
