-- Whether an organisation is one of those whom whoever acts is limited to, or a part of one.
create function people.in_organisations_of_scope(of_organisation uuid) returns boolean language plpgsql stable parallel safe as $$
begin
  return exists (
    with recursive above (code, parent_id) as (
      select o.code, o.parent_id from people.organisation o where o.id = of_organisation
      union select o.code, o.parent_id from people.organisation o join above on o.id = above.parent_id)
    select from above where above.code = any (kernel.codes_in_scope(2)));
end $$;
