import { readdirSync, readFileSync } from 'node:fs';

const MILLISECONDS_PER_TICK = 10;

/** Milliseconds of processor that a server and the database's processes have used. Nothing where there is no /proc. */
export function cpuOf(pid, databasePid) {
  if (process.platform !== 'linux') return { node: 0, database: 0 };
  let database = 0;
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) && read(name);
    if (stat && stat.parent === databasePid) database += stat.used;
  }
  return { node: read(pid)?.used ?? 0, database };
}

function read(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), used: (Number(fields[11]) + Number(fields[12])) * MILLISECONDS_PER_TICK };
  } catch {
    return undefined;
  }
}
