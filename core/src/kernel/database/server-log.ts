import { open, rename, stat } from 'node:fs/promises';
import { giveToOwnerOfFolder } from './ownership.js';
import { type DatabaseProblem, embeddedProblems } from './problems.js';

const ROTATE_AT_BYTES = 10 * 1024 * 1024;

/** Opens the server's log for appending; a long one is put aside first. `from` is where the new part starts. */
export async function openLog(path: string): Promise<{ fd: number; from: number; close(): Promise<void> }> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size > ROTATE_AT_BYTES) await rename(path, `${path}.1`);
  const file = await open(path, 'a', 0o600);
  await giveToOwnerOfFolder(path);
  return { fd: file.fd, from: size > ROTATE_AT_BYTES ? 0 : size, close: () => file.close() };
}

/** What the log says from byte `from` on, at most its last 16 kB. */
export async function readLog(path: string, from: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(from, size - 16_384);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.max(0, size - start)), 0, undefined, start);
    return buffer.subarray(0, bytesRead).toString();
  } finally {
    await file.close();
  }
}

/** The problem behind the words with which initdb or postgres gave up. */
export function explainFailure(words: string, path: string, logFile = path): DatabaseProblem {
  const lines = words.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const telling = lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? 'it said nothing';
  const why = telling.replace(/^.*?(FATAL|PANIC|error):\s*/, '');
  if (/no space left|free disk space|disk full|disk quota exceeded/i.test(words)) return embeddedProblems.diskFull(path);
  if (/permission denied|read-only file system|wrong ownership|invalid permissions|operation not permitted/i.test(words)) return embeddedProblems.permission(path, why);
  if (/shared memory|semaphores/i.test(telling)) return embeddedProblems.sharedMemory(why);
  if (/invalid checkpoint record|could not locate a valid checkpoint|is not a valid data directory|invalid data in file|could not open (file|directory)|incorrect checksum|could not access the server configuration file|control file/i.test(telling)) {
    return embeddedProblems.damaged(path, why);
  }
  return embeddedProblems.notStarted(logFile, why);
}
