import { byOrganisation, byPlace, fromContext, sql, through, trusted, type Columns, type RowScope, type Sql } from '@kinga/plugin-sdk';

const none = trusted('null');
const ofPlace = byPlace('place');
const ofPatient = byPlace('patientPlace');
const ofFacility = byOrganisation('organisation');
const programmesOfActor = fromContext((ctx) => ctx.actor.programmes ?? [], 'text[]');

const facilityOf = (columns: Columns): Sql => sql`(select its_facility.organisation_id from health_insurance.facility its_facility where its_facility.id = ${columns['facility'] ?? none})`;

/** Of actors of some programmes: what was claimed of somebody while one of theirs insured them, whatever became of the cover since. */
export const ofInsurers: RowScope = {
  programmes: ({ person, visitTo }) => sql`health_insurance.insured_by(array(select scheme.id from programmes.programme scheme where scheme.code = any(${programmesOfActor})), ${person ?? none}, ${visitTo ?? none})`,
};

/**
 * A claim is seen where its facility is and where its patient lives; of actors of some organisations, by those of the facility;
 * of actors of some programmes, by those of the insurers.
 */
export const claimScope: RowScope = {
  places: (columns, reach) => sql`(${ofPlace.places?.(columns, reach) ?? none} or exists (
    select from people.person its_patient where its_patient.id = ${columns['person'] ?? none} and ${ofPatient.places?.({ patientPlace: sql`its_patient.place_id` }, reach) ?? none}))`,
  ...ofInsurers,
  organisations: (columns, reach) => ofFacility.organisations?.({ organisation: facilityOf(columns) }, reach) ?? none,
};

/** Columns of an alias of `health_insurance.claim`, for the scope above. */
export function columnsOfClaim(alias: string): Columns {
  const column = (name: string): Sql => trusted(`${alias}.${name}`);
  return { place: column('place_id'), person: column('person_id'), facility: column('facility_id'), visitTo: column('visit_to') };
}

/** Rows that belong to a claim, by the property that refers to it. */
export function byClaim(property: string): RowScope {
  return through((columns, seen) => sql`exists (select from health_insurance.claim its_claim where its_claim.id = ${columns[property] ?? none} and ${seen(columnsOfClaim('its_claim'))})`, claimScope);
}

/** Whom rows of a claim are about. */
export const ofTheClaim = (property: string) => ({ person: (columns: Columns): Sql => sql`(select its_claim.person_id from health_insurance.claim its_claim where its_claim.id = ${columns[property] ?? none})` });
