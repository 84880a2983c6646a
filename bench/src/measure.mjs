/**
 * Loads the systems in short slices, one after the other, round after round, so that what disturbs the machine disturbs all.
 *
 * @returns one entry for each case and system: its slices
 */
export async function measure({ prepared, loader, rounds, seconds, log }) {
  const slices = new Map();
  const slice = ({ one, system, bodies }, length) => loader.send(system.at(one), bodies, length);
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
