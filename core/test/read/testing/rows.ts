import { Decimal as DecimalJs } from 'decimal.js';
import { getNamedType, getNullableType, isEnumType, isListType, type GraphQLObjectType } from 'graphql';
import type pg from 'pg';
import type { Platform } from '../../../src/kernel/platform.js';
import { attributesOn } from '../../../src/kernel/schema/attribute-types.js';
import { plannedFields, resourceOptions } from '../../../src/kernel/schema/resource.js';
import { addedFields } from '../../../src/kernel/schema/describe-resolvers.js';
import { TODAY } from './platform.js';

/** A row as PostgreSQL writes its values in text. */
export type Row = Readonly<Record<string, string | null>> & { readonly id: string };
export type Value = string | number | boolean | null;

/** How PostgreSQL orders texts and lowers their letters. */
export interface Collation {
  rank(text: string): number;
  lower(text: string): string;
}

/** All rows of all resources, fetched once, and what the naive resolvers have to know of PostgreSQL's texts. */
export interface Rows {
  readonly platform: Platform;
  readonly byType: ReadonlyMap<string, readonly Row[]>;
  readonly collation: Collation;
}

export async function readAllRows(platform: Platform, pool: pg.Pool, furtherTexts: readonly string[]): Promise<Rows> {
  const byType = new Map<string, readonly Row[]>();
  for (const { type, target } of platform.model.byType.values()) {
    const text = `select * from ${resourceOptions(target)?.table}`;
    const { rows } = await pool.query<Row>({ text, types: { getTypeParser: () => (value: string) => value } as never });
    byType.set(type, rows);
  }
  const fullNames = ['Person', 'PersonName'].flatMap((type) => (byType.get(type) ?? []).map(fullName));
  const paths = (byType.get('Place') ?? []).map((place) => pathOf(place, { byType } as never));
  const texts = new Set([...[...byType.values()].flat().flatMap((row) => Object.values(row)).filter((value) => value !== null), ...fullNames, ...paths, ...furtherTexts, ...attributeTexts(byType)]);
  const { rows } = await pool.query<{ text: string; rank: number; lower: string }>(
    'select text, (row_number() over (order by text))::int as rank, lower(text) from unnest($1::text[]) as text', [[...texts]],
  );
  const known = new Map(rows.map((row) => [row.text, row]));
  const of = (text: string): { readonly rank: number; readonly lower: string } => {
    const found = known.get(text);
    if (!found) throw new Error(`PostgreSQL was not asked about ${JSON.stringify(text)}`);
    return found;
  };
  return { platform, byType, collation: { rank: (text) => of(text).rank, lower: (text) => of(text).lower } };
}

function attributeTexts(byType: ReadonlyMap<string, readonly Row[]>): readonly string[] {
  return [...byType.values()].flat().flatMap((row) => Object.values(JSON.parse(row['attributes'] ?? '{}') as object)).filter((value) => typeof value === 'string');
}

/** What a field of a resource is, as its GraphQL type says. */
export type Kind = 'value' | 'one' | 'connection' | 'object' | 'computed';

export function kindOf(rows: Rows, type: string, field: string): Kind {
  const { model, schema } = rows.platform;
  const named = getNamedType((schema.getType(type) as GraphQLObjectType).getFields()[field]?.type as never) as unknown as { readonly name: string };
  if (model.byType.get(type)?.fields.get(field)?.kind === 'computed') return 'computed';
  if (model.byType.has(named.name)) return 'one';
  if (/Connection$/.test(named.name)) return 'connection';
  return named.name === 'Money' || /Attributes$/.test(named.name) ? 'object' : 'value';
}

export function scalarOf(rows: Rows, type: string, field: string): string {
  const named = getNamedType((rows.platform.schema.getType(type) as GraphQLObjectType).getFields()[field]?.type as never);
  return isEnumType(named) ? 'Enum' : String(named);
}

export function columnOf(rows: Rows, type: string, property: string): string {
  const column = rows.platform.model.byType.get(type)?.columns.get(property)?.name;
  if (!column) throw new Error(`${type}.${property} has no column`);
  return column;
}

/** Values that SQL works out of a row, in JavaScript. */
const COMPUTED_IN_SQL: Readonly<Record<string, (row: Row, rows: Rows) => string | null>> = {
  'Person.fullName': fullName,
  'PersonName.fullName': fullName,
  'Person.disabled': ({ id }, rows) => {
    const asked = (rows.byType.get('Disability') ?? []).filter((row) => row['person_id'] === id);
    return asked.toSorted((a, b) => (`${a['assessed_on']}${a.id}` < `${b['assessed_on']}${b.id}` ? 1 : -1))[0]?.['disabled'] ?? null;
  },
  'Person.age': ({ birth_date: birth, death_date: death }) => (birth ? String(years(birth, death && death < TODAY ? death : TODAY)) : null),
  'Person.photoOutdated': ({ photo_taken_on: taken }) => {
    if (taken) throw new Error('the random data has photos now: teach the oracle when they are out of date');
    return null;
  },
  'Place.path': (row, rows) => pathOf(row, rows),
  // The random data names programmes in one language.
  'Programme.localName': (row) => row['name'] ?? null,
  'Demand.outstanding': (row) => (row['state'] === 'CANCELLED' ? '0' : plus(row['amount'], row['charged'], `-${row['allocated']}`, `-${row['written_off']}`).toFixed(2)),
  'DemandInstalment.outstanding': (row, rows) => {
    const demand = byId(rows, 'Demand', row['demand_id'] ?? null);
    const upto = (rows.byType.get('DemandInstalment') ?? []).filter((each) => each['demand_id'] === row['demand_id'] && Number(each['number']) <= Number(row['number'])).map((each) => each['amount']);
    const open = plus(...upto, `-${demand?.['allocated']}`, `-${demand?.['written_off']}`);
    return demand?.['state'] === 'CANCELLED' || open.lte(0) ? '0' : Exact.min(open, row['amount'] ?? '0').toFixed(2);
  },
  'PaymentInstruction.gross': (row) => plus(row['amount'], row['deducted']).toFixed((row['amount'] ?? '').split('.')[1]?.length ?? 0),
  'Receipt.held': (row) => (row['state'] === 'RECEIVED' ? plus(row['amount'], `-${row['allocated']}`, `-${row['refunded']}`).toFixed(2) : '0'),
};

const Exact = DecimalJs.clone({ precision: 100 });
function plus(...amounts: readonly (string | null | undefined)[]): DecimalJs {
  return amounts.reduce((total, amount) => total.plus(amount ?? '0'), new Exact(0));
}

function pathOf(place: Row, rows: Rows): string {
  const parent = byId(rows, 'Place', place['parent_id'] ?? null);
  return parent ? `${pathOf(parent, rows)} / ${place['name']}` : String(place['name']);
}

function fullName({ script, given_name: given = null, patronymic = null, family_name: family = null }: Row): string {
  const parts = ['Hani', 'Hans', 'Hant', 'Jpan', 'Kore'].includes(script ?? '') ? [`${family}${given ?? ''}`] : [given, patronymic, family];
  return parts.filter((part) => part !== null).join(' ');
}

function years(from: string, to: string): number {
  return Number(to.slice(0, 4)) - Number(from.slice(0, 4)) - (to.slice(5) < from.slice(5) ? 1 : 0);
}

/** The value of a field as PostgreSQL writes it in text. */
export function textOf(rows: Rows, type: string, field: string, row: Row): string | null {
  const computed = COMPUTED_IN_SQL[`${type}.${field}`];
  const text = computed ? computed(row, rows) : (row[columnOf(rows, type, field)] ?? null);
  return text !== null && scalarOf(rows, type, field) === 'Boolean' ? String(text.startsWith('t')) : text;
}

/** The value of a field as the API answers it. */
export function answerOf(rows: Rows, type: string, field: string, row: Row): Value {
  const text = textOf(rows, type, field, row);
  if (text === null) return null;
  // Lists of plain words only.
  if (isListType(getNullableType((rows.platform.schema.getType(type) as GraphQLObjectType).getFields()[field]?.type))) return text.slice(1, -1).split(',').filter((item) => item !== '') as never;
  switch (scalarOf(rows, type, field)) {
    case 'ID':
      return encodedId(rows, type, text);
    case 'Int':
      return Number(text);
    case 'Boolean':
      return text === 'true';
    case 'DateTime':
      return new Date(Number(microseconds(text) / 1000n)).toISOString();
    default:
      return text;
  }
}

export function encodedId(rows: Rows, type: string, uuid: string): string {
  return `${rows.platform.model.byType.get(type)?.prefix}_${uuid.replaceAll('-', '')}`;
}

/** The parts of a Money or Attributes field by name, as the API answers them. */
export function partsOf(rows: Rows, type: string, field: string, row: Row): Readonly<Record<string, Value>> {
  const resource = rows.platform.model.byType.get(type);
  if (!resource) throw new Error(`${type} is not a resource`);
  if (field === 'attributes') {
    const stored = JSON.parse(row['attributes'] ?? '{}') as Readonly<Record<string, Value>>;
    return Object.fromEntries([...attributesOn(resource.target, rows.platform.plan.modules).keys()].map((name) => [name, stored[name] ?? null]));
  }
  const added = rows.platform.plan.modules.flatMap((module) => addedFields(module)).filter((each) => each.on === resource.target).flatMap((each) => each.planned ?? []);
  const planned = [...plannedFields(resource.target), ...added].find((each) => each.name === field);
  if (planned?.kind !== 'money') throw new Error(`${type}.${field} is not understood by the oracle: teach it`);
  const amount = typeof planned.amount === 'string' ? row[columnOf(rows, type, planned.amount)] : COMPUTED_IN_SQL[`${type}.${field}`]?.(row, rows);
  return { amount: amount ?? null, currency: row[columnOf(rows, type, planned.currency)] ?? null };
}

/** Less than zero, zero or more, as PostgreSQL compares two values of a scalar; null is the largest. */
export function compare(rows: Rows, scalar: string, a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  switch (scalar) {
    case 'Int':
      return Number(a) - Number(b);
    case 'Decimal':
      return new DecimalJs(a).cmp(b);
    case 'DateTime': {
      const difference = microseconds(a) - microseconds(b);
      return difference < 0n ? -1 : difference > 0n ? 1 : 0;
    }
    case 'String':
    case 'Enum':
      return rows.collation.rank(a) - rows.collation.rank(b);
    default:
      return a < b ? -1 : a > b ? 1 : 0;
  }
}

function microseconds(text: string): bigint {
  const match = /^(\d+-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d)(?::?(\d\d))?$/.exec(text);
  if (!match) throw new Error(`not an instant: ${text}`);
  const [, day, time, fraction = '', zone = 'Z', minutes = '00'] = match;
  const seconds = BigInt(Date.parse(`${day}T${time}${zone === 'Z' ? 'Z' : `${zone}:${minutes}`}`)) * 1000n;
  return seconds + BigInt(fraction.padEnd(6, '0').slice(0, 6));
}

/** Whether somebody who has only these places may see a row. */
export function mayBeSeen(rows: Rows, type: string, row: Row, places: readonly string[] | null): boolean {
  if (places === null) return true;
  switch (type) {
    case 'Person':
    case 'Household':
    case 'Enrolment':
    case 'Entitlement':
    case 'PaymentInstruction':
    case 'Posting':
      return isInside(rows, row['place_id'] ?? null, places);
    case 'BankStatement':
    case 'BankEntry':
      return false;
    case 'Membership':
      return isInside(rows, byId(rows, 'Household', row['household_id'] ?? null)?.['place_id'] ?? null, places);
    case 'PersonName':
    case 'Identifier':
    case 'ContactPoint':
    case 'Address':
    case 'PaymentAccount':
    case 'Relationship':
    case 'Consent':
    case 'Disability':
      return mayBeSeen(rows, 'Person', byId(rows, 'Person', row['person_id'] ?? null) ?? row, places);
    case 'LedgerTransaction':
      return rows.byType.get('Posting')?.some((posting) => posting['transaction_id'] === row.id && mayBeSeen(rows, 'Posting', posting, places)) ?? false;
    case 'Job':
    case 'AuditEntry':
    case 'AuditChange':
      // Who asks started none, and wrote nothing.
      return false;
    case 'Payer':
      return row['person_id'] ? mayBeSeen(rows, 'Person', byId(rows, 'Person', row['person_id']) ?? row, places) : mayBeSeen(rows, 'Household', byId(rows, 'Household', row['household_id'] ?? null) ?? row, places);
    case 'Demand':
    case 'DemandLine':
    case 'DemandInstalment':
    case 'DemandCharge':
    case 'DemandWriteOff':
    case 'Receipt':
    case 'ReceiptAllocation':
    case 'ReceiptRefund': {
      const payer = byId(rows, 'Payer', row['payer_id'] ?? null);
      return payer !== undefined && mayBeSeen(rows, 'Payer', payer, places);
    }
    case 'PaymentAccountCheck':
      return mayBeSeen(rows, 'PaymentAccount', byId(rows, 'PaymentAccount', row['account_id'] ?? null) ?? row, places);
    default:
      if (rows.platform.model.byType.get(type)?.scope?.places) throw new Error(`${type} is scoped in a way that the oracle does not know: teach it`);
      return true;
  }
}

/** Climbs the tree from a place. The planner goes by intervals of numbers. */
function isInside(rows: Rows, place: string | null, places: readonly string[]): boolean {
  for (let at = byId(rows, 'Place', place); at; at = byId(rows, 'Place', at['parent_id'] ?? null)) {
    if (places.includes(at['code'] ?? '')) return true;
  }
  return false;
}

export function byId(rows: Rows, type: string, id: string | null): Row | undefined {
  return id === null ? undefined : rows.byType.get(type)?.find((row) => row.id === id);
}
