import { readRows } from '../../kernel/read/read-rows.js';
import { withoutLimits } from '../../kernel/access/scope.js';
import { noteRead } from '../../kernel/audit/read-log.js';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { readFile } from '../../kernel/files/read-file.js';
import { storeFile } from '../../kernel/files/store-file.js';
import { defineJob } from '../../kernel/jobs/define-job.js';
import { encodeId } from '../../kernel/schema/ids.js';
import { inTransaction } from '../../kernel/write/transaction.js';
import { ZipWriter } from '../../exchange/exports/zip.js';
import { personExportMade } from '../events.js';
import { asHtml } from './as-html.js';
import { gather } from './gather.js';

/** Puts everything together. Killed half-way it is begun anew; a file that nobody finished is seen by nobody. */
export const makePersonExport = defineJob<{ readonly exportId: string }>({
  name: 'privacy.make-person-export',
  description: 'Puts together everything that is held of a person',
  async run(ctx, { exportId }) {
    const { rows } = await readRows<{ person: string; state: string }>(ctx, 'select person_id as person, state from privacy.person_export where id = $1', [exportId]);
    const [wanted] = rows;
    if (wanted?.state !== 'QUEUED') return {};
    await noteRead(ctx, { fields: ['Person.*'], subjects: [wanted.person], revealed: true });
    const file = await storeFile(ctx, { name: `${encodeId('person', wanted.person)}.zip`, mediaType: 'application/zip', purpose: 'person-export' }, archive(ctx, wanted.person));
    await inTransaction(ctx, async (tx) => {
      await tx.tx.query('update kernel.file set in_use = true where id = $1', [file.id]);
      const { rowCount } = await tx.tx.query("update privacy.person_export set state = 'DONE', file_id = $2 where id = $1 and state = 'QUEUED'", [exportId, file.id]);
      if (rowCount === 1) await publish(tx, personExportMade, { id: exportId, person: wanted.person });
    });
    return {};
  },
});

async function* archive(ctx: Context, personId: string): AsyncGenerator<Buffer> {
  const { holdings, files } = await gather(ctx, personId);
  const zip = new ZipWriter();
  yield zip.part('everything.html', asHtml(encodeId('person', personId), ctx.today, holdings));
  yield zip.begin('everything.jsonl');
  for (const holding of holdings) {
    for (const row of holding.rows) yield zip.write(line({ table: holding.table, row }));
    for (const earlier of holding.history) yield zip.write(line({ table: holding.table, ...earlier }));
  }
  yield zip.end();
  for (const { id, name } of files) {
    yield zip.begin(`files/${id}-${name.replace(/[^\p{L}\p{N}._-]/gu, '_')}`);
    for await (const bytes of readFile(withoutLimits(ctx), id)) yield zip.write(bytes);
    yield zip.end();
  }
  yield zip.directory();
}

function line(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
