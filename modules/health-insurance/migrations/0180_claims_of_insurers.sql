-- Claims are of the programmes that insured the patient at the visit: policies keep their days, whatever becomes of the cover. Asked for somebody
-- whom whoever acts may not see otherwise, since a claim is seen where its facility is, too.
call kernel.let_owner_see('health_insurance.policy', 'Whether a programme insured the patient of a claim is asked by whoever sees the claim by its facility.');
call kernel.let_owner_see('health_insurance.coverage', 'Whether a programme insured the patient of a claim is asked by whoever sees the claim by its facility.');
create function health_insurance.insured_by(programmes uuid[], of_person uuid, on_day date) returns boolean language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp as $$
begin
  return exists (select from health_insurance.coverage v join health_insurance.policy p on p.id = v.policy_id where v.person_id = of_person and p.programme_id = any (programmes) and on_day between p.starts_on and p.ends_on);
end $$;

-- Whether the organisation of a facility is one of those whom whoever acts is limited to, or a part of one.
create function health_insurance.facility_in_scope(of_facility uuid) returns boolean language plpgsql stable parallel safe as $$
begin
  return exists (select from health_insurance.facility f where f.id = of_facility and people.in_organisations_of_scope(f.organisation_id));
end $$;

call kernel.guard('health_insurance.claim', format('(%s or %s) and ((select kernel.unlimited(2)) or health_insurance.facility_in_scope(claim.facility_id))
  and ((select kernel.unlimited(3)) or health_insurance.insured_by((select programmes.programmes_in_scope()), claim.person_id, claim.visit_to))',
  people.place_condition('health_insurance.claim', 'place_id'), kernel.sees('people.person', 'claim.person_id')));
