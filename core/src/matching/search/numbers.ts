import { sql, type Sql } from '../../kernel/read/sql.js';
import type { Box } from './read-box.js';
import { MatchedField } from './person-hit.js';

/** A person found by a number. */
export interface Numbered {
  readonly id: string;
  readonly words: readonly string[];
  readonly birth_year: number | null;
  readonly field: MatchedField;
  readonly value: string;
  /** How much of the number was given, from 0 to 1. */
  readonly part: number;
}

const MOST = 100;

/** Members of the household that has one of the numbers as its code. */
export function membersOf({ numbers }: Box, scope: Sql): Sql {
  const spelled = [...new Set(numbers.flatMap((number) => [number, number.toUpperCase(), number.toLowerCase()]))];
  return sql`
    (select e.person_id as id, e.words, e.birth_year, ${MatchedField.HOUSEHOLD_CODE}::text as field, h.code as value, 1::float as part
     from people.household h join people.person p on p.household_id = h.id join matching.person_entry e on e.person_id = p.id
     where h.code = any(${spelled}::text[]) and ${scope} limit ${MOST})`;
}
