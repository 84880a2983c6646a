import { bare, graphql } from './rows.mjs';

const FIELDS = 'givenName familyName sex birthDate';
const rows = (nodes, totalCount, hasNextPage) => [[totalCount, hasNextPage], ...nodes.map((row) => [bare(row.id), row.givenName, row.familyName, row.sex, row.birthDate])];

/** The first page of the persons of a name, in the order of their given names, with how many there are. */
export const filtered = {
  name: 'filtered', title: 'a filtered, ordered connection with totalCount', kind: 'read',
  inputs: async (pool) => (await pool.query('select distinct family_name as "familyName" from people.person order by 1 limit 400')).rows,
  systems: {
    kinga: {
      body: graphql(`query Named($familyName: String!) { persons(first: 25, where: { familyName: { eq: $familyName } }, orderBy: [{ givenName: ASC }]) {
        totalCount nodes { id ${FIELDS} } pageInfo { hasNextPage endCursor } } }`, ({ familyName }) => ({ familyName })),
      rows: ({ data: { persons } }) => rows(persons.nodes, persons.totalCount, persons.pageInfo.hasNextPage),
    },
    postgraphile: {
      body: graphql(`query Named($familyName: String!) { allPeople(first: 25, condition: { familyName: $familyName }, orderBy: [GIVEN_NAME_ASC, ROW_ID_ASC]) {
        totalCount nodes { id: rowId ${FIELDS} } pageInfo { hasNextPage endCursor } } }`, ({ familyName }) => ({ familyName })),
      rows: ({ data: { allPeople } }) => rows(allPeople.nodes, allPeople.totalCount, allPeople.pageInfo.hasNextPage),
    },
    naive: {
      body: graphql(`query Named($familyName: String!) { personsNamed(first: 25, familyName: $familyName) { totalCount hasNextPage endCursor nodes { id ${FIELDS} } } }`, ({ familyName }) => ({ familyName })),
      rows: ({ data: { personsNamed } }) => rows(personsNamed.nodes, personsNamed.totalCount, personsNamed.hasNextPage),
    },
    floor: { body: ({ familyName }) => JSON.stringify({ familyName }), rows: (data) => rows(data.nodes, data.totalCount, data.hasNextPage) },
  },
};
