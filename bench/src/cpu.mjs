import { readdirSync, readFileSync } from 'node:fs';

const MILLISECONDS_PER_TICK = 10;

/** Milliseconds of processor that a server and each of the database's processes have used. Nothing where there is no /proc. */
export function cpuOf(pid, databasePid) {
  const database = new Map();
  if (process.platform !== 'linux') return { node: 0, database };
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) && read(name);
    if (stat && stat.parent === databasePid) database.set(name, exactly(name) ?? stat.used);
  }
  return { node: read(pid)?.used ?? 0, database };
}

/** What was used between two of those; of the database, by the processes that are still there. */
export function cpuBetween(before, after) {
  const database = [...after.database].reduce((sum, [pid, used]) => sum + used - (before.database.get(pid) ?? 0), 0);
  return { node: after.node - before.node, database };
}

/** To the nanosecond, of a process with one thread, as PostgreSQL's have. */
function exactly(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[0]) / 1e6;
  } catch {
    return undefined;
  }
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
