import { sql, trusted, type Sql } from '../../../kernel/read/sql.js';
import { ask } from '../../../kernel/write/ask.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { MatchPolicy } from '../import.js';

/** The households that one transaction applies. */
export interface Chunk {
  /** Of the import. */
  readonly id: string;
  readonly number: number;
  /** Whether they are persons who come without a household. */
  readonly alone: boolean;
  /** Predicate over `exchange.import_household h`. */
  readonly households: Sql;
}

const members = trusted('exchange.import_household h join exchange.import_row r on r.import_id = h.import_id and r.household_code = h.code');
const isNew = trusted('not exists (select 1 from exchange.import_match m where m.import_id = r.import_id and m.number = r.number)');
const matched = trusted('left join exchange.import_match m on m.import_id = r.import_id and m.number = r.number');

/** Inserts, and writes down which rows, so that an undo knows them. */
async function insert(tx: TxContext, { id, number }: Chunk, table: string, columns: string, rows: Sql): Promise<readonly string[]> {
  const { rows: [written] } = await ask<{ ids: readonly string[] }>(tx, sql`
    with inserted as (insert into ${trusted(table)} (${trusted(columns)}) ${rows} returning id),
    gathered as (select array_agg(id) as ids from inserted)
    insert into exchange.import_written (import_id, chunk, table_name, ids)
    select ${id}::uuid, ${number}::int, ${table}::text, ids from gathered where ids is not null returning ids`);
  return written?.ids ?? [];
}

export function insertHouseholds(tx: TxContext, chunk: Chunk): Promise<readonly string[]> {
  return insert(tx, chunk, 'people.household', 'id, code, place_id, head_id, opened_on, attributes', sql`
    select h.id, h.code, h.place_id, r.person_id, h.opened_on, coalesce(r.household_attributes, '{}')
    from ${members} and r.role = 'HEAD' where ${chunk.households} and h.is_new order by h.ordinal`);
}

export function insertPersons(tx: TxContext, chunk: Chunk): Promise<readonly string[]> {
  const columns = 'id, given_name, patronymic, family_name, script, sex, birth_date, birth_precision, birth_estimated, death_date, place_id, household_id, attributes';
  return insert(tx, chunk, 'people.person', columns, sql`
    select r.person_id, r.given_name, r.patronymic, r.family_name, r.script, coalesce(r.sex, 'UNKNOWN'), r.birth_date, coalesce(r.birth_precision, 'DAY'), coalesce(r.birth_estimated, false) and r.birth_date is not null,
           r.death_date, h.place_id, case when not ${chunk.alone} and r.death_date is null then h.id end, coalesce(r.attributes, '{}')
    from ${members} where ${chunk.households} and ${isNew} order by h.ordinal, r.number`);
}

export function insertMemberships(tx: TxContext, chunk: Chunk): Promise<readonly string[]> {
  const since = sql`greatest(coalesce(r.since, ${tx.today}::date), h.opened_on, r.birth_date)`;
  return insert(tx, chunk, 'people.membership', 'id, person_id, household_id, role, valid_from, valid_to', sql`
    select r.membership_id, r.person_id, h.id, r.role, ${since}, r.death_date
    from ${members} where ${chunk.households} and ${isNew} and coalesce(${since} < r.death_date, true) order by h.ordinal, r.number`);
}

/** Where the new households live, since they are there; and persons without one, where it is said since when. */
export function insertResidences(tx: TxContext, chunk: Chunk): Promise<readonly string[]> {
  if (chunk.alone) {
    return insert(tx, chunk, 'people.residence', 'id, person_id, place_id, valid_from, valid_to', sql`
      select kernel.uuid7(), r.person_id, h.place_id, greatest(r.since, r.birth_date), r.death_date from ${members} where ${chunk.households} and ${isNew} and r.since is not null and coalesce(greatest(r.since, r.birth_date) < r.death_date, true) order by h.ordinal`);
  }
  return insert(tx, chunk, 'people.residence', 'id, household_id, place_id, valid_from', sql`
    select kernel.uuid7(), h.id, h.place_id, h.opened_on from exchange.import_household h where ${chunk.households} and h.is_new order by h.ordinal`);
}

/** What is new about persons who are registered already is added where the policy says so. */
const mayAdd = (policy: MatchPolicy): Sql => (policy === MatchPolicy.UPDATE_EMPTY ? trusted('true') : trusted('m.person_id is null'));

export async function insertIdentifiers(tx: TxContext, chunk: Chunk, policy: MatchPolicy): Promise<void> {
  const added = sql`
    from ${members} join exchange.import_identifier i on i.import_id = r.import_id and i.number = r.number ${matched}
    where ${chunk.households} and ${mayAdd(policy)}
      and (m.person_id is null or not exists (select 1 from people.identifier known where known.person_id = m.person_id and known.type = i.type and known.ended_on is null))`;
  await ask(tx, sql`insert into people.person_key (id, person_id, wrapped) select distinct on (i.key_id) i.key_id, coalesce(m.person_id, r.person_id), i.wrapped ${added} and i.key_id is not null order by i.key_id`);
  await insert(tx, chunk, 'people.identifier', 'id, person_id, type, value, digest, sealed, issuer', sql`
    select i.id, coalesce(m.person_id, r.person_id), i.type, i.value, i.digest, i.sealed, i.issuer ${added}`);
}

export function insertContacts(tx: TxContext, chunk: Chunk, policy: MatchPolicy): Promise<readonly string[]> {
  return insert(tx, chunk, 'people.contact_point', 'id, person_id, kind, value', sql`
    select kernel.uuid7(), coalesce(m.person_id, r.person_id), contact.kind, contact.value
    from ${members} ${matched}
    cross join lateral (select 'PHONE' as kind, unnest(r.phones) as value union select 'EMAIL', unnest(r.emails)) contact
    where ${chunk.households} and (r.phones is not null or r.emails is not null) and ${mayAdd(policy)}
      and (m.person_id is null or not exists (select 1 from people.contact_point known where known.person_id = m.person_id and known.kind = contact.kind and known.valid_to is null))`);
}
