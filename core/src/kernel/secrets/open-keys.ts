import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KeysProblem, parseKeys, type Keys } from './keys.js';

const FILE = 'development-keys';

/**
 * The keys of a deployment: `KINGA_KEYS`, or, outside of production, a file in the data folder that the first start makes.
 *
 * @throws KeysProblem KEYS_MISSING in production without `KINGA_KEYS`; KEYS_INVALID
 */
export async function openKeys(dataDir: string, env: NodeJS.ProcessEnv = process.env): Promise<Keys> {
  const given = env['KINGA_KEYS'];
  if (given) return parseKeys(given);
  if (env['NODE_ENV'] === 'production') {
    throw new KeysProblem('KEYS_MISSING', 'In production KINGA_KEYS has to be set: the keys that seal national numbers and account numbers.',
      'Make a key with openssl rand -base64 32, keep it outside of the database and its backups, and give it to every process. Who loses it loses the numbers.');
  }
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, FILE);
  return parseKeys((await read(file)) ?? (await makeOnce(file)));
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The file appears whole, and of two processes that start at once only one can name it. */
async function makeOnce(file: string): Promise<string> {
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  try {
    await link(unfinished, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(unfinished);
  }
  return readFile(file, 'utf8');
}
