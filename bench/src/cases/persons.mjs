import { bare, enrolmentRows, graphql, kingaCursor, kingaEnrolments, pgEnrolments } from './rows.mjs';
import { pagesOf, pgCursors } from './pages.mjs';

const rows = (persons, enrolmentsOf) => persons.flatMap((person) => [[bare(person.id), person.givenName, person.familyName], ...enrolmentRows(enrolmentsOf(person))]);

/** A page of 50 persons with their enrolments and programmes. */
export const persons = {
  name: 'persons', title: '50 persons with enrolments and their programmes', kind: 'read',
  inputs: (pool) => pagesOf(pool, 'people.person', 50),
  prepare: (inputs, ask) => pgCursors('allPeople', inputs, ask),
  systems: {
    kinga: {
      body: graphql(`query Persons($after: String!) { persons(first: 50, after: $after) { nodes { id givenName familyName ${kingaEnrolments} } } }`, ({ after }) => ({ after: kingaCursor(after) })),
      rows: ({ data }) => rows(data.persons.nodes, (person) => person.enrolments.nodes),
    },
    postgraphile: {
      body: graphql(`query Persons($after: Cursor!) { allPeople(first: 50, after: $after) { nodes { id: rowId givenName familyName ${pgEnrolments} } } }`, ({ pgCursor }) => ({ after: pgCursor })),
      rows: ({ data }) => rows(data.allPeople.nodes, (person) => person.enrolments.nodes),
    },
    naive: {
      body: graphql('query Persons($after: String!) { persons(first: 50, after: $after) { id givenName familyName enrolments { id state enrolledOn programme { id code name } } } }', ({ after }) => ({ after })),
      rows: ({ data }) => rows(data.persons, (person) => person.enrolments),
    },
    floor: { body: ({ after }) => JSON.stringify({ after }), rows: (data) => rows(data, (person) => person.enrolments) },
  },
};
