import { createHash, type Hash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { addChunk, finishFile } from '../../kernel/files/chunks.js';
import { readFile } from '../../kernel/files/read-file.js';
import { openFile, type OpenFile } from '../../kernel/files/store-file.js';
import { defineJob } from '../../kernel/jobs/define-job.js';
import { refuse, Refused } from '../../kernel/write/refusal.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { exportMade } from './events.js';
import { rowOrder } from './export-checks.js';
import { ExportState, type ExportFormat } from './export.js';
import { MEDIA_TYPE, writerOf } from './formats.js';
import { listReader } from './read-pages.js';
import { readExportQuery } from './read-query.js';
import { expiryOf } from './expire-clear.js';
import { exportTooLarge } from './refusals.js';

const LARGEST_FILE = 2_147_483_647;
/** A step is written when it has so many bytes, or so many pages: how much a kill costs, and how soon cancelling is heard. */
const BYTES_OF_STEP = 262_144;
const PAGES_OF_STEP = 4;

/** An export as its row keeps it: enough to go on after a kill as if nothing had been. */
interface Progress {
  readonly query: string;
  readonly variables: string | null;
  readonly format: ExportFormat;
  readonly name: string;
  readonly purpose: string;
  readonly clear: boolean;
  readonly byteOrderMark: boolean;
  readonly file: OpenFile;
  readonly rows: number;
  readonly total: number;
  readonly cursor: string | null;
  readonly chunk: number;
  readonly size: number;
  readonly writer: object | null;
}

/** What is written in one transaction: a chunk, and where it goes on. */
type Step = Pick<Progress, 'rows' | 'cursor'> & { readonly bytes: Buffer; readonly writer: object };

/** What is known when all is written. */
interface Last {
  readonly size: number;
  readonly sha256: string;
  readonly leftOut: number | undefined;
}

/**
 * Writes an export. Each chunk of the file is committed together with the cursor after its last row and the state of the
 * writer; killed anywhere, the next worker goes on from there, and the file is the same to the byte.
 */
export const makeExport = defineJob<{ readonly exportId: string }>({
  name: 'exchange.make-export',
  description: 'Writes a list to a file',
  async run(ctx, { exportId }, job) {
    try {
      const from = await inTransaction(ctx, (tx) => takeUp(tx, exportId));
      if (!from) return {};
      const rows = await writeAll(ctx, exportId, from, (done) => job.progress(done, Math.max(done, from.total), `${done} rows`));
      return rows === undefined ? { cancelled: true } : { rows };
    } catch (error) {
      await fail(ctx, exportId, error);
      throw error;
    }
  },
});

/** `undefined` where there is nothing left to do. Whoever was at it before can add nothing more. */
async function takeUp(ctx: TxContext, id: string): Promise<Progress | undefined> {
  const { rows } = await ctx.tx.query<Omit<Progress, 'file' | 'size'> & { readonly fileId: string | null; readonly state: ExportState; readonly size: string }>(
    `select e.query, e.variables, e.format, e.name, e.purpose, e.clear_reason is not null as clear, e.byte_order_mark as "byteOrderMark", e.file_id as "fileId", e.total, e.state, p.rows, p.cursor, p.chunk, p.size, p.writer
     from exchange.export e join exchange.export_progress p on p.export_id = e.id where e.id = $1 for update`, [id],
  );
  const [row] = rows;
  if (!row || row.state === ExportState.DONE || row.state === ExportState.CANCELLED) return undefined;
  const file = row.fileId ? await takeOver(ctx, row.fileId) : await openFile(ctx, { name: row.name, mediaType: MEDIA_TYPE[row.format], purpose: 'export', asSeen: true });
  await ctx.tx.query("update exchange.export set state = 'RUNNING', problem = null, file_id = $2 where id = $1 and state <> 'RUNNING'", [id, file.id]);
  return { ...row, size: Number(row.size), file };
}

async function takeOver(ctx: TxContext, id: string): Promise<OpenFile> {
  const upload = uuidv7();
  await ctx.tx.query('update kernel.file set upload = $2 where id = $1', [id, upload]);
  return { id, upload };
}

/** @returns the rows written; `undefined` where it was cancelled meanwhile */
async function writeAll(ctx: Context, id: string, from: Progress, tell: (rows: number) => Promise<void>): Promise<number | undefined> {
  const query = readExportQuery(ctx, from.query, from.variables);
  const reader = listReader(ctx, query, from);
  const writer = writerOf(from.format, query, from.byteOrderMark, from.writer ?? undefined);
  const inOrder = rowOrder(ctx.platform, query);
  const hash = await hashOfWritten(ctx, from);
  let { rows, cursor, chunk, size } = from;
  let waiting: Buffer[] = from.writer ? [] : [writer.begin()];
  let pages = 0;
  for (let more = true; more;) {
    const page = await reader.page(cursor);
    pages += 1;
    waiting.push(writer.rows(inOrder(page.nodes)));
    rows += page.nodes.length;
    more = page.next !== null;
    cursor = page.next ?? cursor;
    if (!more) waiting.push(writer.end());
    else if (pages < PAGES_OF_STEP && waiting.reduce((sum, { length }) => sum + length, 0) < BYTES_OF_STEP) continue;
    const bytes = Buffer.concat(waiting);
    [waiting, pages] = [[], 0];
    size += bytes.length;
    if (size > LARGEST_FILE) refuse(exportTooLarge('query'));
    hash.update(bytes);
    const step = { rows, cursor, bytes, writer: writer.state() };
    const last = more ? undefined : { size, sha256: hash.copy().digest('hex'), leftOut: await reader.leftOut() };
    const at = chunk;
    if (!(await inTransaction(ctx, (tx) => commit(tx, id, from, at, step, last)))) return undefined;
    chunk += 1;
    await tell(rows);
  }
  return rows;
}

/** A hash cannot be kept half-way; what is written is read again, which a kill makes necessary and nothing else. */
async function hashOfWritten(ctx: Context, { file, chunk }: Progress): Promise<Hash> {
  const hash = createHash('sha256');
  if (chunk > 0) for await (const bytes of readFile(ctx, file.id)) hash.update(bytes);
  return hash;
}

/** @returns false where it was cancelled */
async function commit(ctx: TxContext, id: string, { file, format }: Progress, chunk: number, step: Step, last: Last | undefined): Promise<boolean> {
  const { rows } = await ctx.tx.query<{ state: ExportState }>('select state from exchange.export where id = $1 for update', [id]);
  if (rows[0]?.state === ExportState.CANCELLED) return false;
  await ctx.tx.query('update exchange.export_progress set rows = $2, cursor = $3, chunk = $4, size = size + $5, writer = $6 where export_id = $1', [
    id, step.rows, step.cursor, chunk + 1, step.bytes.length, JSON.stringify(step.writer),
  ]);
  if (!(await addChunk(ctx, file, chunk, step.bytes))) throw new Error(`export ${id} is being written by another worker`);
  if (!last) return true;
  const { leftOut, ...whole } = last;
  await ctx.tx.query("update exchange.export set state = 'DONE', problem = null, left_out = $2, kept_until = case when clear_reason is not null then $3::timestamptz end where id = $1", [id, leftOut, expiryOf(ctx)]);
  await finishFile(ctx, file, { ...whole, foundType: MEDIA_TYPE[format] });
  await publish(ctx, exportMade, { id, fileId: file.id, rows: step.rows });
  return true;
}

async function fail(ctx: Context, id: string, error: unknown): Promise<void> {
  const refused = error instanceof Refused;
  const problem = refused ? error.message : 'It met a fault of the platform; its job tells whether it is tried again.';
  await inTransaction(ctx, async ({ tx }) => {
    const { rows } = await tx.query<{ fileId: string | null }>(
      `update exchange.export e set state = 'FAILED', problem = $2, file_id = case when $3 then null else e.file_id end
       from (select id, file_id from exchange.export where id = $1 and state in ('QUEUED', 'RUNNING') for update) was where e.id = was.id returning was.file_id as "fileId"`, [id, problem, refused],
    );
    if (refused && rows[0]) await tx.query("delete from kernel.file where id = $1 and state = 'RECEIVING'", [rows[0].fileId]);
  });
}
