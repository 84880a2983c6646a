import type { GraphQLError } from 'graphql';
import { badInput } from '../faults.js';

const DEEPEST = 25;
const MOST_CONDITIONS = 2_000;
/** As many as PostgreSQL's protocol can carry. */
const MOST_PARAMETERS = 65_535;

/** How much one statement may hold: more would keep the database busy with planning it. */
export interface Limits {
  /** Builds what lies one level of rows deeper. */
  deeper<T>(build: () => T): T;
  condition(): void;
}

export function limits(): Limits {
  let depth = 0;
  let conditions = 0;
  return {
    deeper(build) {
      if ((depth += 1) > DEEPEST) throw tooLarge();
      const built = build();
      depth -= 1;
      return built;
    },
    condition() {
      if ((conditions += 1) > MOST_CONDITIONS) throw tooLarge();
    },
  };
}

export function checkParameters(count: number): void {
  if (count > MOST_PARAMETERS) throw tooLarge();
}

export function tooLarge(): GraphQLError {
  return badInput(`This query is too large or too deep to be answered at once: at most ${DEEPEST} levels of rows and ${MOST_CONDITIONS} conditions. Ask for less in several.`);
}
