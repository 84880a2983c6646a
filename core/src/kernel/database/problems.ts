/** Something about the database that a person has to mend: what is wrong, and what to do. */
export class DatabaseProblem extends Error {
  override readonly name = 'DatabaseProblem';

  /** Stable, such as `DATABASE_REFUSED`. */
  readonly code: string;
  /** What to do. */
  readonly cure: string;

  constructor(code: string, message: string, cure: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.cure = cure;
  }
}

type Refusal = (...details: never[]) => DatabaseProblem;

const problem = (code: string, message: string, cure: string, cause?: unknown): DatabaseProblem =>
  new DatabaseProblem(code, message, cure, cause === undefined ? undefined : { cause });

/** All that can be wrong with a database that somebody else runs. `where` is `host:port` or `user@host:port/database`. */
export const connectionProblems = {
  malformed: (why: string) =>
    problem('DATABASE_URL_MALFORMED', `DATABASE_URL is not a PostgreSQL address: ${why}.`,
      'Write it as postgres://user:password@host:5432/database, and percent-encode special characters in the password (@ is %40, / is %2F, # is %23).'),
  hostUnknown: (host: string) =>
    problem('DATABASE_HOST_UNKNOWN', `The database host "${host}" is not known to this machine.`,
      'Correct the host in DATABASE_URL, or see to it that its name resolves here (DNS, /etc/hosts, the service name in your compose file).'),
  refused: (where: string) =>
    problem('DATABASE_REFUSED', `Nothing accepts connections at ${where}.`,
      'Start PostgreSQL there, or correct host and port in DATABASE_URL. Check that it listens beyond localhost and that no firewall stands between.'),
  unreachable: (where: string, why: string) =>
    problem('DATABASE_UNREACHABLE', `The database at ${where} does not answer: ${why}.`,
      'Check host and port in DATABASE_URL, the network and firewalls on the way, and that what answers there is PostgreSQL.'),
  tls: (where: string, why: string) =>
    problem('DATABASE_TLS', `No encrypted connection to ${where} came about: ${why}.`,
      'Add sslmode=require (or verify-full with sslrootcert=<file>) to DATABASE_URL when the server wants TLS; leave it out when the server has none.'),
  credentials: (where: string) =>
    problem('DATABASE_CREDENTIALS', `The database refused the user or the password for ${where}.`,
      "Correct user and password in DATABASE_URL; special characters must be percent-encoded. The server's pg_hba.conf must let this user in from this machine."),
  missing: (where: string, database: string) =>
    problem('DATABASE_MISSING', `The server at ${where} has no database "${database}".`,
      `Create it (createdb --encoding=UTF8 ${database}), or correct the name at the end of DATABASE_URL.`),
  tooOld: (version: string) =>
    problem('DATABASE_TOO_OLD', `The database server is PostgreSQL ${version}; Kinga needs 15 or later.`,
      'Upgrade the server, or point DATABASE_URL at a newer one. Without DATABASE_URL Kinga brings its own.'),
  encoding: (encoding: string) =>
    problem('DATABASE_ENCODING', `The database is encoded in ${encoding}; Kinga needs UTF8, or names of people are lost.`,
      'Create the database with createdb --encoding=UTF8 --template=template0 and point DATABASE_URL at it.'),
  diskFull: () =>
    problem('DATABASE_DISK_FULL', "The database server's disk is full.",
      'Free space on the disk that holds the data folder, then try again. Never delete files inside the data folder by hand.'),
  tooManyConnections: (where: string) =>
    problem('DATABASE_TOO_MANY_CONNECTIONS', `The database at ${where} has no connection left.`,
      "Close other programs, run fewer Kinga processes or give them smaller pools, raise the server's max_connections, or put PgBouncer in front."),
  startingUp: (where: string) =>
    problem('DATABASE_STARTING_UP', `The database at ${where} is still starting up, shutting down or recovering.`,
      "Wait a moment and try again; if it stays so, read the server's own log."),
  permission: (why: string) =>
    problem('DATABASE_PERMISSION', `The database user lacks a right: ${why}.`,
      'Let the user own the database, or as an administrator: grant connect, create, temporary on database <name> to <user>.'),
  tooStrong: (account: string, why: string) =>
    problem('DATABASE_ACCOUNT_TOO_STRONG', `The database account "${account}" ${why}, so that PostgreSQL would not hold back rows from it.`,
      'Give DATABASE_URL an account of its own that owns nothing (create role kinga_app login nosuperuser nobypassrls password \'…\'), give the owner\'s address as KINGA_OWNER_DATABASE_URL, and run kinga migrate once: it grants what the account needs.'),
  other: (where: string, why: string) =>
    problem('DATABASE_FAILED', `The database at ${where} failed: ${why}.`, "Read the server's log; it says more."),
} satisfies Record<string, Refusal>;

/** All that can be wrong with the server that Kinga starts itself. */
export const embeddedProblems = {
  noBinaries: (platform: string, why: string) =>
    problem('EMBEDDED_NO_BINARIES', `No PostgreSQL for ${platform} can be run from node_modules: ${why}.`,
      'Run npm install again (without --omit=optional or --ignore-scripts), or set DATABASE_URL to a PostgreSQL 15 or later. Alpine and other musl systems need DATABASE_URL.'),
  noAccount: (why: string) =>
    problem('EMBEDDED_NO_ACCOUNT', `PostgreSQL refuses to run as root, and no other account could be used: ${why}.`,
      'Run Kinga as a plain user, or create an account once (useradd --system postgres), or set DATABASE_URL.'),
  noPlace: (tried: readonly string[]) =>
    problem('EMBEDDED_NO_PLACE', `No folder was found that the account which runs PostgreSQL may enter; tried ${tried.join(', ')}.`,
      'Run Kinga as a plain user, move the deployment out of folders that only root may enter (such as /root), or set DATABASE_URL.'),
  permission: (path: string, why: string) =>
    problem('EMBEDDED_PERMISSION', `The data folder ${path} cannot be used: ${why}.`,
      'Run Kinga as the account that owns the folder, or hand it over: sudo chown -R "$(whoami)" <folder>. The disk must not be mounted read-only.'),
  diskFull: (path: string) =>
    problem('EMBEDDED_DISK_FULL', `The disk that holds ${path} is full.`,
      'Free space and start again; nothing that was committed is lost. Never delete files inside the data folder by hand.'),
  portTaken: (port: number) =>
    problem('EMBEDDED_PORT_TAKEN', `Port ${port} is taken by another program.`,
      'End that program, name another port, or name none: then a free one is found.'),
  locked: (path: string, holder: string) =>
    problem('EMBEDDED_LOCKED', `Another process (${holder}) has been starting or stopping the database in ${path} for long.`,
      'Wait for it, or end that process; then try again.'),
  damaged: (path: string, why: string) =>
    problem('EMBEDDED_DAMAGED', `The data folder ${path} is not whole: ${why}.`,
      'Restore it from a backup. If nothing in it is needed, move the folder away and start again; a new, empty database is then made.'),
  copied: (path: string, original: string) =>
    problem('EMBEDDED_COPIED', `${path} is a copy of ${original}, and the database of both lies outside of them.`,
      `To give the copy a database of its own, delete server.json in ${path}; it then starts empty.`),
  otherVersion: (path: string, found: string, wanted: string) =>
    problem('EMBEDDED_OTHER_VERSION', `The data folder ${path} was written by PostgreSQL ${found}; this Kinga brings ${wanted}.`,
      'Dump the database with the Kinga that wrote it and restore it here, or run that version. PostgreSQL does not read the files of another major version.'),
  sharedMemory: (why: string) =>
    problem('EMBEDDED_SHARED_MEMORY', `PostgreSQL got no shared memory: ${why}.`,
      'In a container give it more (docker run --shm-size=256m); else close other programs or set DATABASE_URL.'),
  notStarted: (logFile: string, tail: string) =>
    problem('EMBEDDED_NOT_STARTED', `PostgreSQL did not start. Its last words: ${tail}`,
      `Read ${logFile}. If nothing in the data folder is needed, move the folder away and start again.`),
  notStopped: (pid: number) =>
    problem('EMBEDDED_NOT_STOPPED', `PostgreSQL (process ${pid}) does not stop.`, `Look at what process ${pid} waits for; the next start takes it over.`),
} satisfies Record<string, Refusal>;

/** All that keeps migrations from being applied. */
export const migrationProblems = {
  twice: (id: string) =>
    problem('MIGRATION_TWICE', `The migration ${id} is listed twice.`, 'Give each migration of a module its own file name, and list a module once.'),
  edited: (ids: readonly string[]) =>
    problem('MIGRATION_EDITED', `Edited after having been applied to this database: ${ids.join(', ')}.`,
      'Restore the files as they were and write a new migration for the change. On a development database that may be lost, make it anew.'),
  newer: (ids: readonly string[]) =>
    problem('DATABASE_NEWER', `The database is newer than this installation, which does not know ${ids.join(', ')}.`,
      'Upgrade this installation to the version that wrote them, or restore the backup that was made before the upgrade.'),
  moduleMissing: (modules: readonly string[], ids: readonly string[]) =>
    problem('DATABASE_MODULE_MISSING', `The database holds data of ${modules.join(', ')}, which this installation does not have (${ids.join(', ')}).`,
      'Put the module back into the deployment. If it is to be gone for good, name it as retired; its tables then stay untouched.'),
  behind: (ids: readonly string[]) =>
    problem('DATABASE_BEHIND', `The database lacks ${ids.length === 1 ? 'a migration' : `${ids.length} migrations`}: ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''}.`,
      'Run kinga migrate (make a backup first), then start again.'),
  failed: (id: string, why: string, cause: unknown) =>
    problem('MIGRATION_FAILED', `The migration ${id} failed and left nothing behind: ${why}.`,
      'Mend the migration or the data that it trips over, then run kinga migrate again. The migrations before it are applied and stay.', cause),
  ownTransaction: (id: string) =>
    problem('MIGRATION_OWN_TRANSACTION', `The migration ${id} ends the transaction that it is given.`,
      'Take BEGIN, COMMIT and ROLLBACK out of the file. What it did up to its own COMMIT has stayed in the database: undo that first.'),
  busy: (id: string, cause: unknown) =>
    problem('MIGRATION_BUSY', `The migration ${id} waited too long for tables that others use; nothing was changed by it.`,
      'Stop running jobs or wait for a quiet hour, then run kinga migrate again.', cause),
  readOnly: () =>
    problem('DATABASE_READ_ONLY', 'The database only reads: it is a replica, or was set read-only.',
      'Point DATABASE_URL at the primary for kinga migrate.'),
  unreadable: (folder: string, why: string) =>
    problem('MIGRATIONS_UNREADABLE', `The migrations in ${folder} cannot be read: ${why}.`, "Check the module's migrations path, and that its package ships the folder."),
} satisfies Record<string, Refusal>;
