import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, errorText } from './errors.js';
import { giveToOwnerOfFolder } from './ownership.js';
import { embeddedProblems } from './problems.js';

/** What is remembered of an embedded server, in `server.json` of its folder. */
export interface ServerState {
  /** The port it had last; kept while it is free. */
  readonly port?: number;
  /** Of both roles of the server. */
  readonly password: string;
  /** Folder that holds the cluster where that is not the folder of this file. */
  readonly home?: string;
}

/** Reads `server.json` of `folder`; undefined when there is none yet. */
export async function readState(folder: string): Promise<ServerState | undefined> {
  const path = join(folder, 'server.json');
  try {
    const state = JSON.parse(await readFile(path, 'utf8')) as ServerState;
    if (typeof state.password !== 'string') throw new Error('it holds no password');
    return state;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    if (errorCode(error) !== undefined) throw error;
    throw embeddedProblems.damaged(folder, `server.json cannot be read (${errorText(error)})`);
  }
}

/** Writes `server.json`, readable by the owner of the folder alone. */
export async function writeState(folder: string, state: ServerState): Promise<ServerState> {
  await writePrivately(join(folder, 'server.json'), `${JSON.stringify(state, null, 2)}\n`);
  return state;
}

/** 192 random bits that need no encoding in a URL. */
export function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

/** Replaces a file in one step; root leaves it to whom the folder belongs. */
export async function writePrivately(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, text, { mode: 0o600 });
  await giveToOwnerOfFolder(unfinished);
  await rename(unfinished, path);
}
