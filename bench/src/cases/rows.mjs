/** The forms in which the systems answer, brought into one, so that they can be compared. */

/** A UUID's digits out of `person_0190…` and `0190…-…`. */
export const bare = (id) => id.replace(/^[a-z_]+_(?=[0-9a-f]{32}$)/, '').replaceAll('-', '');

export const kingaId = (prefix, uuid) => `${prefix}_${uuid.replaceAll('-', '')}`;

/** An instant, whatever its zone and digits. */
export const instant = (text) => new Date(text).toISOString();

/** A decimal, whatever its zeros. */
export const decimal = (text) => Number(text);

/** Makes the body of a GraphQL request from a case's input. */
export function graphql(source, variables) {
  const query = source.replace(/\s+/g, ' ');
  return (input) => JSON.stringify({ query, variables: variables(input) });
}

export const kingaEnrolments = 'enrolments { nodes { id state enrolledOn programme { id code name } } }';
export const pgEnrolments = `enrolments: programmesEnrolmentsByPersonId(first: 25) { nodes {
  id: rowId state enrolledOn programme: programmesProgrammeByProgrammeId { id: rowId code name } } }`;

export const enrolmentRows = (enrolments) => enrolments.map(({ id, state, enrolledOn, programme }) => [bare(id), state, enrolledOn, bare(programme.id), programme.code, programme.name]);

/** PostgreSQL's and Kinga's cursor of a list in the order of its ids. */
export const kingaCursor = (uuid) => Buffer.from(`["id", "${uuid}"]`).toString('base64');
