import { bare, enrolmentRows, kingaId, pgEnrolments, kingaEnrolments, graphql } from './rows.mjs';

const row = (person, enrolments, place) => [
  [bare(person.id), person.givenName, person.familyName, person.sex, person.birthDate, bare(person.household.id), person.household.code, bare(place.id), place.name],
  ...enrolmentRows(enrolments),
];

/** One person by id, with household, its place, enrolments and their programmes. */
export const person = {
  name: 'person', title: 'a person by id with household and enrolments', kind: 'read',
  inputs: async (pool) => (await pool.query('select id from people.person tablesample bernoulli (2) repeatable (1) order by md5(id::text) limit 500')).rows,
  systems: {
    kinga: {
      body: graphql(`query Person($id: ID!) { person(by: { id: $id }) {
        id givenName familyName sex birthDate household { id code place { id name } } ${kingaEnrolments} } }`, ({ id }) => ({ id: kingaId('person', id) })),
      rows: ({ data }) => row(data.person, data.person.enrolments.nodes, data.person.household.place),
    },
    postgraphile: {
      body: graphql(`query Person($id: UUID!) { personByRowId(rowId: $id) {
        id: rowId givenName familyName sex birthDate household: householdByHouseholdId { id: rowId code place: placeByPlaceId { id: rowId name } } ${pgEnrolments} } }`, ({ id }) => ({ id })),
      rows: ({ data }) => row(data.personByRowId, data.personByRowId.enrolments.nodes, data.personByRowId.household.place),
    },
    naive: {
      body: graphql(`query Person($id: String!) { person(id: $id) {
        id givenName familyName sex birthDate household { id code place { id name } } enrolments { id state enrolledOn programme { id code name } } } }`, ({ id }) => ({ id })),
      rows: ({ data }) => row(data.person, data.person.enrolments, data.person.household.place),
    },
    floor: { body: JSON.stringify, rows: (data) => row(data, data.enrolments, data.household.place) },
  },
};
