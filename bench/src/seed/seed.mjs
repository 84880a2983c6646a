import { hasTable } from '../database.mjs';
import { seedEnrolments } from './enrolments.mjs';
import { seedLedger } from './ledger.mjs';
import { seedPersons } from './persons.mjs';
import { seedPlaces } from './places.mjs';
import { idsFrom, randomFrom } from './random.mjs';

export const HOUSEHOLDS = 25_000;
export const POSTINGS = 1_000_000;

/** Fills the tables by COPY: unless told otherwise 100,000 persons, 200,000 enrolments and entitlements, 1,000,000 postings. */
export async function seed(pool, log, { households = HOUSEHOLDS, postings = POSTINGS } = {}) {
  const random = randomFrom(1);
  const newId = idsFrom(random);
  const client = await pool.connect();
  const timed = async (what, work) => {
    const start = Date.now();
    const result = await work();
    log(`${what}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
    return result;
  };
  try {
    const villages = await timed('places', () => seedPlaces(client, newId));
    const persons = await timed('persons and households', () => seedPersons(client, { households, villages, random, newId }));
    const { programmes, enrolments } = await timed('enrolments and entitlements', () => seedEnrolments(client, { persons, random, newId }));
    if (await hasTable(pool, 'transactions.posting')) {
      await timed('postings', () => seedLedger(client, { postings, enrolments, programmes, newId }));
    } else {
      log('postings: left out, this core has no ledger yet');
    }
    await timed('vacuum and analyze', () => client.query('vacuum analyze'));
  } finally {
    client.release();
  }
}

/** Whether an earlier run has filled these tables. */
export async function isSeeded(pool) {
  const { rows } = await pool.query("select its.seeded from (select exists (select from programmes.entitlement) as seeded) its where (select set_config('kinga.scope', 'all', true)) is not null");
  return rows[0].seeded;
}
