import { attributesOn } from '../../../kernel/schema/attribute-types.js';
import { Refused } from '../../../kernel/write/refusal.js';
import { Household } from '../../../people/households/household.js';
import { MemberRole } from '../../../people/households/membership.js';
import { ContactKind } from '../../../people/persons/contacts/contact-point.js';
import { Person } from '../../../people/persons/person.js';
import { wordsOf } from '../check-columns.js';
import { dateReader } from '../dates.js';
import { ImportField, NEEDED } from '../fields.js';
import { isOfPersonsAlone, type ImportColumn, type MappingRules } from '../mapping.js';
import { importColumnMissing } from '../refusals.js';
import type { ProblemCode } from '../problem-texts.js';
import { isEmpty, type FileRow } from '../read/rows.js';
import { identifierReader } from './identifier-reader.js';
import type { MappedRow } from './mapped-row.js';
import { attributeReader, clean, contactReader, readCode, readText, wordReader, type Read, type WithPlatform } from './value-readers.js';

/** Reads one column into a row; answers what is wrong with it. */
type ColumnReader = (text: string, row: MappedRow) => ProblemCode | undefined;

/** Turns the rows of one file into what they mean. */
export interface RowMapper {
  /** `undefined` where the row holds nothing, or comes before the data. */
  map(row: FileRow): MappedRow | undefined;
}

interface BoundColumn {
  readonly column: ImportColumn;
  /** Where it stands, from 0 on; -1 for a constant. */
  readonly at: number;
  readonly read: ColumnReader;
  readonly needed: boolean;
}

const EARLIEST = '1850-01-01';

/**
 * @param header the row of titles, where the mapping has one
 * @throws Refused where the file lacks a column that the mapping names
 */
export function rowMapper(ctx: WithPlatform, { columns, headerRow }: MappingRules, header: FileRow | undefined, today: string, ragged: boolean): RowMapper {
  const bound = columns.map((column): BoundColumn => ({
    column, at: positionOf(column, header), read: readerOf(ctx, column, today), needed: NEEDED.includes(column.field),
  }));
  const alone = isOfPersonsAlone({ columns });
  const since = bound.find(({ column: { field } }) => field === ImportField.SINCE);
  const beforeBirth = { code: 'DATE_TOO_EARLY', field: ImportField.SINCE, column: since?.column.column ?? null } as const;
  const death = bound.find(({ column: { field } }) => field === ImportField.DEATH_DATE)?.column.column ?? null;
  const width = header?.fields.length ?? Math.max(...bound.map(({ at }) => at)) + 1;
  return {
    map(given) {
      if (given.number <= headerRow || isEmpty(given)) return undefined;
      const row: MappedRow = { number: given.number, phones: [], emails: [], identifiers: [], attributes: {}, householdAttributes: {}, problems: [] };
      if (given.broken) row.problems.push({ code: 'ROW_BROKEN', field: null, column: null });
      else if (!ragged && (header ? given.fields.length !== width : given.fields.length < width)) row.problems.push({ code: 'ROW_WIDTH', field: null, column: null });
      // Whoever comes alone goes through the same steps as a household of one; no code of a household looks like this.
      if (alone) row.householdCode = `#${given.number}`;
      if (row.problems.length === 0) for (const one of bound) readColumn(one, given.fields, row);
      // The household cannot be there before its head; others who were born later belong to it since their birth.
      if (row.role === MemberRole.HEAD && row.since && row.birthDate && row.since < row.birthDate) row.problems.push(beforeBirth);
      if (row.deathDate && row.birthDate && row.deathDate < row.birthDate) row.problems.push({ code: 'DEATH_BEFORE_BIRTH', field: ImportField.DEATH_DATE, column: death });
      if (row.deathDate && row.role === MemberRole.HEAD) row.problems.push({ code: 'HEAD_DEAD', field: ImportField.DEATH_DATE, column: death });
      return row;
    },
  };
}

function positionOf({ column }: ImportColumn, header: FileRow | undefined): number {
  if (column === null) return -1;
  if (!header) return Number(column) - 1;
  const wanted = column.trim().toLowerCase();
  const titles = header.fields.map((title) => clean(title).toLowerCase());
  const at = titles.indexOf(wanted);
  if (at < 0 || at !== titles.lastIndexOf(wanted)) throw new Refused([importColumnMissing('mappingCode', { column, times: at < 0 ? 0 : 2, count: titles.length })]);
  return at;
}

function readColumn({ column, at, read, needed }: BoundColumn, fields: readonly string[], row: MappedRow): void {
  const text = at < 0 ? column.constant ?? '' : clean(fields[at] ?? '');
  const code = text === '' ? (needed ? 'VALUE_MISSING' : undefined) : read(text, row);
  if (code) row.problems.push({ code, field: column.field, column: column.column });
}

/** A reader of text that puts what it has read into the row. */
function into<T>(read: (text: string) => Read<T>, put: (row: MappedRow, value: T) => ProblemCode | undefined | void): ColumnReader {
  return (text, row) => {
    const result = read(text);
    return 'problem' in result ? result.problem : put(row, result.value) ?? undefined;
  };
}

function readerOf(ctx: WithPlatform, column: ImportColumn, today: string): ColumnReader {
  const { field, name } = column;
  const word = wordReader(column, wordsOf(field));
  /** Values of the mapping first, then what the field itself takes. */
  const mapped = <T>(read: (text: string) => Read<T>) => (text: string): Read<T> => {
    const meant = word(text);
    return 'problem' in meant ? meant : read(meant.value);
  };
  switch (field) {
    case ImportField.HOUSEHOLD_CODE:
      return into(mapped(readCode), (row, value) => void (row.householdCode = value));
    case ImportField.PLACE_CODE:
      return into(mapped(readText), (row, value) => void (row.placeCode = value));
    case ImportField.ROLE:
      return into(word, (row, value) => void (row.role = value));
    case ImportField.SEX:
      return into(word, (row, value) => void (row.sex = value));
    case ImportField.GIVEN_NAME:
      return into(mapped(readText), (row, value) => void (row.givenName = value));
    case ImportField.PATRONYMIC:
      return into(mapped(readText), (row, value) => void (row.patronymic = value));
    case ImportField.FAMILY_NAME:
      return into(mapped(readText), (row, value) => void (row.familyName = value));
    case ImportField.BIRTH_ESTIMATED:
      return into(word, (row, value) => void (row.birthEstimated = value === 'true'));
    case ImportField.PHONE:
      return into(contactReader(ctx, ContactKind.PHONE), (row, value) => void row.phones.push(value));
    case ImportField.EMAIL:
      return into(contactReader(ctx, ContactKind.EMAIL), (row, value) => void row.emails.push(value));
    case ImportField.BIRTH_DATE:
      return readBirth(dateReader(column.formats), today);
    case ImportField.SINCE:
      return readDay(dateReader(column.formats), today, (row, day) => void (row.since = day));
    case ImportField.DEATH_DATE:
      return readDay(dateReader(column.formats), today, (row, day) => void (row.deathDate = day));
    case ImportField.IDENTIFIER:
      return intoIdentifiers(identifierReader(ctx, name ?? ''));
    case ImportField.ATTRIBUTE:
      return into(mapped(attributeOf(ctx, Person, name)), (row, value) => void (row.attributes[name ?? ''] = value));
    case ImportField.HOUSEHOLD_ATTRIBUTE:
      return into(mapped(attributeOf(ctx, Household, name)), (row, value) => void (row.householdAttributes[name ?? ''] = value));
  }
}

function intoIdentifiers(read: ReturnType<typeof identifierReader>): ColumnReader {
  return (text, row) => into((given) => read(given, row), (_row, value) => void row.identifiers.push(value))(text, row);
}

function readBirth(read: ReturnType<typeof dateReader>, today: string): ColumnReader {
  return (text, row) => {
    const found = read(text);
    if (!found) return 'DATE_MALFORMED';
    if (found.date > today) return 'DATE_IN_FUTURE';
    if (found.date < EARLIEST) return 'DATE_TOO_EARLY';
    [row.birthDate, row.birthPrecision] = [found.date, found.precision];
    return undefined;
  };
}

function readDay(read: ReturnType<typeof dateReader>, today: string, put: (row: MappedRow, day: string) => void): ColumnReader {
  return (text, row) => {
    const found = read(text);
    if (found?.precision !== 'DAY') return 'DATE_MALFORMED';
    if (found.date > today) return 'DATE_IN_FUTURE';
    if (found.date < EARLIEST) return 'DATE_TOO_EARLY';
    put(row, found.date);
    return undefined;
  };
}

function attributeOf({ platform }: WithPlatform, on: typeof Person | typeof Household, name: string | null): (text: string) => Read<unknown> {
  const definition = attributesOn(on, platform.plan.modules).get(name ?? '');
  return definition ? attributeReader(definition) : () => ({ problem: 'ATTRIBUTE_MALFORMED' });
}
