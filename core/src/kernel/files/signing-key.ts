import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Platform } from '../platform.js';

const BYTES = 32;
const keys = new WeakMap<Platform, Promise<Buffer>>();

/**
 * The key that links are signed with. It is outside of the database: in `KINGA_LINK_KEY` (base64, 32 bytes or more), which
 * all processes of a deployment share, or, outside of production, in a file of the data folder.
 */
export function signingKey(platform: Platform): Promise<Buffer> {
  const key = keys.get(platform) ?? readKey(platform.dataDir);
  keys.set(platform, key);
  return key;
}

async function readKey(dataDir: string): Promise<Buffer> {
  const given = process.env['KINGA_LINK_KEY'];
  if (given) return checked(Buffer.from(given, 'base64'));
  if (process.env['NODE_ENV'] === 'production') throw new Error('Set KINGA_LINK_KEY: the key that links to files are signed with, 32 bytes or more in base64.');
  await mkdir(dataDir, { recursive: true });
  return checked(await madeOnce(join(dataDir, 'link-key')));
}

function checked(key: Buffer): Buffer {
  if (key.length < BYTES) throw new Error(`The key that links are signed with has ${key.length} bytes; it needs ${BYTES}.`);
  return key;
}

/** The file appears whole, and of two processes that start at once only one can name it. */
async function madeOnce(file: string): Promise<Buffer> {
  const existing = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (existing) return existing;
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, randomBytes(BYTES), { mode: 0o600 });
  try {
    await link(unfinished, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(unfinished);
  }
  return readFile(file);
}
