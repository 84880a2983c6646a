import { byOrganisation, byPerson, byProgramme, sql, through, trusted, type Columns, type RowScope, type Sql } from '@kinga/plugin-sdk';

const of = (columns: Columns, property: string): Sql => columns[property] ?? trusted('null');

/** Rows of an employer whose organisation the actor sees. */
export const byEmployer: RowScope = through(
  (columns, seen) => sql`exists (select from pensions.employer employs where employs.id = ${of(columns, 'employer')} and ${seen({ organisation: sql`employs.organisation_id` })})`, byOrganisation('organisation'));

/** Of actors limited to organisations: rows of theirs. */
export const ofOwnEmployer: RowScope = { ...(byEmployer.organisations && { organisations: byEmployer.organisations }) };

const places = byPerson('person').places;

/** Rows about a member: whoever sees the person sees them, of the schemes that they see; an employer those of its own. */
export const ofMember: RowScope = { ...(places && { places }), ...byProgramme('programme'), ...ofOwnEmployer };

const organisations = ofOwnEmployer.organisations;

/** Members: those in one's places and schemes; of actors limited to organisations, those who work for them or did. */
export const ofMembership: RowScope = {
  ...byPerson('person'), ...byProgramme('programme'),
  ...(organisations && { organisations: ({ person }) => sql`exists (select from pensions.employment works where works.person_id = ${person ?? trusted('null')} and ${organisations({ employer: sql`works.employer_id` })})` }),
};
