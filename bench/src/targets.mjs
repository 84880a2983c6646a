/** What the foundation has to reach (issue 2, "Speed"), as ratios of throughput. */
export function missedTargets(rows, cases) {
  const missed = [];
  const want = (row, other, least) => {
    const ratio = row.ratios[other];
    if (ratio !== undefined && ratio < least) missed.push(`${row.case}: ${row.system} reaches ${ratio.toFixed(2)} of ${other}, wanted ${least}`);
  };
  for (const row of rows.filter(({ system }) => system === 'kinga')) {
    const one = cases.find(({ name }) => name === row.case);
    if (one.kind === 'read') {
      want(row, 'postgraphile', 1.5);
      want(row, 'floor', 0.45);
    }
    if (one.name === 'inserts') want(row, 'floor', 0.5);
  }
  return missed;
}
