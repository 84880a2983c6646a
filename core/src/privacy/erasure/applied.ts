import { stat } from 'node:fs/promises';
import type { Pool } from 'pg';
import { everywhere, readInScope } from '../../kernel/access/scope.js';
import type { NotReady } from '../../kernel/module/ready-when.js';
import type { Platform } from '../../kernel/platform.js';
import { journalErasures, readErasures, type JournalEntry } from './journal.js';

/**
 * Adds to the journal who was erased and is not in it: by another machine's process, or before there was a journal.
 *
 * @returns how many
 */
export async function journalWhatIsLacking(platform: Pick<Platform, 'pool' | 'erasures' | 'keys'>): Promise<number> {
  const all = readInScope({ id: 'system', ...everywhere }, 'select person_id as person, erased_on::text as on from privacy.erasure order by erased_at, person_id', []);
  const { rows } = await platform.pool.query<JournalEntry>(all.text, [...all.values]);
  const known = new Set((await readErasures(platform.erasures, platform.keys))?.map(({ person }) => person));
  const lacking = rows.filter(({ person }) => !known.has(person));
  await journalErasures(platform, lacking);
  return lacking.length;
}

/** By platform: the journal and the database that were last found to agree. */
const agreed = new WeakMap<Platform, string>();

/**
 * Whether everybody is erased whom the journal says to be, which is not so in a database that was restored by other means than `kinga
 * restore`. The journal is read anew where it has grown, the database asked anew where it is another or was started again.
 */
export async function erasuresApplied(platform: Platform, database: Pick<Pool, 'query'>): Promise<NotReady | undefined> {
  const size = await stat(platform.erasures).then((found) => found.size, () => 0);
  if (size === 0) return undefined;
  const { rows: [asked] } = await database.query<{ which: string }>('select oid || pg_postmaster_start_time()::text as which from pg_database where datname = current_database()');
  const both = `${asked?.which} ${size}`;
  if (agreed.get(platform) === both) return undefined;
  const persons = (await readErasures(platform.erasures, platform.keys))?.map(({ person }) => person) ?? [];
  const { rows: [found] } = await database.query<{ there: number }>('select privacy.not_erased($1::uuid[]) as there', [persons]);
  if (found?.there === 0) {
    agreed.set(platform, both);
    return undefined;
  }
  return {
    code: 'ERASURES_NOT_APPLIED', because: `${found?.there} persons who were erased are in the database again, as after a restore`,
    cure: 'Erase them again with the account that owns the tables: kinga privacy reapply.',
  };
}
