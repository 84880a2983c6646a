import { chmod, lstat, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Account, canEnter } from './account.js';

/** Where root may put what the account `postgres` must reach; data must outlive clean-ups of temporary folders. */
export const LASTING_FOLDERS: readonly string[] = ['/var/lib/kinga', '/opt/kinga', '/srv/kinga'];

/**
 * The first of `candidates` in which root can make the folder `name` such that `account` may enter it and nobody but
 * root can have put anything there.
 */
export async function systemFolder(account: Account, candidates: readonly string[], name: string): Promise<string | undefined> {
  for (const candidate of candidates) {
    const folder = join(candidate, name);
    try {
      await makeFolders(folder, 0o755);
      if ((await isOurs(candidate)) && (await isOurs(folder)) && canEnter(account, folder)) return folder;
    } catch {
      // A read-only or full disk: the next candidate may do.
    }
  }
  return undefined;
}

/** Creates `folder` and its missing parents with exactly `mode`, whatever the umask. */
export async function makeFolders(folder: string, mode: number): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode });
  if (first === undefined || process.platform === 'win32') return;
  for (let path = folder; path.length >= first.length; path = dirname(path)) await chmod(path, mode);
}

async function isOurs(folder: string): Promise<boolean> {
  const info = await lstat(folder);
  return info.isDirectory() && info.uid === process.getuid?.() && (info.mode & 0o022) === 0;
}
