import { graphql } from './rows.mjs';
import { kingaRegister, newPersons, withPlace } from './new-persons.mjs';

const rows = (person) => [[person.givenName, person.familyName]];

/** One person, written and read back. */
export const insert = {
  name: 'insert', title: 'a single insert', kind: 'write',
  inputs: (pool) => newPersons(pool, 200, 1),
  systems: {
    kinga: {
      body: graphql('mutation Register($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id givenName familyName } userErrors { message } } }', kingaRegister),
      rows: ({ data }) => rows(data.personsRegister.persons[0]),
    },
    postgraphile: {
      body: graphql('mutation Create($person: PersonInput!) { createPerson(input: { person: $person }) { person { id: rowId givenName familyName } } }', (input) => ({ person: withPlace(input)[0] })),
      rows: ({ data }) => rows(data.createPerson.person),
    },
    naive: {
      body: graphql('mutation Register($persons: [NewPerson!]!) { register(persons: $persons) { id givenName familyName } }', (input) => ({ persons: withPlace(input) })),
      rows: ({ data }) => rows(data.register[0]),
    },
    floor: { body: (input) => JSON.stringify(withPlace(input)[0]), rows },
  },
};
