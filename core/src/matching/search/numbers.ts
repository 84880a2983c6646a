import type { Context } from '../../kernel/context.js';
import { sql, type Sql } from '../../kernel/read/sql.js';
import { typesOf } from '../../people/persons/identifiers/identifier-type.js';
import { identifierDigests } from '../../people/persons/identifiers/write-identifiers.js';
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

/** Each way in which the numbers of a text can name a person, of those that the actor may see. */
export function numberLookUps(ctx: Context, box: Box, scope: Sql): readonly Sql[] {
  if (box.numbers.length === 0) return [];
  const { permissions } = ctx.actor;
  const holders = permissions.has('people.identifiers.read') ? holdersOf(ctx, box, scope) : undefined;
  return [
    ...(box.digits ? [ownersOf(box.digits, scope)] : []),
    ...(permissions.has('people.households.read') ? [membersOf(box, scope)] : []),
    ...(holders ? [holders] : []),
  ];
}

/** Members of the household that has one of the numbers as its code. */
function membersOf({ numbers }: Box, scope: Sql): Sql {
  const spelled = [...new Set(numbers.flatMap((number) => [number, number.toUpperCase(), number.toLowerCase()]))];
  return sql`
    (select e.person_id as id, e.words, e.birth_year, ${MatchedField.HOUSEHOLD_CODE}::text as field, h.code as value, 1::float as part
     from people.household h join people.person p on p.household_id = h.id join matching.person_entry_seen e on e.person_id = p.id
     where h.code = any(${spelled}::text[]) and ${scope} limit ${MOST})`;
}

/** Who has a phone number that ends with the digits, with the 0 that is dialled within a country or the 00 from outside, or without. */
function ownersOf(digits: string, scope: Sql): Sql {
  const end = digits.replace(/^0+/, '');
  const ends = [...new Set([digits, end])].filter(({ length }) => length > 0).map((each) => [...each].toReversed().join(''));
  return sql`
    (select e.person_id as id, e.words, e.birth_year, ${MatchedField.PHONE}::text as field, '+' || reverse(t.backwards) as value,
       least(1, ${end.length}::float / least(${NATIONAL_DIGITS}, length(t.backwards))) as part
     from unnest(${ends}::text[]) as ending (backwards)
     join matching.phone_entry_seen t on t.backwards >= ending.backwards collate "C" and t.backwards < (ending.backwards || ':') collate "C"
     join matching.person_entry_seen e on e.person_id = t.person_id
     where ${scope} limit ${MOST})`;
}

/** Who holds one of the numbers as an identifier of any type that it can be of; the database sees digests alone. */
function holdersOf(ctx: Context, { numbers }: Box, scope: Sql): Sql | undefined {
  const possible = [...typesOf(ctx).keys()].flatMap((type) =>
    numbers.flatMap((number) => (identifierDigests(ctx, type, number) ?? []).map((digest) => ({ type, digest }))));
  if (possible.length === 0) return undefined;
  return sql`
    (select e.person_id as id, e.words, e.birth_year, ${MatchedField.IDENTIFIER}::text as field, i.type as value, 1::float as part
     from unnest(${possible.map(({ type }) => type)}::text[], ${possible.map(({ digest }) => digest)}::bytea[]) as possible (type, digest)
     join people.identifier i on i.type = possible.type and i.digest = possible.digest and i.ended_on is null
     join matching.person_entry_seen e on e.person_id = i.person_id
     where ${scope} limit ${MOST})`;
}
