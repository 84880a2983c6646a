import { bare, graphql } from './rows.mjs';
import { kingaRegister, newPersons, withPlace } from './new-persons.mjs';

const count = (ids) => [[new Set(ids.map(bare)).size]];

/** 1,000 persons by one mutation, their ids read back. PostGraphile has no mutation for that. */
export const inserts = {
  name: 'inserts', title: '1,000 inserts in one mutation', kind: 'write',
  inputs: (pool) => newPersons(pool, 16, 1_000),
  systems: {
    kinga: {
      body: graphql('mutation Register($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { message } } }', kingaRegister),
      rows: ({ data }) => count(data.personsRegister.persons.map(({ id }) => id)),
    },
    naive: {
      body: graphql('mutation Register($persons: [NewPerson!]!) { register(persons: $persons) { id } }', (input) => ({ persons: withPlace(input) })),
      rows: ({ data }) => count(data.register.map(({ id }) => id)),
    },
    floor: { body: (input) => JSON.stringify(withPlace(input)), rows: count },
  },
};
