import type { Context } from '../../kernel/context.js';

/** What can be wrong with a row, in words. `{column}` is what the file calls the column. */
export const PROBLEM_TEXTS = {
  ROW_BROKEN: 'The row cannot be read: its quotation marks do not fit together.',
  ROW_WIDTH: 'The row has more or fewer fields than the header.',
  VALUE_MISSING: '{column} is empty.',
  VALUE_UNKNOWN: '{column} holds a value that the mapping does not know.',
  VALUE_TOO_LONG: '{column} is too long.',
  VALUE_NOT_TEXT: '{column} holds characters that cannot be stored.',
  CODE_MALFORMED: '{column} is not a code: 1 to 40 letters, digits, dots, slashes and dashes.',
  DATE_MALFORMED: '{column} is not a date as the mapping says.',
  DATE_IN_FUTURE: '{column} is after the day of the import.',
  DATE_TOO_EARLY: '{column} is before 1850, or before the birth of the head.',
  DEATH_BEFORE_BIRTH: '{column} is before the birth.',
  PHONE_MALFORMED: '{column} is not a telephone number with its country: +, then 4 to 15 digits.',
  EMAIL_MALFORMED: '{column} is not an address of electronic mail.',
  IDENTIFIER_MALFORMED: '{column} is not a number of this type.',
  ATTRIBUTE_MALFORMED: '{column} is not a value of this attribute.',
  PLACE_NOT_FOUND: 'There is no place with this code that you may use, or it was not there then.',
  PLACES_DIFFER: 'The rows of this household name different places.',
  HEAD_MISSING: 'The household has no head.',
  HEAD_DEAD: 'The head of the household has died: name who is its head now.',
  HEADS_SEVERAL: 'The household has more than one head.',
  HEAD_EXISTS: 'The household is registered and has a head already.',
  MEMBERS_TOO_MANY: 'The household has more than 60 members.',
  HOUSEHOLD_EXISTS: 'A household with this code is registered already.',
  HOUSEHOLD_ELSEWHERE: 'A household with this code is registered in another place.',
  HOUSEHOLD_CLOSED: 'A household with this code is registered, and closed.',
  ROW_TWICE: 'Another row says the same.',
  IDENTIFIER_TWICE: 'The file gives this number to more than one row.',
  IDENTIFIER_TAKEN: 'Another person holds this number.',
  PERSON_EXISTS: 'The person is registered already.',
  DEATH_OTHERWISE: 'The person is registered as living, or as having died on another day.',
  BORN_OTHERWISE: 'The person is registered without a day of birth, and {column} is after what is known of them.',
  PERSON_AMBIGUOUS: 'More than one registered person may be meant.',
  MEMBER_ELSEWHERE: 'The person is registered, and not as a member of this household.',
  CHANGED_MEANWHILE: 'Somebody changed this household, its place or its members, or registered one of its numbers, while the import ran.',
  HOUSEHOLD_REJECTED: 'Another row of this household is rejected; a household is imported as a whole or not at all.',
} as const;

export type ProblemCode = keyof typeof PROBLEM_TEXTS;

/** What a problem is, in the caller's language. */
export function problemText(ctx: Context, code: string, column: string | null): string {
  const text = ctx.platform.texts.of(ctx.locale, `imports.${code}`) ?? PROBLEM_TEXTS[code as ProblemCode] ?? code;
  return text.replace('{column}', column === null ? 'This' : `"${column}"`);
}
