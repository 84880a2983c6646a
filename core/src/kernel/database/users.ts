import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { giveToOwnerOfFolder } from './ownership.js';
import { isSameProcessAlive, processIdentity } from './processes.js';

// Call all of these while holding the folder's lock.

/** Notes that this process uses the server of `folder`; the result names the note. */
export async function enter(folder: string): Promise<string> {
  const note = `${processIdentity() ?? process.pid}.${randomUUID()}`;
  const notes = join(folder, 'users');
  await mkdir(notes, { recursive: true, mode: 0o700 });
  await giveToOwnerOfFolder(notes);
  await writeFile(join(notes, note), '');
  await giveToOwnerOfFolder(join(notes, note));
  return note;
}

/** Takes the note away again. */
export async function leave(folder: string, note: string): Promise<void> {
  await rm(join(folder, 'users', note), { force: true });
}

/** How many uses by living processes are noted; notes of dead ones are removed. */
export async function countUsers(folder: string): Promise<number> {
  let living = 0;
  for (const note of await readdir(join(folder, 'users')).catch(() => [])) {
    const identity = note.slice(0, note.indexOf('.'));
    if (isSameProcessAlive(identity)) living += 1;
    else await leave(folder, note);
  }
  return living;
}
