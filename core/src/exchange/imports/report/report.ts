import type { Context } from '../../../kernel/context.js';
import { storeFile } from '../../../kernel/files/store-file.js';
import { sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import { inTransaction, type TxContext } from '../../../kernel/write/transaction.js';
import type { LoadedImport } from '../load-import.js';
import { rejectsOf } from './rejects.js';

/** Writes the file of rejected rows, and throws away what was staged. */
export async function report(ctx: Context, given: LoadedImport): Promise<void> {
  const name = `${given.name.replace(/\.[^.]*$/, '')}-rejected.csv`;
  const rejects = given.rejectedCount > 0 ? await storeFile(ctx, { name, mediaType: 'text/csv', purpose: 'import-rejects' }, rejectsOf(ctx, given)) : null;
  await inTransaction(ctx, async (tx) => {
    const { rowCount } = await ask(tx, sql`update exchange.import set state = 'DONE', rejects_id = ${rejects?.id ?? null}::uuid where id = ${given.id}::uuid and state = 'REPORTING'`);
    if (rowCount === 1) await forgetStaged(tx, given.id);
  });
}

/** The rows of a file are of no more use once the import is over, and they are personal data. */
export async function forgetStaged(tx: TxContext, id: string): Promise<void> {
  for (const table of ['import_row', 'import_identifier', 'import_match', 'import_household', 'import_chunk']) {
    await tx.tx.query(`delete from exchange.${table} where import_id = $1`, [id]);
  }
}
