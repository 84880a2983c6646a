import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Plan } from '../../kernel/plan/types.js';
import type { JournalEntry } from '../../privacy/erasure/journal.js';
import { reapplyErasures } from '../../privacy/erasure/reapply.js';
import { DeploymentProblems } from '../problems.js';
import { framesOf, type End, type Header, type TableEnd, type TablePart } from './frames.js';
import { migrationMarks, type BackupReport } from './make-backup.js';
import { backupProblems } from './problems.js';
import { opened } from './seal-stream.js';
import { copyOut, SAME_TEXT, tablesOf } from './tables.js';
import { foundWrong } from './verify.js';

export interface RestoreOptions {
  readonly plan: Plan;
  /** The account that owns the tables, at a database that is migrated and into which nobody has written. */
  readonly pool: Pool;
  readonly file: string;
  readonly key?: Buffer | undefined;
  /** Who was erased, by the journal: the backup may be older. */
  readonly erasures: readonly JournalEntry[];
  /** Proves the backup and takes everything back. */
  readonly onlyVerify?: boolean;
  readonly progress?: (text: string) => void;
}

/**
 * What a backup says of itself.
 *
 * @throws DeploymentProblems BACKUP_UNKNOWN
 */
export async function readHeader(file: string): Promise<{ readonly header: Header; readonly length: number }> {
  const handle = await open(file, 'r').catch(() => { throw backupProblems.notOne(file); });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1 << 20), 0, 1 << 20, 0);
    const length = buffer.subarray(0, bytesRead).indexOf(10);
    const header = JSON.parse(buffer.subarray(0, Math.max(length, 0)).toString()) as Header;
    if (header.kinga !== 'backup' || header.format !== 1) throw new Error('another format');
    return { header, length: length + 1 };
  } catch {
    throw backupProblems.notOne(file);
  } finally {
    await handle.close();
  }
}

/**
 * Puts a backup into a database, in one transaction: all of it and proved, or nothing. Each table's rows are held against their
 * number and checksum as they come and once more as they lie there; foreign keys are made anew, which checks them; then what
 * `foundWrong` knows. Whoever was erased since is erased again before anybody can see them. Takes constant memory.
 *
 * @throws DeploymentProblems
 */
export async function restoreBackup(options: RestoreOptions): Promise<BackupReport> {
  const { plan, pool, file, key, onlyVerify = false } = options;
  const { header, length } = await readHeader(file);
  const own = await migrationMarks(plan);
  const [missing, more] = [header.migrations.filter((mark) => !own.includes(mark)), own.filter((mark) => !header.migrations.includes(mark))];
  if (missing.length + more.length > 0) throw backupProblems.otherVersion(missing, more);
  if (header.salt && !key) throw backupProblems.sealed(file);
  const parts = partsOf(file, length, header, key);
  const client = await pool.connect();
  try {
    await client.query(`begin; ${SAME_TEXT}`);
    const report = await fill(client, parts, options);
    await client.query(onlyVerify ? 'rollback' : 'commit');
    return report;
  } catch (error) {
    throw explained(error, file);
  } finally {
    // A COPY that was broken off would keep a rollback waiting: closing the connection undoes all of it.
    client.release(true);
    await parts.return(undefined);
  }
}

function partsOf(file: string, start: number, { salt }: Header, key: Buffer | undefined): AsyncGenerator<Buffer> {
  const bytes = createReadStream(file, { start });
  const zipped = salt && key ? Readable.from(opened(bytes as AsyncIterable<Buffer>, key, Buffer.from(salt, 'base64'))) : bytes;
  const unzip = createGunzip();
  zipped.once('error', (error: Error) => unzip.destroy(error));
  unzip.once('close', () => zipped.destroy());
  // Whoever reads is told; when nobody reads any more, nobody has to be.
  unzip.on('error', () => undefined);
  return framesOf(zipped.pipe(unzip) as AsyncIterable<Buffer>);
}

async function fill(client: PoolClient, parts: AsyncGenerator<Buffer>, { erasures, progress = () => undefined }: RestoreOptions): Promise<BackupReport> {
  const tables = await tablesOf(client);
  const awaited = new Map(tables.map((part) => [part.table, part]));
  await requireUntouched(client);
  const guards = await lowerGuards(client, tables);
  const next = async (): Promise<Buffer> => {
    const { value, done } = await parts.next();
    if (done) throw new RangeError('it has no end');
    return value;
  };
  const wrong: string[] = [];
  let all = 0;
  for (let count = 0; ; count += 1) {
    const told = JSON.parse((await next()).toString()) as TablePart | End;
    if ('end' in told) {
      if (told.tables !== count || awaited.size > 0) throw new Error(`it has ${count} tables instead of ${tables.length}`);
      for (const [name, value] of Object.entries(told.sequences)) await client.query("select setval(to_regclass($1::text), $2::bigint)", [name, value]);
      break;
    }
    requireOwn(told, awaited.get(told.table));
    awaited.delete(told.table);
    const end = await fillTable(client, told, next);
    all += end.rows;
    const lies = await asItLies(client, told);
    if (lies.rows !== end.rows || lies.sha256 !== end.sha256) wrong.push(`${told.table} does not lie there as it was written`);
    if (end.rows > 0) progress(`${told.table}: ${end.rows} rows`);
  }
  await raiseGuards(client, guards);
  wrong.push(...(await foundWrong(client)));
  if (wrong.length > 0) throw backupProblems.wrong(wrong);
  return { tables: tables.length, rows: all, forgotten: await reapplyErasures(client, erasures) };
}

const VALUES = String.raw`\((?:'[^'\\]*'|-?\d+|MINVALUE|MAXVALUE|NULL)(?:, (?:'[^'\\]*'|-?\d+|MINVALUE|MAXVALUE|NULL))*\)`;
const BOUND = new RegExp(`^(?:DEFAULT|FOR VALUES IN ${VALUES}|FOR VALUES FROM ${VALUES} TO ${VALUES})$`);
const NAME = /^(?:\w+|"\w+")\.(?:\w+|"\w+")$/;

/** Names become SQL, and are read before any checksum is: none is taken that this installation would not have written. */
function requireOwn({ table, columns, key, partitions }: TablePart, own: TablePart | undefined): void {
  if (own && columns.length === own.columns.length && new Set(columns).size === columns.length && columns.every((column) => own.columns.includes(column))
    && (key ?? []).every((column) => columns.includes(column)) && partitions.every(({ name, bound }) => NAME.test(name) && BOUND.test(bound))) return;
  throw new Error(own ? `${table} has other columns or partitions` : 'it names a table that there is not, or one twice');
}

async function fillTable(client: PoolClient, part: TablePart, next: () => Promise<Buffer>): Promise<TableEnd> {
  for (const { name, bound } of part.partitions) {
    const { rows } = await client.query<{ missing: boolean }>('select to_regclass($1) is null as missing', [name]);
    if (rows[0]?.missing) await client.query(`create table ${name} partition of ${part.table} ${bound}`);
  }
  const copy = client.query(copyFrom(`copy ${part.table} (${part.columns.join(', ')}) from stdin`));
  const failed = once(copy, 'finish');
  failed.catch(() => undefined);
  const hash = createHash('sha256');
  for (let bytes = await next(); bytes.length > 0; bytes = await next()) {
    hash.update(bytes);
    if (!copy.write(bytes)) await Promise.race([once(copy, 'drain'), failed]);
  }
  copy.end();
  await failed;
  const end = JSON.parse((await next()).toString()) as TableEnd;
  if (hash.digest('hex') !== end.sha256 || copy.rowCount !== end.rows) throw new Error(`the rows of ${part.table} are not those that were written`);
  return end;
}

/** The rows once more, as the database has them now. */
async function asItLies(client: PoolClient, part: TablePart): Promise<TableEnd> {
  const hash = createHash('sha256');
  const copy = client.query(copyTo(copyOut(part)));
  for await (const bytes of copy as AsyncIterable<Buffer>) hash.update(bytes);
  return { rows: copy.rowCount, sha256: hash.digest('hex') };
}

/** Migrations write reference rows; people, jobs and seeds leave something here. */
async function requireUntouched(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ touched: boolean }>('select exists (select from kernel.event) or exists (select from kernel.history) or exists (select from kernel.seed) or exists (select from kernel.job) as touched');
  if (rows[0]?.touched) throw backupProblems.notEmpty();
}

interface Guards {
  readonly foreignKeys: readonly { readonly table: string; readonly name: string; readonly definition: string }[];
  readonly tables: readonly { readonly table: string; readonly forced: boolean; readonly written: boolean }[];
}

/**
 * Rows come in the order of names, and were checked when they were first written: what stands in the way is put away meanwhile, the
 * rows of migrations too. One statement a table, since each makes PostgreSQL read all of its definition anew; and emptying a table makes
 * all of its files anew, so that it is done only where there were ever rows.
 */
async function lowerGuards(client: PoolClient, parts: readonly TablePart[]): Promise<Guards> {
  const names = parts.flatMap(({ table, partitions }) => [table, ...partitions.map(({ name }) => name)]);
  const { rows: foreignKeys } = await client.query<Guards['foreignKeys'][number]>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where contype = 'f' and conparentid = 0 and conrelid = any($1::regclass[])`, [names],
  );
  const { rows: tables } = await client.query<Guards['tables'][number]>(
    `select format('%I.%I', n.nspname, c.relname) as table, c.relforcerowsecurity as forced, c.relkind = 'r' and pg_relation_size(c.oid) > 0 as written
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = any($1::regclass[])`, [names],
  );
  await alterEach(client, foreignKeys, ({ name }) => `drop constraint ${name}`);
  await alterEach(client, tables, ({ forced }) => `${forced ? 'no force row level security, ' : ''}disable trigger user`);
  const written = tables.filter((each) => each.written).map(({ table }) => table);
  if (written.length > 0) await client.query(`truncate ${written.join(', ')}`);
  return { foreignKeys, tables };
}

/** Foreign keys are checked before policies are forced again. */
async function raiseGuards(client: PoolClient, { foreignKeys, tables }: Guards): Promise<void> {
  await alterEach(client, foreignKeys, ({ name, definition }) => `add constraint ${name} ${definition}`);
  await alterEach(client, tables, ({ forced }) => `${forced ? 'force row level security, ' : ''}enable trigger user`);
}

async function alterEach<T extends { readonly table: string }>(client: PoolClient, all: readonly T[], action: (each: T) => string): Promise<void> {
  for (const [table, those] of Map.groupBy(all, (each) => each.table)) await client.query(`alter table ${table} ${those.map(action).join(', ')}`);
}

function explained(error: unknown, file: string): unknown {
  if (error instanceof DeploymentProblems) return error;
  const { code, message } = error as { readonly code?: string; readonly message: string };
  if (error instanceof RangeError || code === 'Z_BUF_ERROR') return backupProblems.incomplete(file);
  if (code?.startsWith('Z_') || code?.startsWith('42P')) return backupProblems.damaged(file, message);
  // A foreign key or a check that does not hold says which; what row it is must not be told.
  if (code?.startsWith('23') || code?.startsWith('22')) return backupProblems.wrong([`${(error as { readonly table?: string }).table ?? 'a table'} breaks ${(error as { readonly constraint?: string }).constraint ?? 'a type'}`]);
  return code === undefined || /^ERR_/.test(code) ? backupProblems.damaged(file, message) : error;
}
