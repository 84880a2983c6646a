/** Counts of persons, households or organisations that together are all that were assessed. */
export const MOVES = ['gainers', 'losers', 'unchanged', 'newly_in', 'newly_out', 'neither', 'failed'] as const;

/** What is said of a group beside that, as columns. */
export const SUMS = ['undetermined_before', 'undetermined_after', 'cost_before', 'cost_after', 'gained', 'lost'] as const;

/** Amounts among them. */
export const AMOUNTS: readonly string[] = ['cost_before', 'cost_after', 'gained', 'lost'];

/** All figures of a group, as columns. */
export const FIGURES = ['assessed', ...MOVES, ...SUMS] as const;
export type Figure = (typeof FIGURES)[number];

/** Whoever may see persons may see of how few a group is. */
export const SEE_SMALL = 'people.persons.read';

/** The breakdown of all. */
export const TOTAL = 'TOTAL';
