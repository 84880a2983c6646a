const SHOWN = 3;
/** Shorter numbers would be given away by their end. */
const SHORTEST_SHOWN = 7;

/** A secret number as it may be shown: its end, for telling one from another. */
export function masked(number: string): string {
  return `••••${number.length < SHORTEST_SHOWN ? '' : number.slice(-SHOWN)}`;
}
