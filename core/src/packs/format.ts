import { Decimal } from 'decimal.js';
import { z } from 'zod';

const MOST_DIGITS = 15;

/** A value as it is written: numbers keep their digits, or are written in quotes where they have many. */
const written = z.union([z.string(), z.boolean(), z.number()])
  .refine((value) => typeof value !== 'number' || String(value).replaceAll(/\D/g, '').length <= MOST_DIGITS, 'a number of so many digits may have lost some: write it in quotes')
  .transform((value) => (typeof value === 'number' ? new Decimal(value).toFixed() : String(value)));

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written as 2026-03-31');
const texts = z.record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language is a BCP 47 tag, such as fr'), z.string().min(1).max(2000));
const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, 'a letter, then letters, digits and underscores; at most 60');
const source = z.string().min(1).max(1000);
const valueType = z.enum(['NUMBER', 'MONEY', 'TEXT', 'BOOLEAN', 'DATE']);

const attribute = z.strictObject({
  type: z.enum(['text', 'integer', 'decimal', 'boolean', 'date', 'choice']),
  description: z.string().min(1),
  choices: z.array(z.string().min(1)).min(1).optional(),
  sensitivity: z.enum(['public', 'internal', 'personal', 'sensitive']).optional(),
  category: z.string().optional(),
});

const parameter = z.strictObject({
  code: name, type: valueType, names: texts.default({}),
  values: z.array(z.strictObject({ from: day, value: written, source })).min(1),
});

const table = z.strictObject({
  code: name, names: texts.default({}), valueType, complete: z.boolean().default(true),
  keys: z.array(z.strictObject({ name, type: valueType, match: z.enum(['EXACT', 'FROM']), step: written.optional() })).min(1).max(5),
  versions: z.array(z.strictObject({
    from: day, source,
    /** Each row: a value for each key, and last what is answered. */
    rows: z.array(z.array(written).min(2).max(6)).min(1).max(5000),
  })).min(1),
});

const rule = z.strictObject({
  code: name, kind: z.string().min(1).max(60), expression: z.union([z.string().min(1).max(10_000), z.boolean(), z.number()]).transform(String), texts: texts.default({}), source: source.optional(),
});

const programme = z.strictObject({
  code: z.string().regex(/^[A-Z][A-Z0-9-]{1,19}$/, '2 to 20 capital letters, digits and dashes'),
  name: z.string().min(1).max(200), names: texts.default({}),
  scheme: z.string().min(1).default('programmes'),
  benefitType: z.string().optional(), target: z.enum(['PERSON', 'HOUSEHOLD', 'ORGANISATION']), currency: z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code, such as GHS'),
  startsOn: day, endsOn: day.optional(), legalBasis: z.string().min(1).max(1000).optional(), iloFunction: z.string().optional(), contributory: z.boolean().optional(), meansTested: z.boolean().optional(),
  calendar: z.string().optional(),
  parameters: z.array(parameter).default([]), tables: z.array(table).default([]),
  /** In force from its day until that of the next. */
  versions: z.array(z.strictObject({ from: day, note: z.string().min(1).max(2000).optional(), rules: z.array(rule).min(1).max(200) })).min(1),
});

const calendar = z.strictObject({
  code: z.string().min(1), name: z.string().min(1), source,
  weekend: z.strictObject({ from: day, days: z.array(z.enum(['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'])) }),
  holidays: z.array(z.strictObject({ day, name: z.string().min(1) })).max(1000).default([]),
});

/** `pack.yaml`: what a country's programmes are, as data. */
export const packSchema = z.strictObject({
  pack: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/, 'small letters, digits and dashes'),
  title: z.string().min(1),
  about: z.string().min(1),
  /** How sure it is, and what was not checked. */
  confidence: z.string().min(1),
  sources: z.array(z.string().min(1)).min(1),
  attributes: z.partialRecord(z.enum(['Household', 'Person', 'Organisation']), z.record(z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/, 'a small letter, then letters and digits'), attribute)).default({}),
  calendars: z.array(calendar).default([]),
  programmes: z.array(programme).min(1),
});

/** `tests.yaml`: facts in, expected out. */
export const testsSchema = z.strictObject({
  cases: z.array(z.strictObject({
    name: z.string().min(1), programme: z.string(), on: day,
    facts: z.record(z.string(), z.unknown()),
    expect: z.strictObject({
      outcome: z.enum(['ELIGIBLE', 'NOT_ELIGIBLE', 'UNDETERMINED']),
      reasons: z.array(z.string()).optional(), amount: written.nullable().optional(), priority: written.nullable().optional(),
      /** Values of rules by their codes. */
      values: z.record(z.string(), written.nullable()).optional(),
    }),
    /** How the expectation was computed by hand. */
    because: z.string().optional(),
  })).min(1),
});

export type PackData = z.infer<typeof packSchema>;
export type PackProgramme = PackData['programmes'][number];
export type PackTable = PackProgramme['tables'][number];
export type PackParameter = PackProgramme['parameters'][number];
export type PackVersion = PackProgramme['versions'][number];
export type PackCase = z.infer<typeof testsSchema>['cases'][number];

/** The formats as JSON Schema, for editors. */
export function packJsonSchemas(): { readonly pack: object; readonly tests: object } {
  return { pack: z.toJSONSchema(packSchema, { io: 'input' }), tests: z.toJSONSchema(testsSchema, { io: 'input' }) };
}
