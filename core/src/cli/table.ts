/** Rows under headings, aligned; numbers to the right. */
export function table(rows: readonly Readonly<Record<string, string>>[]): string {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = headings.map((heading) => {
    const cells = rows.map((row) => row[heading] ?? '');
    return { heading, width: Math.max(heading.length, ...cells.map((cell) => cell.length)), right: cells.every((cell) => /^-?[\d,.]*$/.test(cell)) };
  });
  const line = (cell: (heading: string) => string): string =>
    columns.map(({ heading, width, right }) => (right ? cell(heading).padStart(width) : cell(heading).padEnd(width))).join('  ').trimEnd();
  return [line((heading) => heading), columns.map(({ width }) => '-'.repeat(width)).join('  '), ...rows.map((row) => line((heading) => row[heading] ?? ''))].join('\n');
}
