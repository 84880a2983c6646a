import { DeploymentProblems } from '../problems.js';

const problem = (code: string, message: string, cure: string): DeploymentProblems => new DeploymentProblems([{ code, message, cure }]);

/** All that keeps a backup from being made or restored. */
export const backupProblems = {
  notOne: (file: string) => problem('BACKUP_UNKNOWN', `${file} is no backup of Kinga's.`, 'Name a file that kinga backup wrote.'),
  incomplete: (file: string) => problem('BACKUP_INCOMPLETE', `${file} ends before its end: whoever wrote it was stopped half-way.`, 'Take another backup; nothing of this one was restored.'),
  damaged: (file: string, why: string) => problem('BACKUP_DAMAGED', `${file} is not as it was written: ${why}.`, 'Take another backup; nothing of this one was restored.'),
  sealed: (file: string) => problem('BACKUP_SEALED', `${file} is sealed, and KINGA_BACKUP_KEY is not set.`, 'Set KINGA_BACKUP_KEY to the key that it was made with.'),
  key: () => problem('BACKUP_KEY_INVALID', 'KINGA_BACKUP_KEY is no key of 32 bytes in base64.', 'Make one: openssl rand -base64 32. Keep it apart from the backups, and from KINGA_KEYS.'),
  otherVersion: (missing: readonly string[], more: readonly string[]) =>
    problem('BACKUP_OF_OTHER_VERSION', `The backup was made under other migrations: it has ${missing.join(', ') || 'none'} that this installation lacks, and lacks ${more.join(', ') || 'none'} of it.`,
      'Restore with the installation that made the backup, then upgrade it.'),
  notEmpty: () => problem('DATABASE_NOT_EMPTY', 'Something has been written to this database, which a restore would replace.', 'Point DATABASE_URL at an empty database (createdb), or KINGA_DATA at an empty folder.'),
  noErasures: (file: string) => problem('ERASURES_MISSING', `There is no ${file}, which says who was erased since the backup was made.`, 'Name a copy of it: --erasures <file>, or KINGA_ERASURES. Say --nobody-erased where nobody was.'),
  wrong: (what: readonly string[]) => problem('RESTORE_WRONG', `What was restored is not right, and was taken back: ${what.join('; ')}.`, 'Keep the backup and take another one; the database it came from may be damaged.'),
};
