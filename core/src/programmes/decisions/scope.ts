import { sql, trusted } from '../../kernel/read/sql.js';
import type { RowScope } from '../../kernel/schema/resource.js';
import { byOrganisation, byOrganisationIfAny } from '../../people/organisations/scope.js';
import { byPersonOrHousehold, byProgramme } from '../../people/scope.js';

const ofPeople = byPersonOrHousehold('person', 'household');
const ofOrganisation = byOrganisation('organisation');

/** Whoever sees whom it is about sees it, of the programmes that they see. */
export const ofSubject: RowScope = {
  places: (columns, reach) => sql`case when ${columns['organisation'] ?? trusted('null')} is not null then ${ofOrganisation.places?.(columns, reach) ?? trusted('true')} else ${ofPeople.places?.(columns, reach) ?? trusted('false')} end`,
  ...byOrganisationIfAny('organisation'), ...byProgramme('programme'),
};
