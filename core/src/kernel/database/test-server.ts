import { lstat, statfs } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { packagedVersion } from './binaries.js';
import { startEmbedded } from './embedded.js';
import { embeddedProblems } from './problems.js';
import { dropLeftovers } from './template.js';
import { makeFolders } from './system-folder.js';

const MEMORY = '/dev/shm';
const MEMORY_NEEDED = 2 * 1024 ** 3;

/** Names the server of a test run, for the workers; set it beforehand to have the tests use a server of yours. */
export const TEST_DATABASE_URL = 'KINGA_TEST_DATABASE_URL';

export interface TestServer {
  /** Address of a database to which a role that may create databases can connect. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * The PostgreSQL for tests: one per machine, user and version, shared by all checkouts, runs and workers, and kept in
 * between. Each call is a use of it, ended by `stop`; it stops with the last use. Not safe against crashes.
 */
export async function testServer(): Promise<TestServer> {
  const given = process.env[TEST_DATABASE_URL];
  if (given !== undefined && given !== '') return { url: given, stop: async () => undefined };
  const folder = join(await fastestFolder(), `kinga-test-postgres-${await packagedVersion()}-${userInfo().uid}`);
  await refuseForeign(folder);
  const server = await startEmbedded({ dataDir: folder, durable: false, log: () => undefined });
  try {
    if (server.owned) await dropLeftovers(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

/** Copying a database makes hundreds of files: 18 ms in memory, 100 to 400 ms on the disk of a small virtual machine. */
async function fastestFolder(): Promise<string> {
  const space = await statfs(MEMORY).catch(() => undefined);
  return space !== undefined && space.bavail * space.bsize > MEMORY_NEEDED ? MEMORY : tmpdir();
}

/** In a folder that all may write, somebody else could have made it first. */
async function refuseForeign(folder: string): Promise<void> {
  await makeFolders(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  const info = await lstat(folder);
  if (process.getuid !== undefined && (!info.isDirectory() || info.uid !== process.getuid())) throw embeddedProblems.permission(folder, 'it belongs to somebody else');
}
