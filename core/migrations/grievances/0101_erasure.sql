-- What somebody complained of is not erased before it is decided. Also where who erases is complained of.
create function grievances.under_way(of_persons uuid[]) returns table (person_id uuid, because text) language plpgsql stable as $$
declare
  who constant text := coalesce(current_setting('kinga.actor', true), '');
begin
  perform set_config('kinga.actor', '', true);
  return query select p, 'a grievance is not decided'::text from unnest(of_persons) p join people.person own on own.id = p or own.merged_into_id = p
    join grievances.grievance g on g.person_id = own.id where g.state not in ('RESOLVED', 'REJECTED', 'CLOSED');
  perform set_config('kinga.actor', who, true);
end $$;
insert into privacy.busy_with (function_name, because) values ('grievances.under_way', 'What they complain of is to be decided first');
