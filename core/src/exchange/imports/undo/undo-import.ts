import { beyondScope } from '../../../kernel/write/beyond-scope.js';
import type { Context } from '../../../kernel/context.js';
import { publish } from '../../../kernel/events/publish.js';
import type { JobControl } from '../../../kernel/jobs/define-job.js';
import { refuse } from '../../../kernel/write/refusal.js';
import { inTransaction, type TxContext } from '../../../kernel/write/transaction.js';
import { importUndone } from '../events.js';
import type { LoadedImport } from '../load-import.js';
import { importRefused } from '../refusals.js';
import { forgetStaged } from '../report/report.js';
import { dependents } from './dependents.js';

/** What refers before what is referred to; the key from a household to its head is checked at the commit. */
const ORDER = ['people.contact_point', 'people.identifier', 'people.residence', 'people.membership', 'people.person', 'people.household'] as const;

/**
 * Takes back an import in one transaction, so that it is gone as a whole or stays as a whole; history keeps what was there. Rows
 * that refer to it and come meanwhile are found by their foreign keys, and the undo is refused.
 */
export async function undoImport(ctx: Context, { id, rowCount }: LoadedImport, job: JobControl): Promise<void> {
  await job.progress(0, rowCount, 'taking back');
  await inTransaction(ctx, async (tx) => {
    const { rowCount: held } = await tx.tx.query("select 1 from exchange.import where id = $1 and state = 'UNDOING' for update", [id]);
    if (held !== 1) return;
    // What others refer to stays, whoever they are; only how many there are is told.
    const found = await beyondScope(tx, () => dependents(tx, id));
    if (found.length > 0) refuse(...found.map(({ table, count }) => importRefused('id', { table, count })));
    await putBack(tx, id);
    const counts = new Map<string, number>();
    for (const table of ORDER) counts.set(table, await takeAway(tx, id, table));
    await forgetStaged(tx, id);
    await tx.tx.query('delete from exchange.import_written where import_id = $1', [id]);
    await tx.tx.query('delete from exchange.import_change where import_id = $1', [id]);
    await tx.tx.query("update exchange.import set state = 'UNDONE', stopped_in = null where id = $1", [id]);
    await publish(tx, importUndone, { import: id, persons: counts.get('people.person') ?? 0, households: counts.get('people.household') ?? 0 });
  });
}

/** Persons whom the import changed are again as they were before. */
async function putBack(tx: TxContext, id: string): Promise<void> {
  await tx.tx.query(
    `update people.person p set given_name = b.given_name, patronymic = b.patronymic, sex = b.sex, birth_date = b.birth_date, birth_precision = b.birth_precision,
       birth_estimated = b.birth_estimated, attributes = b.attributes
     from exchange.import_change c
     cross join lateral jsonb_to_record(c.before) as b(given_name text, patronymic text, sex text, birth_date date, birth_precision text, birth_estimated boolean, attributes jsonb)
     where c.import_id = $1 and p.id = c.person_id and p.erased_on is null`, [id],
  );
}

/** Chunk by chunk, so that what the database has to check after each statement stays small. */
async function takeAway(tx: TxContext, id: string, table: (typeof ORDER)[number]): Promise<number> {
  const { rows } = await tx.tx.query<{ chunk: number }>('select chunk from exchange.import_written where import_id = $1 and table_name = $2 order by chunk', [id, table]);
  let gone = 0;
  for (const { chunk } of rows) {
    const { rowCount } = await tx.tx.query(
      `delete from ${table} t using (select unnest(ids) as id from exchange.import_written where import_id = $1 and chunk = $2 and table_name = $3) w where t.id = w.id`, [id, chunk, table],
    );
    gone += rowCount ?? 0;
  }
  return gone;
}
