import type { Platform } from '../../kernel/platform.js';
import { attributesOn } from '../../kernel/schema/attribute-types.js';
import type { Refusal } from '../../kernel/write/refusal.js';
import { Household } from '../../people/households/household.js';
import { MemberRole } from '../../people/households/membership.js';
import { Person, Sex } from '../../people/persons/person.js';
import { typesOf } from '../../people/persons/identifiers/identifier-type.js';
import { isDateFormat } from './dates.js';
import { ImportField, NAMED, NEEDED, OF_HOUSEHOLDS, ONCE } from './fields.js';
import { importColumnNumber, importColumnOrConstant, importFieldMissing, importFieldTwice, importFormatUnknown, importNameUnknown, importValueUnknown } from './refusals.js';
import type { ImportColumnInput, ImportMappingSaveInput } from './save-mapping.js';

/** The words that a field takes; `undefined` where it takes any. */
export function wordsOf(field: ImportField): readonly string[] | undefined {
  if (field === ImportField.SEX) return Object.values(Sex);
  if (field === ImportField.ROLE) return Object.values(MemberRole);
  return field === ImportField.BIRTH_ESTIMATED ? ['true', 'false'] : undefined;
}

/** What is wrong with a mapping before any file is read by it. */
export function checkColumns(platform: Platform, mapping: ImportMappingSaveInput): readonly Refusal[] {
  const { columns, headerRow } = mapping;
  const fields = columns.map(({ field }) => field);
  const alone = !fields.some((field) => OF_HOUSEHOLDS.includes(field));
  const missing = NEEDED.filter((field) => !fields.includes(field) && !(alone && OF_HOUSEHOLDS.includes(field)));
  const twice = ONCE.filter((field) => fields.indexOf(field) !== fields.lastIndexOf(field));
  return [
    ...(missing.length > 0 ? [importFieldMissing('columns', { fields: missing.join(', ') })] : []),
    ...twice.map((field) => importFieldTwice(`columns.${fields.lastIndexOf(field)}.field`, { field })),
    ...columns.flatMap((column, index) => checkColumn(platform, column, headerRow, `columns.${index}`)),
  ];
}

function checkColumn(platform: Platform, given: ImportColumnInput, headerRow: number, path: string): readonly Refusal[] {
  const { column, constant, field, formats, values } = given;
  const words = wordsOf(field);
  const meant = [...(values ?? []).map(({ to }, index) => ({ word: to, at: `${path}.values.${index}.to` })), ...(constant && !values?.length ? [{ word: constant, at: `${path}.constant` }] : [])];
  return [
    ...(Boolean(column) === Boolean(constant) ? [importColumnOrConstant(path, { field })] : []),
    ...(headerRow === 0 && column && !/^[1-9]\d{0,4}$/.test(column) ? [importColumnNumber(`${path}.column`)] : []),
    ...(formats ?? []).flatMap((format, index) => (isDateFormat(format) ? [] : [importFormatUnknown(`${path}.formats.${index}`)])),
    ...meant.flatMap(({ word, at }) => (!words || words.includes(word) ? [] : [importValueUnknown(at, { field, known: words.join(', ') })])),
    ...checkName(platform, given, `${path}.name`),
  ];
}

function checkName(platform: Platform, { field, name }: ImportColumnInput, path: string): readonly Refusal[] {
  if (!NAMED.includes(field)) return [];
  const [kind, known] = field === ImportField.IDENTIFIER
    ? ['type of identifiers', [...typesOf({ platform }).keys()]]
    : ['attribute', [...attributesOn(field === ImportField.ATTRIBUTE ? Person : Household, platform.plan.modules).keys()]] as const;
  return known.includes(name ?? '') ? [] : [importNameUnknown(path, { kind, known: known.join(', ') || 'none' })];
}
