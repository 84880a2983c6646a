import { backupProblems } from './problems.js';

/**
 * What seals backups: `KINGA_BACKUP_KEY`, 32 bytes in base64; nothing where it is not set.
 *
 * @throws DeploymentProblems BACKUP_KEY_INVALID
 */
export function backupKey(env: NodeJS.ProcessEnv = process.env): Buffer | undefined {
  const text = env['KINGA_BACKUP_KEY'];
  if (!text) return undefined;
  const key = Buffer.from(text, 'base64');
  if (key.length !== 32) throw backupProblems.key();
  return key;
}
