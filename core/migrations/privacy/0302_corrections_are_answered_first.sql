-- What somebody holds to be wrong is answered before they are erased: afterwards nothing is written of them.
create function privacy.correcting(of_persons uuid[]) returns table (person_id uuid, because text) language sql stable as $$
  select p, 'a correction is not answered' from unnest(of_persons) p join people.person own on own.id = p or own.merged_into_id = p
  join privacy.correction_request r on r.person_id = own.id where r.state = 'OPEN'
$$;
insert into privacy.busy_with (function_name, because) values ('privacy.correcting', 'What they hold to be wrong is to be answered first');
