import { sql, trusted } from '../../kernel/read/sql.js';
import type { RowScope } from '../../kernel/schema/resource.js';
import { byOrganisationIfAny } from '../../people/organisations/scope.js';
import { byPlace, byProgramme, through } from '../../people/scope.js';

/** Whoever sees an enrolment sees its rows. */
export const ofEnrolment: RowScope = { ...byPlace('place'), ...byOrganisationIfAny('organisation'), ...byProgramme('programme') };

/** Rows that belong to an enrolment. */
export function byEnrolment(property: string): RowScope {
  return through(
    (columns, seen) => sql`exists (select from programmes.enrolment its where its.id = ${columns[property] ?? trusted('null')} and ${seen({ place: sql`its.place_id`, organisation: sql`its.organisation_id`, programme: sql`its.programme_id` })})`,
    ofEnrolment,
  );
}
