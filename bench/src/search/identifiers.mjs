import { core } from '../core.mjs';
import { recorded, percentiles } from './measure.mjs';

const FIND = 'query ($value: String!) { personByIdentifier(type: "national-number", value: $value) { id givenName familyName birthDate } }';
const BATCH = 20_000;

const numberOf = (index) => `GHA${String(100_000_000 + index)}`;

/** Gives everybody who has none a national number, sealed as the platform seals it; the number tells nothing but its place in the list. */
export async function giveNumbers({ platform }, pool) {
  const { digest, seal } = await core('kernel/secrets/secrets.js');
  const { rows: [{ given }] } = await pool.query('select count(*)::int as given from people.identifier');
  const { rows: persons } = await pool.query('select id from people.person p where not exists (select from people.identifier i where i.person_id = p.id) order by id');
  for (let from = 0; from < persons.length; from += BATCH) {
    const batch = persons.slice(from, from + BATCH).map(({ id }, index) => {
      const number = numberOf(given + from + index);
      return { id, digest: digest({ platform }, 'people.identifier/national-number', number), sealed: seal({ platform }, { purpose: 'people.identifier/national-number', row: id }, number) };
    });
    await pool.query(
      "insert into people.identifier (id, person_id, type, digest, sealed) select t.id, t.id, 'national-number', t.digest, t.sealed from unnest($1::uuid[], $2::bytea[], $3::bytea[]) t(id, digest, sealed)",
      [batch.map(({ id }) => id), batch.map((each) => each.digest), batch.map(({ sealed }) => sealed)],
    );
  }
  await pool.query('vacuum analyze people.identifier');
  return given + persons.length;
}

/** Looks persons up by their numbers, by the API and by the very statements that it sent. */
export async function lookUp({ platform, pool }, numbers, times = 1_000) {
  const { runOperation } = await core('kernel/server/run-operation.js');
  // Guessing numbers is limited for each actor, so that everybody asks once.
  const actor = (index) => ({ id: `bench-${index}`, roles: [], places: null, organisations: null, programmes: null, permissions: new Set(['people.persons.read', 'people.identifiers.read']) });
  const took = { api: [], sql: [] };
  for (let index = 0; index < times + 50; index += 1) {
    const value = numberOf((index * 7919) % numbers);
    const { result, sent, took: api } = await recorded(pool, () => runOperation(platform.context({ actor: actor(index) }), FIND, { value }));
    if (!result.data?.personByIdentifier) throw new Error(`nobody has the number ${value}: ${JSON.stringify(result.errors)}`);
    const start = performance.now();
    for (const args of sent) await pool.query(...args);
    if (index < 50) continue;
    took.api.push(api);
    took.sql.push(performance.now() - start);
  }
  return { api: percentiles(took.api), sql: percentiles(took.sql) };
}
