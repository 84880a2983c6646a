import { registerEnumType } from 'type-graphql';
import { refuse, type Refusal } from '../../kernel/write/refusal.js';
import { diedBeforeBirth } from '../persons/refusals.js';
import { aliveAndDead, takenAndKept } from './refusals.js';
import type { MergeRules } from './settings.js';

/** A part of a person that one of two persons gives when they are merged. */
export enum MergeField {
  NAME = 'NAME',
  SEX = 'SEX',
  BIRTH = 'BIRTH',
  DEATH = 'DEATH',
  LANGUAGES = 'LANGUAGES',
  ATTRIBUTES = 'ATTRIBUTES',
  HOUSEHOLD = 'HOUSEHOLD',
}
registerEnumType(MergeField, {
  name: 'MergeField',
  description: 'A part of a person that one of two persons gives when they are merged.',
  valuesConfig: {
    NAME: { description: 'The main name, all its parts.' },
    SEX: { description: 'Sex as recorded.' },
    BIRTH: { description: 'Day of birth and how exactly it is known.' },
    DEATH: { description: 'Day of death, or that the person lives.' },
    LANGUAGES: { description: 'Languages.' },
    ATTRIBUTES: { description: 'Fields that modules add, each on its own.' },
    HOUSEHOLD: { description: 'The household that the person belongs to now, and with it the place.' },
  },
});

/** A row of people.person as JSON. */
export type PersonRow = Readonly<Record<string, unknown>> & { readonly attributes: Readonly<Record<string, unknown>> };

/** A change of the survivor's row; `within` names the jsonb column of which keys change. */
export interface FieldChange {
  readonly field: string;
  readonly changes: Readonly<Record<string, unknown>>;
  readonly within?: string;
}

type Part = Exclude<MergeField, 'ATTRIBUTES' | 'HOUSEHOLD'>;

/** The columns that go together. */
const PARTS: Readonly<Record<Part, readonly string[]>> = {
  NAME: ['given_name', 'patronymic', 'family_name', 'script'],
  SEX: ['sex'],
  BIRTH: ['birth_date', 'birth_precision', 'birth_estimated'],
  DEATH: ['death_date'],
  LANGUAGES: ['languages'],
};
/** What is not a person's own, or is settled elsewhere. */
const NOT_TAKEN = new Set(['id', 'version', 'created_at', 'updated_at', 'merged_into_id', 'household_id', 'place_id', 'attributes', ...Object.values(PARTS).flat()]);

interface Choice {
  readonly survivor: PersonRow;
  readonly merged: PersonRow;
  readonly take: ReadonlySet<MergeField>;
  readonly keep: ReadonlySet<MergeField>;
  readonly rules: MergeRules;
}

/** What the survivor's row gets: what is told, else what is set, and what it lacks from the merged one. */
export function survivingChanges(choice: Choice): readonly FieldChange[] {
  const both = [...choice.take].filter((field) => choice.keep.has(field));
  const refusals: Refusal[] = both.map((field) => takenAndKept('take', { field }));
  if (contradictsDeath(choice)) refusals.push(aliveAndDead('take'));
  if (refusals.length > 0) refuse(...refusals);
  const changes = [...Object.keys(PARTS).flatMap((part) => partChange(choice, part as Part)), ...attributeChanges(choice), ...restChanges(choice)];
  checkLife({ ...choice.survivor, ...Object.assign({}, ...changes.filter(({ within }) => !within).map((change) => change.changes)) });
  return changes;
}

function contradictsDeath({ survivor, merged, take, keep }: Choice): boolean {
  return (survivor['death_date'] === null) !== (merged['death_date'] === null) && !take.has(MergeField.DEATH) && !keep.has(MergeField.DEATH);
}

function partChange(choice: Choice, part: Part): readonly FieldChange[] {
  const { survivor, merged } = choice;
  const columns = PARTS[part].filter((column) => column in survivor);
  if (columns.length === 0) return [];
  const source = takes(choice, part) ? merged : part === MergeField.NAME ? filledName(survivor, merged) : survivor;
  return changeOf(part, survivor, source, columns);
}

function takes({ survivor, merged, take, keep, rules }: Choice, part: Part): boolean {
  if (take.has(MergeField[part])) return true;
  if (keep.has(MergeField[part]) || lacks(merged, part)) return false;
  if (lacks(survivor, part)) return true;
  return rules[part] === 'MERGED' || (rules[part] === 'LATEST' && later(merged, survivor));
}

function lacks(person: PersonRow, part: Part): boolean {
  const [lead] = part === MergeField.NAME ? ['family_name'] : PARTS[part];
  const value = person[lead ?? ''];
  return value === null || value === undefined || (part === MergeField.SEX && value === 'UNKNOWN') || (Array.isArray(value) && value.length === 0);
}

/** Parts of the name that the survivor lacks are the merged one's only where the family name is the same. */
function filledName(survivor: PersonRow, merged: PersonRow): PersonRow {
  const [own, other] = [survivor, merged].map((person) => String(person['family_name']).toLowerCase());
  if (own !== other || survivor['script'] !== merged['script']) return survivor;
  return { ...survivor, given_name: survivor['given_name'] ?? merged['given_name'], patronymic: survivor['patronymic'] ?? merged['patronymic'] };
}

function changeOf(field: string, survivor: PersonRow, source: PersonRow, columns: readonly string[]): readonly FieldChange[] {
  const changes = Object.fromEntries(columns.map((column) => [column, source[column] ?? null]));
  return columns.some((column) => JSON.stringify(survivor[column] ?? null) !== JSON.stringify(changes[column])) ? [{ field, changes }] : [];
}

function attributeChanges({ survivor, merged, take, keep, rules }: Choice): readonly FieldChange[] {
  const takesAll = take.has(MergeField.ATTRIBUTES) || (!keep.has(MergeField.ATTRIBUTES) && (rules.ATTRIBUTES === 'MERGED' || (rules.ATTRIBUTES === 'LATEST' && later(merged, survivor))));
  return Object.entries(merged.attributes)
    .filter(([name, value]) => value !== null && JSON.stringify(survivor.attributes[name]) !== JSON.stringify(value) && (takesAll || (survivor.attributes[name] ?? null) === null))
    .map(([name, value]) => ({ field: `attributes.${name}`, changes: { [name]: value }, within: 'attributes' }));
}

/** Columns that nobody decides about one by one: what the survivor lacks. */
function restChanges({ survivor, merged }: Choice): readonly FieldChange[] {
  return Object.keys(survivor)
    .filter((column) => !NOT_TAKEN.has(column) && survivor[column] === null && merged[column] !== null)
    .map((column) => ({ field: column, changes: { [column]: merged[column] } }));
}

function later(one: PersonRow, other: PersonRow): boolean {
  return Date.parse(String(one['updated_at'])) > Date.parse(String(other['updated_at']));
}

function checkLife(person: PersonRow): void {
  const [birth, death] = [person['birth_date'], person['death_date']];
  if (typeof birth === 'string' && typeof death === 'string' && death < birth) refuse(diedBeforeBirth('take', { death, birth }));
}
