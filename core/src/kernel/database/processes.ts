import { readFileSync } from 'node:fs';

let boot: string | undefined;

/**
 * A name for a living process that no later process with the same pid shares (on Linux; elsewhere just the pid).
 * Undefined when there is no such process.
 */
export function processIdentity(pid: number = process.pid): string | undefined {
  if (!isAlive(pid)) return undefined;
  if (process.platform !== 'linux') return String(pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
    return `${pid}-${rest[18]}-${boot}`;
  } catch {
    return isAlive(pid) ? String(pid) : undefined;
  }
}

/** Whether the process that `processIdentity` named still lives. */
export function isSameProcessAlive(identity: string): boolean {
  const pid = Number.parseInt(identity, 10);
  return Number.isInteger(pid) && pid > 0 && processIdentity(pid) === identity;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
