import type { Context } from '../../../kernel/context.js';
import type { AttributeDefinition } from '../../../kernel/schema/attributes.js';
import { contactValue } from '../../../people/persons/contacts/contact-input.js';
import { ContactKind } from '../../../people/persons/contacts/contact-point.js';
import type { ImportColumn } from '../mapping.js';
import type { ProblemCode } from '../problem-texts.js';

/** A value that was read, or why it could not be. */
export type Read<T> = { readonly value: T } | { readonly problem: ProblemCode };

export type WithPlatform = Pick<Context, 'platform'>;

const LONGEST = 200;
const CODE = /^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$/;
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const NOT_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/;

/** A field as it is meant: without blanks around it, nor the apostrophe that keeps spreadsheets from running it as a formula. */
export function clean(field: string): string {
  const text = field.trim();
  return (/^'[=+\-@]/.test(text) ? text.slice(1) : text).normalize('NFC');
}

export function readText(text: string): Read<string> {
  if (NOT_TEXT.test(text)) return { problem: 'VALUE_NOT_TEXT' };
  return text.length > LONGEST ? { problem: 'VALUE_TOO_LONG' } : { value: text };
}

export function readCode(text: string): Read<string> {
  return CODE.test(text) ? { value: text } : { problem: 'CODE_MALFORMED' };
}

/** Reads the words of a field: as they are, in upper or lower case, or by what the mapping turns into them. */
export function wordReader({ values }: Pick<ImportColumn, 'values'>, words: readonly string[] | undefined): (text: string) => Read<string> {
  const meant = new Map([...(words ?? []).map((word) => [word.toLowerCase(), word] as const), ...values.map(({ from, to }) => [from.trim().toLowerCase(), to] as const)]);
  return (text) => {
    const word = meant.get(text.toLowerCase());
    if (word !== undefined) return { value: word };
    return words ? { problem: 'VALUE_UNKNOWN' } : { value: text };
  };
}

/** Reads telephone numbers and addresses of electronic mail as they are stored. */
export function contactReader(ctx: WithPlatform, kind: ContactKind): (text: string) => Read<string> {
  return (text) => {
    const value = text.length <= 254 ? contactValue(ctx, kind, text) : undefined;
    return value === undefined ? { problem: kind === ContactKind.PHONE ? 'PHONE_MALFORMED' : 'EMAIL_MALFORMED' } : { value };
  };
}

export function attributeReader({ type, choices = [] }: AttributeDefinition): (text: string) => Read<unknown> {
  const readers: Readonly<Record<AttributeDefinition['type'], (text: string) => unknown>> = {
    text: (text) => (NOT_TEXT.test(text) || text.length > 4_000 ? undefined : text),
    integer: (text) => (/^-?\d{1,10}$/.test(text) && Math.abs(Number(text)) <= 2_147_483_647 ? Number(text) : undefined),
    decimal: (text) => (/^-?\d{1,30}(\.\d{1,20})?$/.test(text) ? text : undefined),
    boolean: (text) => ({ true: true, false: false })[text.toLowerCase()],
    date: (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined),
    choice: (text) => (choices.includes(text) ? text : undefined),
  };
  return (text) => {
    const value = readers[type](text);
    return value === undefined ? { problem: 'ATTRIBUTE_MALFORMED' } : { value };
  };
}
