import { registerEnumType } from 'type-graphql';

/** What a column of a file may say. */
export enum ImportField {
  HOUSEHOLD_CODE = 'HOUSEHOLD_CODE',
  HOUSEHOLD_ATTRIBUTE = 'HOUSEHOLD_ATTRIBUTE',
  PLACE_CODE = 'PLACE_CODE',
  ROLE = 'ROLE',
  SINCE = 'SINCE',
  GIVEN_NAME = 'GIVEN_NAME',
  PATRONYMIC = 'PATRONYMIC',
  FAMILY_NAME = 'FAMILY_NAME',
  SEX = 'SEX',
  BIRTH_DATE = 'BIRTH_DATE',
  BIRTH_ESTIMATED = 'BIRTH_ESTIMATED',
  DEATH_DATE = 'DEATH_DATE',
  IDENTIFIER = 'IDENTIFIER',
  PHONE = 'PHONE',
  EMAIL = 'EMAIL',
  ATTRIBUTE = 'ATTRIBUTE',
}
registerEnumType(ImportField, {
  name: 'ImportField',
  description: 'What a column says.',
  valuesConfig: {
    HOUSEHOLD_CODE: { description: 'Number of the household; the rows that have the same one are its members. Where no column says it, the file is a list of persons, who come in without a household.' },
    HOUSEHOLD_ATTRIBUTE: { description: "A field of the household that the deployment's modules add; `name` says which. Read from the row of the head." },
    PLACE_CODE: { description: 'Code of the place where the household, or the person without one, lives.' },
    ROLE: { description: 'What the person is to the head: a MemberRole, or what `values` turn into one.' },
    SINCE: { description: 'Since when the person belongs to the household, the day of the import where left out; of persons without one, since when they live in the place.' },
    GIVEN_NAME: { description: 'Given names.' },
    PATRONYMIC: { description: 'Patronymic.' },
    FAMILY_NAME: { description: 'Family name, or the only name.' },
    SEX: { description: 'A Sex, or what `values` turn into one; UNKNOWN where empty.' },
    BIRTH_DATE: { description: 'Day, month or year of birth.' },
    BIRTH_ESTIMATED: { description: 'Whether the birth date is an estimate: `true` or `false`, or what `values` turn into them.' },
    DEATH_DATE: { description: 'Day of death: the person belonged to the household until then, and is not its head. Deaths of those who are registered as living are recorded by `deathRecord`, which ends what a death ends.' },
    IDENTIFIER: { description: 'A number that names the person; `name` says of which type.' },
    PHONE: { description: 'A telephone number.' },
    EMAIL: { description: 'An address of electronic mail.' },
    ATTRIBUTE: { description: "A field of the person that the deployment's modules add; `name` says which." },
  },
});

/** What may stand in a mapping only once. */
export const ONCE: readonly ImportField[] = [
  ImportField.HOUSEHOLD_CODE, ImportField.PLACE_CODE, ImportField.ROLE, ImportField.SINCE, ImportField.GIVEN_NAME, ImportField.PATRONYMIC, ImportField.FAMILY_NAME,
  ImportField.SEX, ImportField.BIRTH_DATE, ImportField.BIRTH_ESTIMATED, ImportField.DEATH_DATE,
];
/** Without these nobody can be registered; the rows of a column of these say something. */
export const NEEDED: readonly ImportField[] = [ImportField.HOUSEHOLD_CODE, ImportField.PLACE_CODE, ImportField.ROLE, ImportField.FAMILY_NAME];
/** What only households have: without these a file is a list of persons. */
export const OF_HOUSEHOLDS: readonly ImportField[] = [ImportField.HOUSEHOLD_CODE, ImportField.ROLE, ImportField.HOUSEHOLD_ATTRIBUTE];
/** Those that need a `name` to be understood. */
export const NAMED: readonly ImportField[] = [ImportField.IDENTIFIER, ImportField.ATTRIBUTE, ImportField.HOUSEHOLD_ATTRIBUTE];
