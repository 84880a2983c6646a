import { publish } from '../../../kernel/events/publish.js';
import { sql, type Sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { personsRegistered } from '../../../people/persons/events.js';
import { householdRegistered, membersChanged } from '../../../people/households/events.js';
import { householdsImported } from '../events.js';
import { ImportField } from '../fields.js';
import { MatchPolicy } from '../import.js';
import type { LoadedImport } from '../load-import.js';
import { isOfPersonsAlone } from '../mapping.js';
import { fillEmpty } from './fill-empty.js';
import { leaveOutChanged } from './leave-out-changed.js';
import { insertContacts, insertHouseholds, insertIdentifiers, insertMemberships, insertPersons, insertResidences, type Chunk } from './inserts.js';

interface ClaimedChunk {
  readonly number: number;
  readonly first: number;
  readonly last: number;
}

/** What became of a turn: a chunk was applied, none was free, or somebody asked to stop. */
export type Turn = 'applied' | 'none' | 'stop';

/**
 * Applies the next chunk of an import, with its mark in the same transaction.
 *
 * @param patient waits for chunks that another worker holds, instead of passing over them
 */
export async function applyChunk(tx: TxContext, given: LoadedImport, patient: boolean): Promise<Turn> {
  const { rows: [held] } = await ask<{ stop: boolean }>(tx, sql`select stop_asked as stop from exchange.import where id = ${given.id}::uuid and state = 'APPLYING'`);
  if (!held) return 'none';
  if (held.stop) return 'stop';
  const claimed = await claim(tx, given.id, patient);
  if (!claimed) return 'none';
  await apply(tx, given, claimed);
  return 'applied';
}

async function claim(tx: TxContext, id: string, patient: boolean): Promise<ClaimedChunk | undefined> {
  const how: Sql = patient ? sql`for update` : sql`for update skip locked`;
  const { rows } = await ask<ClaimedChunk>(tx, sql`
    select number, first_household as first, last_household as last from exchange.import_chunk
    where import_id = ${id}::uuid and applied_at is null order by number limit 1 ${how}`);
  return rows[0];
}

async function apply(tx: TxContext, given: LoadedImport, { number, first, last }: ClaimedChunk): Promise<void> {
  const { id, mapping, matchPolicy } = given;
  const alone = isOfPersonsAlone(mapping);
  const chunk: Chunk = { id, number, alone, households: sql`h.import_id = ${id}::uuid and h.ordinal between ${first}::int and ${last}::int and not h.rejected` };
  const has = (...fields: readonly ImportField[]): boolean => mapping.columns.some(({ field }) => fields.includes(field));
  const rejected = await leaveOutChanged(tx, chunk, has(ImportField.IDENTIFIER));
  const households = alone ? [] : await insertHouseholds(tx, chunk);
  const persons = await insertPersons(tx, chunk);
  if (!alone) await insertMemberships(tx, chunk);
  await insertResidences(tx, chunk);
  if (has(ImportField.IDENTIFIER)) await insertIdentifiers(tx, chunk, matchPolicy);
  if (has(ImportField.PHONE, ImportField.EMAIL)) await insertContacts(tx, chunk, matchPolicy);
  const updated = matchPolicy === MatchPolicy.UPDATE_EMPTY ? await fillEmpty(tx, chunk) : 0;
  if (persons.length > 0) await publish(tx, personsRegistered, { ids: persons });
  if (households.length > 0) await publish(tx, householdsImported, { import: id, ids: households });
  await tellHouseholds(tx, chunk, households);
  await ask(tx, sql`update exchange.import_chunk set applied_at = now() where import_id = ${id}::uuid and number = ${number}::int`);
  await ask(tx, sql`
    update exchange.import set household_count = household_count + ${households.length}::int, created_count = created_count + ${persons.length}::int, updated_count = updated_count + ${updated}::int,
      rejected_count = rejected_count + ${rejected}::int,
      unchanged_count = unchanged_count - ${updated}::int + (
        select count(*) from exchange.import_household h join exchange.import_row r on r.import_id = h.import_id and r.household_code = h.code
        join exchange.import_match m on m.import_id = r.import_id and m.number = r.number where ${chunk.households})
    where id = ${id}::uuid`);
}

/** Says of each household what others want to hear: one by one only where somebody listens. */
async function tellHouseholds(tx: TxContext, chunk: Chunk, registered: readonly string[]): Promise<void> {
  if (tx.platform.handlersOf(householdRegistered.name).length > 0) for (const id of registered) await publish(tx, householdRegistered, { id });
  const { rows } = await ask<{ household: string; persons: readonly string[] }>(tx, sql`
    select h.id as household, array_agg(r.person_id) as persons
    from exchange.import_household h join exchange.import_row r on r.import_id = h.import_id and r.household_code = h.code
    where ${chunk.households} and not h.is_new and not exists (select 1 from exchange.import_match m where m.import_id = r.import_id and m.number = r.number) group by h.id`);
  for (const { household, persons } of rows) await publish(tx, membersChanged, { household, persons, on: tx.today });
}
