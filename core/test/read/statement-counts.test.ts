import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everything, run, start, type Started } from './testing/platform.js';
import { proofModule } from './testing/proof-module.js';

let started: Started;
let ids: readonly string[];
beforeAll(async () => {
  started = await start({ modules: [proofModule] });
  await started.pool.query(`
    insert into people.place (id, code, name, level, depth, number, last_number) values (kernel.uuid7(), 'P', 'Place', 'country', 0, 1, 1);
    insert into people.household (id, code, place_id) select kernel.uuid7(), 'H' || n, (select id from people.place) from generate_series(1, 50) n;
    insert into people.person (id, family_name, sex, place_id, household_id)
      select kernel.uuid7(), 'Person ' || n, 'FEMALE', (select id from people.place), (select id from people.household order by code offset n % 50 limit 1) from generate_series(1, 100) n;
    update people.household h set head_id = (select id from people.person where household_id = h.id limit 1);
    insert into transactions.account (id, code, name, purpose, currency) select kernel.uuid7(), 'A' || n, 'Account', 'OTHER', 'GHS' from generate_series(1, 100) n`);
  ids = (await started.pool.query<{ id: string }>("select 'person_' || replace(id::text, '-', '') as id from people.person")).rows.map(({ id }) => id);
});
afterAll(() => started.stop());

/** Statements of an operation, once what it takes is prepared. */
async function count(source: string, variables: Readonly<Record<string, unknown>> = {}): Promise<number> {
  return started.statements(() => run(everything(started.platform), source, variables));
}

describe('the number of statements', () => {
  it('is one for a list with all that hangs on it', async () => {
    const source = 'query ($first: Int!) { persons(first: $first) { totalCount edges { cursor node { familyName place { code } household { code members { nodes { age memberships { totalCount } } } } } } } }';
    expect(await count(source, { first: 1 })).toBe(1);
    expect(await count(source, { first: 100 })).toBe(1);
  });

  it('is one for each root field that graphql-js walks', async () => {
    const source = 'query ($first: Int!) { persons(first: $first) { nodes { nameLength household { code members { nodes { nameLength } } } } } households(first: $first) { totalCount } }';
    expect(await count(source, { first: 1 })).toBe(2);
    expect(await count(source, { first: 100 })).toBe(2);
  });

  it('is one more for a computed field with a loader, and one for the rows that it answers', async () => {
    const balances = 'query ($first: Int!) { accounts(first: $first) { nodes { code balance { amount currency } } } }';
    expect(await count(balances, { first: 1 })).toBe(2);
    expect(await count(balances, { first: 100 })).toBe(2);
    const rows = 'query ($first: Int!) { households(first: $first) { nodes { leader { familyName place { code } } } } persons(first: $first) { nodes { housemates { familyName housemates { id } } } } }';
    const one = await count(rows, { first: 1 });
    expect(one).toBe(6);
    expect(await count(rows, { first: 50 })).toBe(one);
  });

  it('is one for the nodes of a type, however many', async () => {
    const source = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Person { familyName household { code } } } }';
    expect(await count(source, { ids: ids.slice(0, 1) })).toBe(1);
    expect(await count(source, { ids })).toBe(1);
    expect(await count(source, { ids: [...ids.slice(0, 50), ...ids.slice(0, 50)] })).toBe(1);
  });

  it('of a mutation does not grow with what it writes and answers', async () => {
    const source = 'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id familyName place { code } household { code } } userErrors { code } } }';
    const input = (persons: number): object => ({ placeCode: 'P', persons: Array.from({ length: persons }, () => ({ familyName: 'Neu', sex: 'MALE' })) });
    const one = await count(source, { input: input(1) });
    expect(await count(source, { input: input(100) })).toBe(one);
    expect(one).toBeLessThanOrEqual(7);
  });

  it('is none for what is refused', async () => {
    expect(await started.statements(() => run(everything(started.platform), '{ persons(first: 1000) { totalCount } }').catch(() => undefined))).toBe(0);
  });
});
