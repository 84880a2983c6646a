-- Whether an organisation is one of those whom whoever acts is limited to, or a part of one.
create function people.in_organisations_of_scope(of_organisation uuid) returns boolean language plpgsql stable parallel safe as $$
begin
  return exists (
    with recursive above (code, parent_id) as (
      select o.code, o.parent_id from people.organisation o where o.id = of_organisation
      union select o.code, o.parent_id from people.organisation o join above on o.id = above.parent_id)
    select from above where above.code = any (kernel.codes_in_scope(2)));
end $$;

-- The same question stood in this one, beside that about places.
create or replace function people.organisation_in_scope(of_organisation uuid) returns boolean language plpgsql stable parallel safe as $$
begin
  return (kernel.unlimited(1) or exists (
      select from people.organisation o where o.id = of_organisation and (o.place_id is null
        or exists (select from people.place here where here.id = o.place_id and here.number <@ people.places_in_scope())
        or exists (select from people.organisation_place works join people.place here on here.id = works.place_id where works.organisation_id = o.id and works.valid_to is null and here.number <@ people.places_in_scope()))))
    and (kernel.unlimited(2) or people.in_organisations_of_scope(of_organisation));
end $$;
