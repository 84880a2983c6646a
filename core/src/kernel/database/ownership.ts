import { chown, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Hands what root creates in somebody's folder to that somebody, who could not use the folder any more otherwise. */
export async function giveToOwnerOfFolder(path: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const owner = await stat(dirname(path));
  await chown(path, owner.uid, owner.gid);
}
