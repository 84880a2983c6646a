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
/** As many digits as numbers have without the code of their country. */
const NATIONAL_DIGITS = 9;

/** Members of the household that has one of the numbers as its code. */
export function membersOf({ numbers }: Box, scope: Sql): Sql {
  const spelled = [...new Set(numbers.flatMap((number) => [number, number.toUpperCase(), number.toLowerCase()]))];
  return sql`
    (select e.person_id as id, e.words, e.birth_year, ${MatchedField.HOUSEHOLD_CODE}::text as field, h.code as value, 1::float as part
     from people.household h join people.person p on p.household_id = h.id join matching.person_entry e on e.person_id = p.id
     where h.code = any(${spelled}::text[]) and ${scope} limit ${MOST})`;
}

/** Who has a phone number that ends with the digits, with the 0 that is dialled within a country or the 00 from outside, or without. */
export function ownersOf(digits: string, scope: Sql): Sql {
  const end = digits.replace(/^0+/, '');
  const ends = [...new Set([digits, end])].filter(({ length }) => length > 0).map((each) => [...each].toReversed().join(''));
  return sql`
    (select e.person_id as id, e.words, e.birth_year, ${MatchedField.PHONE}::text as field, '+' || reverse(t.backwards) as value,
       least(1, ${end.length}::float / least(${NATIONAL_DIGITS}, length(t.backwards))) as part
     from unnest(${ends}::text[]) as ending (backwards)
     join matching.phone_entry t on t.backwards >= ending.backwards collate "C" and t.backwards < (ending.backwards || ':') collate "C"
     join matching.person_entry e on e.person_id = t.person_id
     where ${scope} limit ${MOST})`;
}
