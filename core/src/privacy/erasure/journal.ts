import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NotReadyProblem } from '../../kernel/module/ready-when.js';
import type { Platform } from '../../kernel/platform.js';
import type { Key, Keys } from '../../kernel/secrets/keys.js';

/** What became of a person: erased on a day, or left after all by an erasure that had begun. */
export interface JournalEntry {
  readonly person: string;
  /** The day. */
  readonly on: string;
  readonly stays?: true;
}

/** After a line that whoever wrote it could not finish. */
const TORN = '#torn';

/**
 * Adds to the journal of erasures: a file outside of the database and its backups, one line each, ids and days alone, sealed, so that
 * who can write the file can't have anybody erased by a restore. On the disk when it returns.
 */
export async function journalErasures({ erasures: file, keys }: Pick<Platform, 'erasures' | 'keys'>, entries: readonly JournalEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(size - 1, 0));
    const torn = size > 0 && buffer.toString() !== '\n';
    await handle.appendFile(`${torn ? `${TORN}\n` : ''}${entries.map((entry) => `${JSON.stringify({ ...entry, seal: sealOf(keys.current, entry).toString('hex') })}\n`).join('')}`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Who is to be erased by a journal, and since when; `undefined` where there is no such file.
 *
 * @throws NotReadyProblem ERASURES_CHANGED where a line was not written by this deployment
 */
export async function readErasures(file: string, keys: Keys): Promise<readonly JournalEntry[] | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (text === undefined) return undefined;
  // What follows the last end of a line was never finished, and what it was to say was not done.
  const lines = text.split('\n').slice(0, -1);
  const last = new Map<string, JournalEntry>();
  for (const [index, line] of lines.entries()) {
    if (line.endsWith(TORN)) continue;
    const entry = entryOf(line, keys);
    if (!entry) throw changed(file, index + 1);
    last.set(entry.person, entry);
  }
  return [...last.values()].filter(({ stays }) => !stays);
}

const changed = (file: string, line: number): NotReadyProblem => new NotReadyProblem({
  code: 'ERASURES_CHANGED', because: `line ${line} of ${file} was not written by this deployment, or was changed`,
  cure: 'Give KINGA_KEYS the keys with which it was written, or take another copy of the file.',
});

function entryOf(line: string, keys: Keys): JournalEntry | undefined {
  try {
    const { person, on, stays, seal } = JSON.parse(line) as JournalEntry & { readonly seal: string };
    const entry = { person, on, ...(stays && { stays }) };
    const given = Buffer.from(seal, 'hex');
    return keys.all.map((key) => sealOf(key, entry)).some((made) => made.length === given.length && timingSafeEqual(made, given)) ? entry : undefined;
  } catch {
    return undefined;
  }
}

function sealOf(key: Key, { person, on, stays = false }: Omit<JournalEntry, 'stays'> & { readonly stays?: boolean }): Buffer {
  return createHmac('sha256', key.derive('journal of erasures')).update(JSON.stringify([person, on, stays])).digest();
}
