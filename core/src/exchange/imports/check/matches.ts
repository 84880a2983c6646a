import { sql, type Sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { inPlacesOf } from '../../../people/scope.js';
import { ImportField } from '../fields.js';
import { MatchPolicy } from '../import.js';
import type { LoadedImport } from '../load-import.js';
import { isOfPersonsAlone } from '../mapping.js';
import { bornBefore } from './born-before.js';
import { tell } from './problems.js';

/** Finds persons who are registered already: by an identifier first, then by the same names, birth date and place. */
export async function findMatches(tx: TxContext, given: LoadedImport): Promise<void> {
  const { id } = given;
  await tell(tx, given, 'IDENTIFIER_TAKEN', ImportField.IDENTIFIER, sql`select distinct held.number from (${holders(tx, id)}) held where not held.fits`);
  await ask(tx, sql`
    with held as (select distinct number, person_id from (${holders(tx, id)}) holder where fits),
    named as (
      select r.number, p.id as person_id
      from exchange.import_row r
      join exchange.import_household h on h.import_id = r.import_id and h.code = r.household_code
      join people.person p on p.family_name = r.family_name and p.birth_date = r.birth_date and p.given_name is not distinct from r.given_name and p.place_id = h.place_id and p.merged_into_id is null and p.erased_on is null
      where r.import_id = ${id}::uuid and not exists (select 1 from held where held.number = r.number)),
    counted as (select number, count(*) as found, min(person_id::text)::uuid as person_id from (select * from held union all select * from named) candidate group by number),
    ambiguous as (
      insert into exchange.import_problem (id, import_id, number, code)
      select kernel.uuid7(), ${id}::uuid, number, 'PERSON_AMBIGUOUS' from counted where found > 1)
    insert into exchange.import_match (import_id, number, person_id) select ${id}::uuid, number, person_id from counted where found = 1`);
  await tellOfMatches(tx, given);
}

/** Rows and who holds their identifiers; it fits where the family name or the birth date is the same, and the actor may act on the person. */
function holders(tx: TxContext, id: string): Sql {
  return sql`
    select i.number, p.id as person_id, (lower(p.family_name) = lower(r.family_name) or p.birth_date = r.birth_date) is true and ${inPlacesOf(tx, sql`p.place_id`)} as fits
    from exchange.import_identifier i
    join exchange.import_row r on r.import_id = i.import_id and r.number = i.number
    cross join lateral unnest(i.digest || coalesce(i.older, '{}')) as known(digest)
    join people.identifier held on held.type = i.type and held.digest = known.digest and held.ended_on is null
    join people.person p on p.id = held.person_id
    where i.import_id = ${id}::uuid`;
}

async function tellOfMatches(tx: TxContext, given: LoadedImport): Promise<void> {
  const matched = (holds: Sql): Sql => sql`
    select m.number from exchange.import_match m
    join exchange.import_row r on r.import_id = m.import_id and r.number = m.number
    join exchange.import_household h on h.import_id = r.import_id and h.code = r.household_code
    join people.person p on p.id = m.person_id
    where m.import_id = ${given.id}::uuid and ${holds}`;
  await tell(tx, given, 'ROW_TWICE', null, sql`
    select number from (select number, row_number() over (partition by person_id order by number) as nth from exchange.import_match where import_id = ${given.id}::uuid) same where nth > 1`);
  if (given.matchPolicy === MatchPolicy.REJECT) await tell(tx, given, 'PERSON_EXISTS', null, matched(sql`true`));
  else if (!isOfPersonsAlone(given.mapping)) await tell(tx, given, 'MEMBER_ELSEWHERE', null, matched(sql`p.household_id is distinct from h.id and r.death_date is null`));
  await tell(tx, given, 'DEATH_OTHERWISE', ImportField.DEATH_DATE, matched(sql`r.death_date is not null and p.death_date is distinct from r.death_date`));
  if (given.matchPolicy === MatchPolicy.UPDATE_EMPTY) await tell(tx, given, 'BORN_OTHERWISE', ImportField.BIRTH_DATE, matched(sql`p.birth_date is null and not ${bornBefore(sql`p`, sql`r.birth_date`)}`));
  await tell(tx, given, 'HEAD_EXISTS', ImportField.ROLE, sql`
    select r.number from exchange.import_row r join exchange.import_household h on h.import_id = r.import_id and h.code = r.household_code
    where r.import_id = ${given.id}::uuid and r.role = 'HEAD' and not h.is_new
      and not exists (select 1 from exchange.import_match m where m.import_id = r.import_id and m.number = r.number)`);
}
