-- The same, told to the audit.
-- What a channel answered holds names and accounts as the channel wrote them: those of the persons are taken out.
create or replace function transactions.erase_answers(of_persons uuid[], of_households uuid[]) returns void language plpgsql as $$
declare
  told record;
  changed uuid[];
begin
  for told in
    select distinct i.run_id, said from transactions.payment_instruction i cross join lateral (values (i.payee_name), (i.account)) as v (said)
    where i.payee_id = any (of_persons) and length(said) > 2
  loop
    with texts as (
      update transactions.payment_answer a set answer = replace(a.answer, told.said, '[erased]'), unmatched = replace(a.unmatched::text, to_jsonb(told.said)::text, '"[erased]"')::jsonb
    where a.run_id = told.run_id and (strpos(a.answer, told.said) > 0 or strpos(a.unmatched::text, told.said) > 0) returning a.id)
    select coalesce(array_agg(t.id), '{}') into changed from texts t;
    perform kernel.note_erased('transactions.payment_answer', changed);
  end loop;
end $$;

-- What was booked by hand may say for whom.
create or replace function transactions.erase_descriptions(of_persons uuid[], of_households uuid[]) returns void language plpgsql as $$
declare
  named record;
  changed uuid[];
begin
  for named in
    select p.id, said from people.person p cross join lateral (values (concat_ws(' ', p.given_name, p.family_name)), (p.family_name), (p.given_name)) as v (said)
    where p.id = any (of_persons) and length(said) > 2 order by length(said) desc
  loop
    with texts as (
      update transactions.transaction t set description = replace(t.description, named.said, '[erased]')
    where strpos(t.description, named.said) > 0 and t.id in (select q.transaction_id from transactions.posting q where q.party_id = named.id) returning t.id)
    select coalesce(array_agg(x.id), '{}') into changed from texts x;
    perform kernel.note_erased('transactions.transaction', changed);
  end loop;
end $$;
