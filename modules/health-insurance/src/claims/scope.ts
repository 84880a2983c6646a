import { byOrganisation, byPlace, sql, through, trusted, type Columns, type RowScope, type Sql } from '@kinga/plugin-sdk';

const none = trusted('null');
const ofPlace = byPlace('place');
const ofPatient = byPlace('patientPlace');
const ofFacility = byOrganisation('organisation');

const facilityOf = (columns: Columns): Sql => sql`(select its_facility.organisation_id from health_insurance.facility its_facility where its_facility.id = ${columns['facility'] ?? none})`;

/** A claim is seen where its facility is and where its patient lives; of actors of some organisations, by those of the facility. */
export const claimScope: RowScope = {
  places: (columns, reach) => sql`(${ofPlace.places?.(columns, reach) ?? none} or exists (
    select from people.person its_patient where its_patient.id = ${columns['person'] ?? none} and ${ofPatient.places?.({ patientPlace: sql`its_patient.place_id` }, reach) ?? none}))`,
  organisations: (columns, reach) => ofFacility.organisations?.({ organisation: facilityOf(columns) }, reach) ?? none,
};

/** Rows that belong to a claim, by the property that refers to it. */
export function byClaim(property: string): RowScope {
  return through((columns, seen) => sql`exists (select from health_insurance.claim its_claim where its_claim.id = ${columns[property] ?? none} and ${seen({ place: sql`its_claim.place_id`, person: sql`its_claim.person_id`, facility: sql`its_claim.facility_id` })})`, claimScope);
}

/** Whom rows of a claim are about. */
export const ofTheClaim = (property: string) => ({ person: (columns: Columns): Sql => sql`(select its_claim.person_id from health_insurance.claim its_claim where its_claim.id = ${columns[property] ?? none})` });
