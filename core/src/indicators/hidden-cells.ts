/** A cell of a table: what it is told by, one key for each breakdown, and how many it counts. */
export interface Cell {
  readonly keys: readonly string[];
  readonly count: number;
}

/**
 * Which cells are hidden from whoever may not see persons: those that count from 1 to below the smallest, and as many more as it takes so that none of them follows from what
 * else can be asked. In each line of the table, along each of its breakdowns and over all of it, what is hidden is never one cell alone, nor fewer together than the smallest.
 *
 * @returns places of cells
 */
export function hiddenCells(cells: readonly Cell[], smallest: number): ReadonlySet<number> {
  const hidden = new Set(cells.flatMap(({ count }, at) => (count > 0 && count < smallest ? [at] : [])));
  const lines = linesOf(cells);
  for (let more = hidden.size > 0; more;) {
    more = false;
    for (const line of lines) more = hideMore(cells, line, hidden, smallest) || more;
  }
  return hidden;
}

/** Cells that differ in one breakdown alone, and all of them. */
function linesOf(cells: readonly Cell[]): readonly (readonly number[])[] {
  const dimensions = cells[0]?.keys.length ?? 0;
  const all = cells.map((_, at) => at);
  const along = Array.from({ length: dimensions }, (_, dimension) => [...Map.groupBy(all, (at) => JSON.stringify(cells[at]?.keys.toSpliced(dimension, 1))).values()]);
  return [all, ...along.flat()];
}

function hideMore(cells: readonly Cell[], line: readonly number[], hidden: Set<number>, smallest: number): boolean {
  const count = (at: number): number => cells[at]?.count ?? 0;
  const mine = line.filter((at) => hidden.has(at));
  if (mine.length === 0 || (mine.length > 1 && mine.reduce((sum, at) => sum + count(at), 0) >= smallest)) return false;
  const next = line.filter((at) => !hidden.has(at)).toSorted((one, other) => (count(one) || Infinity) - (count(other) || Infinity))[0];
  // A line of one cell is the sum itself, which is told by another question only where that is hidden too.
  if (next === undefined) return false;
  hidden.add(next);
  return true;
}
