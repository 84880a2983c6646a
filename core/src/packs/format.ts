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

const currency = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code, such as GHS');

const parameter = z.strictObject({
  code: name, type: valueType, names: texts.default({}),
  /** Of money that all programmes share; a programme's own is in its currency. */
  currency: currency.optional(),
  values: z.array(z.strictObject({ from: day, value: written, source })).min(1),
});

const table = z.strictObject({
  code: name, names: texts.default({}), valueType, currency: currency.optional(), complete: z.boolean().default(true),
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

const leadsTo = z.enum(['KEEP', 'SUSPEND', 'EXIT']);

const programme = z.strictObject({
  code: z.string().regex(/^[A-Z][A-Z0-9-]{1,19}$/, '2 to 20 capital letters, digits and dashes'),
  name: z.string().min(1).max(200), names: texts.default({}),
  scheme: z.string().min(1).default('programmes'),
  benefitType: z.string().optional(), target: z.enum(['PERSON', 'HOUSEHOLD', 'ORGANISATION']), currency,
  startsOn: day, endsOn: day.optional(), legalBasis: z.string().min(1).max(1000).optional(), iloFunction: z.string().optional(), contributory: z.boolean().optional(), meansTested: z.boolean().optional(),
  budget: written.optional(), places: z.number().int().min(1).max(2_000_000_000).optional(),
  calendar: z.string().optional(),
  parameters: z.array(parameter).default([]), tables: z.array(table).default([]),
  /** In force from its day until that of the next. */
  versions: z.array(z.strictObject({
    from: day, note: z.string().min(1).max(2000).optional(),
    /** What becomes of whoever is enrolled and no longer eligible, or was not judged again in time. */
    whenNoLongerEligible: leadsTo.default('EXIT'), whenOverdue: leadsTo.default('EXIT'),
    rules: z.array(rule).min(1).max(200),
  })).min(1),
});

const question = z.strictObject({
  code: name, type: z.enum(['TEXT', 'INTEGER', 'DECIMAL', 'BOOLEAN', 'DATE', 'CHOICE', 'MULTIPLE_CHOICE']), texts,
  required: z.boolean().default(false), special: z.boolean().default(false),
  min: written.optional(), max: written.optional(), earliest: day.optional(), latest: day.optional(),
  choices: z.array(z.strictObject({ code: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/, 'letters, digits, underscores and dashes; at most 60'), texts })).max(500).optional(),
  shownIf: z.strictObject({ question: z.string(), values: z.array(z.union([z.string(), z.boolean()]).transform(String)).min(1).max(100) }).optional(),
});

const questionnaire = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, '2 to 40 small letters, digits and dashes'), name: z.string().min(1).max(200), target: z.enum(['PERSON', 'HOUSEHOLD']),
  questions: z.array(question).min(1).max(500),
});

/** Texts of which one is in English, which the code is told by where a language has none. */
const textsWithEnglish = texts.refine((said) => said['en'] !== undefined, 'a text in English (en) is needed');
const codeLists = z.strictObject({
  enrolmentReasons: z.array(z.strictObject({ code: z.string().regex(/^[A-Z][A-Z0-9_]{1,59}$/, 'capital letters, digits and underscores'), moves: z.array(z.enum(['REJECT', 'SUSPEND', 'RESUME', 'EXIT'])).min(1), texts: textsWithEnglish })).default([]),
  grievanceCategories: z.array(z.strictObject({ code: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/, 'small letters, digits and dashes'), confidentiality: z.enum(['ORDINARY', 'CONFIDENTIAL', 'RESTRICTED']).optional(), texts: textsWithEnglish })).default([]),
  grievanceChannels: z.array(z.strictObject({ code: z.string().regex(/^[a-z][a-z0-9-]{1,59}$/, 'small letters, digits and dashes'), texts: textsWithEnglish })).default([]),
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
  /** Packages of modules whose facts and kinds of rules it names: with them it is tried. */
  modules: z.array(z.string().min(1)).default([]),
  attributes: z.partialRecord(z.enum(['Household', 'Person', 'Organisation']), z.record(z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/, 'a small letter, then letters and digits'), attribute)).default({}),
  calendars: z.array(calendar).default([]),
  /** What rules of all programmes may name. */
  parameters: z.array(parameter).default([]), tables: z.array(table).default([]),
  questionnaires: z.array(questionnaire).default([]),
  /** What a deployment with the pack in `packs` knows beside what its modules bring. */
  codeLists: codeLists.prefault({}),
  programmes: z.array(programme).min(1),
  /** What modules take beside programmes, by the name under which they take it, such as the terms of insurance plans or what contributions are made of. */
  parts: z.record(z.string(), z.unknown()).default({}),
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
export type PackQuestionnaire = PackData['questionnaires'][number];
export type PackQuestion = PackQuestionnaire['questions'][number];
/** What of a pack is compared with another, and with what is installed. */
export type PackContents = Pick<PackData, 'programmes' | 'parameters' | 'tables' | 'questionnaires' | 'codeLists'>;
export type PackCase = z.infer<typeof testsSchema>['cases'][number];

/** The formats as JSON Schema, for editors. */
export function packJsonSchemas(): { readonly pack: object; readonly tests: object } {
  return { pack: z.toJSONSchema(packSchema, { io: 'input' }), tests: z.toJSONSchema(testsSchema, { io: 'input' }) };
}
