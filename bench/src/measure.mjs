import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Loads the systems in short slices, one after the other, round after round, so that what disturbs the machine disturbs all.
 *
 * @returns one entry for each case and system: its slices
 */
export async function measure({ prepared, loader, pool, rounds, seconds, log }) {
  const slices = new Map();
  const slice = async ({ one, system, bodies }, length) => {
    const result = await loader.send(system.at(one), bodies, length);
    await quiet(pool);
    return result;
  };
  for (const kind of ['read', 'write']) {
    const ours = prepared.filter(({ one }) => one.kind === kind);
    for (const each of ours) await slice(each, Math.min(1, seconds));
    for (let round = 0; ours.length > 0 && round < rounds; round += 1) {
      for (const [name, group] of Map.groupBy(ours, ({ one }) => one.name)) {
        // Who comes first changes from round to round.
        for (let at = 0; at < group.length; at += 1) {
          const each = group[(at + round) % group.length];
          const key = `${name} ${each.system.name}`;
          slices.set(key, [...(slices.get(key) ?? []), await slice(each, seconds)]);
        }
      }
      log(`round ${round + 1} of ${rounds} (${kind}s)`);
    }
  }
  return slices;
}

/** Waits until the database has done what a slice left behind, so that the next system does not pay for it. */
async function quiet(pool) {
  for (;;) {
    const { rowCount } = await pool.query("select from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and state <> 'idle' and pid <> pg_backend_pid()");
    if (rowCount === 0) return;
    await sleep(20);
  }
}
