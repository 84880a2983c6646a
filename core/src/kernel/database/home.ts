import { createHash } from 'node:crypto';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, canEnter } from './account.js';
import { embeddedProblems } from './problems.js';
import { readState, type ServerState, writePrivately, writeState } from './server-state.js';
import { systemFolder } from './system-folder.js';

/**
 * The folder that holds the cluster of `folder`: `folder` itself, or, where only root may enter that, one of root's
 * own named after it.
 *
 * @throws DatabaseProblem EMBEDDED_NO_PLACE, EMBEDDED_COPIED
 */
export async function findHome(folder: string, state: ServerState, account: Account, systemFolders: readonly string[]): Promise<string> {
  if (state.home !== undefined) {
    await claim(state.home, folder);
    return state.home;
  }
  if (canEnter(account, folder)) return folder;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const home = await systemFolder(account, systemFolders, `database-${name}`);
  if (home === undefined) throw embeddedProblems.noPlace([folder, ...systemFolders]);
  await claim(home, folder);
  // The deployment may have been moved below a closed folder after its database was made.
  if (await exists(join(folder, 'cluster'))) await rename(join(folder, 'cluster'), join(home, 'cluster'));
  await writeFile(join(folder, 'README.md'), `The database of this folder lies in ${home}: PostgreSQL does not run as root, and no other\naccount may enter here. Back up and delete both together.\n`);
  await writeState(folder, { ...state, home });
  return home;
}

/** A copied deployment must not run on the original's database; a moved one may. */
async function claim(home: string, folder: string): Promise<void> {
  const note = join(home, 'belongs-to.txt');
  const original = (await readFile(note, 'utf8').catch(() => '')).trim();
  if (original === folder) return;
  if (original !== '' && (await readState(original).catch(() => undefined))?.home === home) throw embeddedProblems.copied(folder, original);
  await writePrivately(note, `${folder}\n`);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
