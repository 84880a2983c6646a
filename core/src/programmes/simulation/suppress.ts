import { MOVES, SUMS, type Figure } from './figures.js';

/** Counts of those among a group who are one thing more; they are no part of its sum. */
const ASIDE = ['undetermined_before', 'undetermined_after'] as const;

/** The counts of a group. */
export type Counts = Readonly<Record<'assessed' | (typeof MOVES)[number] | (typeof ASIDE)[number], number>>;

/**
 * Which figures of the groups of one breakdown are hidden from whoever may not see persons: counts from 1 to below the smallest, and as many
 * more as it takes so that none of them follows from the others. What is left of a row or of a column, whose sums are told, is never one
 * count alone, nor fewer together than the smallest. Where a count of a group is hidden, so are its amounts and what else would tell it.
 */
export function hiddenFigures(groups: readonly Counts[], smallest: number): readonly (readonly Figure[])[] {
  const whole = wholeRows(groups, smallest);
  const hidden = groups.map((_, row) => new Set<(typeof MOVES)[number]>(whole.has(row) ? MOVES : []));
  groups.forEach((counts, row) => MOVES.forEach((move) => counts[move] > 0 && counts[move] < smallest && hidden[row]?.add(move)));
  for (let more = true; more;) {
    more = false;
    groups.forEach((counts, row) => {
      const mine = hidden[row];
      if (mine && !whole.has(row)) more = hideMore(MOVES.map((move) => ({ count: counts[move], hidden: mine.has(move), hide: () => void mine.add(move) })), smallest) || more;
    });
    // A single group is the same as all.
    if (groups.length > 1) for (const move of MOVES) more = hideMore(groups.map((counts, row) => ({ count: counts[move], hidden: hidden[row]?.has(move) === true, hide: () => void hidden[row]?.add(move) })), smallest) || more;
  }
  const sums = hidden.map((mine) => mine.size > 0);
  // One group's amounts alone would follow from those of all.
  if (groups.length > 1 && sums.filter(Boolean).length === 1) {
    const other = leastOf(groups, (row) => !sums[row]);
    if (other !== undefined) sums[other] = true;
  }
  const aside = ASIDE.map((figure) => ({ figure, rows: asideOf(groups, figure, sums, smallest) }));
  return groups.map((_, row) => [...(whole.has(row) ? ['assessed' as const] : []), ...MOVES.filter((move) => hidden[row]?.has(move)), ...(sums[row] ? SUMS : aside.flatMap(({ figure, rows }) => (rows.has(row) ? figure : [])))]);
}

/** Of which groups such a count is hidden. */
function asideOf(groups: readonly Counts[], figure: (typeof ASIDE)[number], hidden: readonly boolean[], smallest: number): ReadonlySet<number> {
  const rows = new Set(groups.flatMap((counts, row) => (hidden[row] || (counts[figure] > 0 && counts[figure] < smallest) ? [row] : [])));
  // Of no group's sum they are a part, so that what follows to be none tells of nobody else.
  const few = [...rows].some((row) => (groups[row]?.[figure] ?? 0) > 0);
  if (few && groups.length > 1) while (hideMore(groups.map((counts, row) => ({ count: counts[figure], hidden: rows.has(row), hide: () => void rows.add(row) })), smallest));
  return rows;
}

/** Groups that are so small that nothing of them is told, with as many others as keep them from being told by what is left. */
function wholeRows(groups: readonly Counts[], smallest: number): ReadonlySet<number> {
  const whole = new Set(groups.flatMap(({ assessed }, row) => (assessed > 0 && assessed < smallest ? [row] : [])));
  if (groups.length === 1) return whole;
  while (hideMore(groups.map(({ assessed }, row) => ({ count: assessed, hidden: whole.has(row), hide: () => void whole.add(row) })), smallest));
  return whole;
}

interface Cell {
  readonly count: number;
  readonly hidden: boolean;
  hide(): void;
}

/** Hides the smallest of what is told in a line whose sum is told, where what is hidden in it would follow or is too little. */
function hideMore(line: readonly Cell[], smallest: number): boolean {
  const hidden = line.filter((cell) => cell.hidden);
  if (hidden.length === 0 || (hidden.length > 1 && hidden.reduce((sum, { count }) => sum + count, 0) >= smallest)) return false;
  const told = line.filter((cell) => !cell.hidden).toSorted((one, other) => (one.count || Infinity) - (other.count || Infinity));
  if (!told[0]) return false;
  told[0].hide();
  return true;
}

function leastOf(groups: readonly Counts[], which: (row: number) => boolean): number | undefined {
  return groups.map((_, row) => row).filter(which).sort((one, other) => (groups[one]?.assessed ?? 0) - (groups[other]?.assessed ?? 0))[0];
}
