import type { Pool } from 'pg';
import { kernelSettings } from '../files/settings.js';
import type { NotReady } from '../module/ready-when.js';
import type { Platform } from '../platform.js';

/** With which a commit is on the disk of a standby when it is acknowledged; by `remote_write` it may still be in its memory. */
const ON_DISK = new Set(['on', 'remote_apply']);

/** Whether PostgreSQL waits with each commit for as many servers as the deployment wants (`copies` of the settings of `kernel`). */
export async function enoughCopies({ settings }: Pick<Platform, 'settings'>, database: Pick<Pool, 'query'>): Promise<NotReady | undefined> {
  const { copies } = kernelSettings.parse(settings('kernel') ?? {});
  if (copies === 1) return undefined;
  const { rows: [at] } = await database.query<{ committed: string; standbys: string }>("select current_setting('synchronous_commit') as committed, current_setting('synchronous_standby_names') as standbys");
  if (at && ON_DISK.has(at.committed) && standbysWaitedFor(at.standbys) >= copies - 1) return undefined;
  return {
    code: 'COPIES_TOO_FEW',
    because: `the deployment wants each commit on ${copies} servers before it is acknowledged, and PostgreSQL does not wait for as many`,
    cure: `Set synchronous_standby_names = 'ANY ${copies - 1} (*)' and synchronous_commit = on at the primary, with as many standbys and one more; or set copies of the settings of kernel to what it is.`,
  };
}

/** As PostgreSQL reads `synchronous_standby_names`: `FIRST 2 (a, b, c)`, `ANY 1 (*)`, `2 (a, b)`, or a list, of which one is waited for. */
function standbysWaitedFor(names: string): number {
  if (names.trim() === '') return 0;
  return Number(/^\s*(?:first\s+|any\s+)?(\d+)\s*\(/i.exec(names)?.[1] ?? 1);
}
