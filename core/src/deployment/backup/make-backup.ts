import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Pool, PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { idOf, checksumOf } from '../../kernel/database/migration.js';
import { migrationsOf } from '../../kernel/database/plan-migrations.js';
import type { Plan } from '../../kernel/plan/types.js';
import { writeFrame, type End, type Header, type TableEnd } from './frames.js';
import { sealed } from './seal-stream.js';
import { copyOut, SAME_TEXT, tablesOf } from './tables.js';

export interface BackupOptions {
  readonly plan: Plan;
  /** The account that owns the tables. */
  readonly pool: Pool;
  readonly file: string;
  /** 32 bytes; the backup is not sealed where left out. */
  readonly key?: Buffer | undefined;
  readonly progress?: (text: string) => void;
}

/** What a backup holds. */
export interface BackupReport {
  readonly tables: number;
  readonly rows: number;
  /** Of a restore: persons whom the backup still held although they had been erased. */
  readonly forgotten?: number;
}

/** Names a migration and its text. */
export async function migrationMarks(plan: Plan): Promise<readonly string[]> {
  return (await migrationsOf(plan)).map((migration) => `${idOf(migration)} ${checksumOf(migration).slice(0, 16)}`);
}

/**
 * Writes every row of a deployment, as of one moment, to a file, while others work on. Takes constant memory. The file has its
 * name only once it is whole and on the disk. What seals secret values (KINGA_KEYS) is not in the database, and so not in it.
 */
export async function makeBackup({ plan, pool, file, key, progress = () => undefined }: BackupOptions): Promise<BackupReport> {
  const salt = key && randomBytes(16);
  const header: Header = { kinga: 'backup', format: 1, madeAt: new Date().toISOString(), migrations: await migrationMarks(plan), ...(salt && { salt: salt.toString('base64') }) };
  const unfinished = `${file}.unfinished`;
  const out = createWriteStream(unfinished, { mode: 0o600 });
  out.write(`${JSON.stringify(header)}\n`);
  const frames = new PassThrough();
  const zipped = frames.pipe(createGzip({ level: 4 }));
  const written = pipeline(key && salt ? Readable.from(sealed(zipped, key, salt)) : zipped, out);
  const client = await pool.connect();
  try {
    await client.query(`begin isolation level repeatable read read only; ${SAME_TEXT}`);
    const report = await Promise.race([writeAll(client, frames, progress), written.then(() => { throw new Error('the file was closed early'); })]);
    await client.query('commit');
    frames.end();
    await written;
    await settle(unfinished, file);
    return report;
  } catch (error) {
    zipped.destroy(error as Error);
    await written.catch(() => undefined);
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    // Its settings are the transaction's, but a broken COPY leaves the connection in the middle of one.
    client.release(true);
  }
}

async function writeAll(client: PoolClient, frames: PassThrough, progress: (text: string) => void): Promise<BackupReport> {
  const tables = await tablesOf(client);
  let all = 0;
  for (const part of tables) {
    await writeFrame(frames, JSON.stringify(part));
    const hash = createHash('sha256');
    const copy = client.query(copyTo(copyOut(part)));
    for await (const bytes of copy as AsyncIterable<Buffer>) {
      hash.update(bytes);
      await writeFrame(frames, bytes);
    }
    await writeFrame(frames, '');
    await writeFrame(frames, JSON.stringify({ rows: copy.rowCount, sha256: hash.digest('hex') } satisfies TableEnd));
    all += copy.rowCount;
    if (copy.rowCount > 0) progress(`${part.table}: ${copy.rowCount} rows`);
  }
  const { rows } = await client.query<{ name: string; value: string }>(
    "select format('%I.%I', schemaname, sequencename) as name, last_value::text as value from pg_sequences where last_value is not null and schemaname !~ '^pg_'",
  );
  await writeFrame(frames, JSON.stringify({ end: true, tables: tables.length, sequences: Object.fromEntries(rows.map(({ name, value }) => [name, value])) } satisfies End));
  return { tables: tables.length, rows: all };
}

/** On the disk before it has its name, and its name on the disk too. */
async function settle(unfinished: string, file: string): Promise<void> {
  const handle = await open(unfinished, 'r+');
  await handle.sync();
  await handle.close();
  await rename(unfinished, file);
  const folder = await open(dirname(file), 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
