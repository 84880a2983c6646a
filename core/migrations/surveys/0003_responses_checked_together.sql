-- What a response must be to is checked once for all that are written together.
drop trigger guard_new_response on surveys.response;
create or replace function surveys.guard_new_response() returns trigger language plpgsql as $$
begin
  perform from new_rows r join surveys.questionnaire_version v on v.id = r.version_id join surveys.questionnaire q on q.id = v.questionnaire_id
  where q.id <> r.questionnaire_id or v.state <> 'PUBLISHED' or (q.target = 'PERSON') <> (r.person_id is not null);
  if found then
    raise exception 'a response is to a published version of its questionnaire, of whom it asks' using errcode = 'KG001', constraint = 'response_to_published';
  end if;
  return null;
end $$;
create trigger guard_new_response after insert on surveys.response referencing new table as new_rows for each statement execute function surveys.guard_new_response();
