import { sql, trusted, type Sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { ImportField } from '../fields.js';
import { MatchPolicy } from '../import.js';
import type { LoadedImport } from '../load-import.js';
import { isOfPersonsAlone } from '../mapping.js';
import type { ProblemCode } from '../problem-texts.js';

const MOST_MEMBERS = 60;

/** Writes a problem for each of some rows; `rows` gives their `number`. */
export async function tell(tx: TxContext, { id, mapping }: LoadedImport, code: ProblemCode, field: ImportField | null, rows: Sql): Promise<void> {
  const column = mapping.columns.find((candidate) => candidate.field === field)?.column ?? null;
  await ask(tx, sql`
    insert into exchange.import_problem (id, import_id, number, code, field, column_name)
    select kernel.uuid7(), ${id}::uuid, wrong.number, ${code}::text, ${field}::text, ${column}::text from (${rows}) wrong`);
}

/** What is wrong with households as a whole, told of each of their rows. */
export async function tellHouseholdProblems(tx: TxContext, given: LoadedImport): Promise<void> {
  const ofHouseholds = (holds: Sql): Sql => sql`
    select r.number from exchange.import_household h join exchange.import_row r on r.import_id = h.import_id and r.household_code = h.code
    where h.import_id = ${given.id}::uuid and ${holds}`;
  await tell(tx, given, 'PLACE_NOT_FOUND', ImportField.PLACE_CODE, ofHouseholds(sql`h.place_id is null and r.place_code is not null`));
  await tell(tx, given, 'PLACES_DIFFER', ImportField.PLACE_CODE, ofHouseholds(sql`h.places_differ`));
  if (!isOfPersonsAlone(given.mapping)) await tell(tx, given, 'HEAD_MISSING', ImportField.ROLE, ofHouseholds(sql`h.is_new and h.head_count = 0`));
  await tell(tx, given, 'HEADS_SEVERAL', ImportField.ROLE, ofHouseholds(sql`h.head_count > 1 and r.role = 'HEAD'`));
  await tell(tx, given, 'MEMBERS_TOO_MANY', ImportField.HOUSEHOLD_CODE, ofHouseholds(sql`h.member_count > ${MOST_MEMBERS}::int`));
  await tell(tx, given, 'HOUSEHOLD_CLOSED', ImportField.HOUSEHOLD_CODE, ofHouseholds(sql`h.closed`));
  if (given.matchPolicy === MatchPolicy.REJECT) await tell(tx, given, 'HOUSEHOLD_EXISTS', ImportField.HOUSEHOLD_CODE, ofHouseholds(sql`not h.is_new`));
  else await tell(tx, given, 'HOUSEHOLD_ELSEWHERE', ImportField.HOUSEHOLD_CODE, ofHouseholds(sql`h.elsewhere and h.place_id is not null`));
}

/** What is wrong with rows beside other rows of the file. */
export async function tellRowProblems(tx: TxContext, given: LoadedImport): Promise<void> {
  // Where two who are called alike and were born on one day are most likely one.
  const home = trusted(isOfPersonsAlone(given.mapping) ? 'place_code' : 'household_code');
  await tell(tx, given, 'ROW_TWICE', null, sql`
    select r.number from exchange.import_row r
    join (
      select min(number) as first, ${home}, family_name, given_name, patronymic, birth_date, sex
      from exchange.import_row where import_id = ${given.id}::uuid and ${home} is not null and family_name is not null
      group by ${home}, family_name, given_name, patronymic, birth_date, sex having count(*) > 1) twice
      on r.${home} = twice.${home} and r.number > twice.first and r.family_name = twice.family_name
         and (r.given_name, r.patronymic, r.birth_date, r.sex) is not distinct from (twice.given_name, twice.patronymic, twice.birth_date, twice.sex)
    where r.import_id = ${given.id}::uuid`);
  await tell(tx, given, 'IDENTIFIER_TWICE', ImportField.IDENTIFIER, sql`
    select i.number from exchange.import_identifier i
    join (select type, digest from exchange.import_identifier where import_id = ${given.id}::uuid group by type, digest having count(*) > 1) twice
      on twice.type = i.type and twice.digest = i.digest
    where i.import_id = ${given.id}::uuid`);
}

/** A household is imported as a whole or not at all: a family of which a part is missing would be paid too little. */
export async function rejectHouseholds(tx: TxContext, given: LoadedImport): Promise<void> {
  await ask(tx, sql`
    update exchange.import_household h set rejected = true
    where h.import_id = ${given.id}::uuid and h.code in (
      select r.household_code from exchange.import_row r join exchange.import_problem p on p.import_id = r.import_id and p.number = r.number
      where r.import_id = ${given.id}::uuid and r.household_code is not null)`);
  await tell(tx, given, 'HOUSEHOLD_REJECTED', null, sql`
    select r.number from exchange.import_household h join exchange.import_row r on r.import_id = h.import_id and r.household_code = h.code
    where h.import_id = ${given.id}::uuid and h.rejected
      and not exists (select 1 from exchange.import_problem p where p.import_id = r.import_id and p.number = r.number)`);
}
