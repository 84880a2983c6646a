import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { errorText } from './errors.js';
import { embeddedProblems } from './problems.js';

const run = promisify(execFile);

/** The account that runs PostgreSQL. Without `uid` it is the one that runs this process. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const WAYS_TO_CREATE: readonly (readonly (readonly [string, ...string[]])[])[] = [
  [['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']],
  [['addgroup', '-S', 'postgres'], ['adduser', '-S', '-D', '-H', '-G', 'postgres', '-s', '/bin/false', 'postgres']],
];

/**
 * Finds the account to run PostgreSQL as, which refuses root: for root the account `postgres`, created if need be, or
 * `nobody` where accounts cannot be created.
 *
 * @throws DatabaseProblem EMBEDDED_NO_ACCOUNT
 */
export async function findAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const account = (await lookUp('postgres')) ?? (await lookUp('_postgres')) ?? (await create()) ?? (await lookUp('nobody'));
  if (account === undefined) throw embeddedProblems.noAccount('there is no account "postgres" or "nobody", and none could be created');
  // Where root is one only by name (a user namespace, dropped capabilities), becoming somebody else fails.
  const { error } = spawnSync('/bin/sh', ['-c', ':'], { ...account, cwd: '/' });
  if (error !== undefined) throw embeddedProblems.noAccount(`switching to account ${account.uid} failed (${errorText(error)})`);
  return account;
}

/** Whether `account` may enter `folder`. Tried, since mode bits tell only half: ACLs, mounts and parents count too. */
export function canEnter(account: Account, folder: string): boolean {
  if (account.uid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...account, cwd: '/' }).status === 0;
}

async function lookUp(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)));
    return uid === undefined || gid === undefined || !(uid > 0) ? undefined : { uid, gid };
  } catch {
    return undefined;
  }
}

async function create(): Promise<Account | undefined> {
  for (const way of WAYS_TO_CREATE) {
    for (const [command, ...words] of way) await run(command, words).catch(() => undefined);
    const account = await lookUp('postgres');
    if (account !== undefined) return account;
  }
  return undefined;
}
