import { defineModule, type Module } from '../../../src/kernel/module/define-module.js';
import { sql, trusted, type Sql } from '../../../src/kernel/read/sql.js';
import { defineAttributes } from '../../../src/kernel/schema/attributes.js';
import { ask } from '../../../src/kernel/write/ask.js';
import { inTransaction } from '../../../src/kernel/write/transaction.js';
import { Household } from '../../../src/people/households/household.js';
import { Person } from '../../../src/people/persons/person.js';
import { compileRules, type CompiledRules } from '../../../src/programmes/rules/compile-rules.js';
import { facts } from '../../../src/programmes/rules/contributed-facts.js';
import { evaluated } from '../../../src/programmes/rules/evaluate.js';
import { registryFacts, type Gathering } from '../../../src/programmes/rules/gather.js';
import { givenFacts, givenRows } from '../../../src/programmes/rules/given.js';
import type { RuleSet } from '../../../src/programmes/rules/rule-set.js';
import { vocabularyOf, type Vocabulary, type VocabularyParts } from '../../../src/programmes/rules/vocabulary.js';
import { startTestPlatform, type TestPlatform } from '../../../src/testing/index.js';

/** Attributes that the rules of tests ask for. */
export const survey = defineModule(
  { name: 'survey', version: '1.0.0', kinga: { id: 'survey', requires: { people: '*' } } },
  {
    description: 'Attributes of a test',
    attributes: [
      defineAttributes(Person, { orphan: { type: 'boolean', description: 'Orphan.' }, income: { type: 'decimal', description: 'Income.' } }),
      defineAttributes(Household, { roof: { type: 'choice', choices: ['THATCH', 'IRON'], description: 'Roof.' }, rent: { type: 'decimal', description: 'Rent.' } }),
    ],
  },
);

/** What the rules of a set say of a row. */
export interface Assessed {
  readonly id: string;
  readonly place_id: string | null;
  readonly facts: Record<string, unknown>;
  readonly outcome: 'ELIGIBLE' | 'NOT_ELIGIBLE' | 'UNDETERMINED';
  readonly reasons: readonly string[];
  readonly priority: string | null;
  readonly amount: string | null;
  readonly values: Record<string, unknown>;
}

/** A platform on which rules are evaluated past the API. */
export interface RulePlatform {
  readonly test: TestPlatform;
  vocabulary(parts?: VocabularyParts): Vocabulary;
  compile(set: RuleSet, on?: string, parts?: VocabularyParts): CompiledRules;
  ofRegistry(compiled: CompiledRules, gathering?: Partial<Gathering>): Promise<readonly Assessed[]>;
  ofGiven(compiled: CompiledRules, ...given: readonly unknown[]): Promise<readonly Assessed[]>;
  /** The values of all rules for given facts, as texts with all of their digits. */
  exactly(compiled: CompiledRules, ...given: readonly unknown[]): Promise<readonly Readonly<Record<string, string | null>>[]>;
  /** The value of one expression over a household's facts, as text. */
  value(expression: string, household?: unknown, parts?: VocabularyParts, on?: string): Promise<string | null>;
}

export async function startRulePlatform(today = '2026-03-01', modules: readonly Module[] = []): Promise<RulePlatform> {
  const test = await startTestPlatform({ modules: [survey, ...modules], today });
  const { platform } = test;
  const run = async <T extends object>(piece: Sql): Promise<readonly T[]> => (await inTransaction(platform.context({ actor: platform.system() }), (tx) => ask<T>(tx, piece))).rows;
  const vocabulary = (parts: VocabularyParts = {}): Vocabulary => vocabularyOf(platform.model, new Map(), { facts: platform.extensions(facts), ...parts });
  const compile: RulePlatform['compile'] = (set, on = today, parts = {}) => compileRules(vocabulary(parts), set, on);
  const assessed = (compiled: CompiledRules, rows: Sql): Promise<readonly Assessed[]> => run<Assessed>(sql`select id, place_id, facts, outcome, reasons, priority::text, amount::text, values from (${evaluated(compiled, rows)}) a order by id`);
  const given = (compiled: CompiledRules, facts: readonly unknown[]): Sql => givenRows(facts.map((each, index) => {
    const { facts: text, problems } = givenFacts(compiled, each);
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    return { id: `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`, facts: text };
  }));
  return {
    test, vocabulary, compile,
    ofRegistry: (compiled, gathering = {}) => assessed(compiled, registryFacts(platform.context({ actor: platform.system() }), compiled, { where: () => trusted('true'), ...gathering })),
    ofGiven: (compiled, ...facts) => assessed(compiled, given(compiled, facts)),
    exactly: async (compiled, ...facts) => (await run<{ values: string }>(sql`select values::text from (${evaluated(compiled, given(compiled, facts))}) a order by id`)).map(({ values }) => exactly(values)),
    value: async (expression, household = {}, parts = {}, on = today) => {
      const compiled = compile({ ...HOUSEHOLDS, rules: [{ code: 'x', kind: 'FORMULA', expression }] }, on, parts);
      const [row] = await run<{ x: string | null }>(sql`select values ->> 'x' as x from (${evaluated(compiled, given(compiled, [{ household }]))}) a`);
      return row?.x ?? null;
    },
  };
}

/** Rules about households, in cedis. */
export const HOUSEHOLDS = { target: 'HOUSEHOLD', currency: 'GHS', minorDigits: 2 } as const;

/** JSON whose numbers are left as they are written. */
function exactly(json: string): Readonly<Record<string, string | null>> {
  const digits = (_key: string, value: unknown, context?: { readonly source?: string }): unknown => (typeof value === 'number' ? context?.source : typeof value === 'boolean' ? String(value) : value);
  return JSON.parse(json, digits as (key: string, value: unknown) => unknown) as Readonly<Record<string, string | null>>;
}
