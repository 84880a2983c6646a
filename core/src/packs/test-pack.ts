import { Decimal } from 'decimal.js';
import type { PlanProblem } from '../kernel/plan/types.js';
import { ask } from '../kernel/write/ask.js';
import { rehearse, type TxContext } from '../kernel/write/transaction.js';
import { nearest } from '../kernel/plan/did-you-mean.js';
import { compileRules } from '../programmes/rules/compile-rules.js';
import { evaluated } from '../programmes/rules/evaluate.js';
import { givenFacts, givenRows } from '../programmes/rules/given.js';
import type { PackCase } from './format.js';
import { packProblem } from './pack-problems.js';
import { problemsOfPack } from './problems-of-pack.js';
import { ruleSetOfPack, versionOn, vocabularyOfPack } from './rules-of-pack.js';
import type { Pack } from './read-pack.js';

/** How a case of a pack came out. */
export interface CaseResult {
  readonly pack: string;
  readonly name: string;
  /** What differs from what was expected; nothing where it came out so. */
  readonly differences: readonly string[];
}

export interface PackReport {
  readonly pack: string;
  readonly problems: readonly PlanProblem[];
  readonly cases: readonly CaseResult[];
}

interface Outcome {
  readonly outcome: string;
  readonly reasons: readonly string[];
  readonly priority: string | null;
  readonly amount: string | null;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Checks a pack, and evaluates each of its cases as the registry would be. Nothing of it is left. */
export function testPack(ctx: TxContext, pack: Pack): Promise<PackReport> {
  return rehearse(ctx, (inside) => tested(inside, pack));
}

async function tested(ctx: TxContext, { data, cases }: Pack): Promise<PackReport> {
  const problems: PlanProblem[] = [...await problemsOfPack(ctx, data)];
  if (cases.length === 0) problems.push(packProblem('PACK_UNTESTED', `${data.pack} has no test cases.`, 'Write some in tests.yaml: facts in, expected out.'));
  if (problems.length > 0) return { pack: data.pack, problems, cases: [] };
  const results: CaseResult[] = [];
  for (const each of cases) results.push({ pack: data.pack, name: each.name, differences: await differences(ctx, data, each) });
  return { pack: data.pack, problems, cases: results };
}

async function differences(ctx: TxContext, { programmes, ...shared }: Pack['data'], { programme: code, on, facts, expect }: PackCase): Promise<readonly string[]> {
  const programme = programmes.find((each) => each.code === code);
  if (!programme) return [`the pack has no programme ${code}${meant(code, programmes.map((each) => each.code))}`];
  const version = versionOn(programme, on);
  if (!version) return [`no version of ${code} is in force on ${on}`];
  const compiled = compileRules(await vocabularyOfPack(ctx, shared, programme, version), ruleSetOfPack(programme, version), on);
  const given = givenFacts(compiled, facts);
  if (given.problems.length > 0) return given.problems.map(({ path, message, hint }) => `facts.${path}: ${message}${hint ? ` ${hint}` : ''}`);
  const { rows: [came] } = await ask<Outcome & { readonly id: string }>(ctx, evaluated(compiled, givenRows([{ id: '00000000-0000-7000-8000-000000000000', facts: given.facts }])));
  if (!came) return ['nothing came out'];
  const unknown = Object.keys(expect.values ?? {}).filter((rule) => !version.rules.some((each) => each.code === rule));
  return [
    ...differs('outcome', expect.outcome, came.outcome), ...(expect.reasons ? differs('reasons', [...expect.reasons].sort().join(', '), [...came.reasons].sort().join(', ')) : []),
    ...('amount' in expect ? differs('amount', expect.amount ?? null, came.amount) : []), ...('priority' in expect ? differs('priority', expect.priority ?? null, came.priority) : []),
    ...unknown.map((rule) => `values.${rule}: there is no such rule${meant(rule, version.rules.map((each) => each.code))}`),
    ...Object.entries(expect.values ?? {}).filter(([rule]) => !unknown.includes(rule)).flatMap(([rule, value]) => differs(`values.${rule}`, value, came.values[rule] ?? null)),
  ];
}

function meant(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near ? `; did you mean "${near}"?` : '';
}

const NUMBER = /^-?\d+(\.\d+)?$/;

function differs(what: string, expected: string | null, came: unknown): readonly string[] {
  const is = came === null || came === undefined ? null : String(came);
  const equal = expected !== null && is !== null && NUMBER.test(expected) && NUMBER.test(is) ? new Decimal(expected).eq(is) : expected === is;
  return equal ? [] : [`${what} is ${is || 'nothing'}, expected ${expected || 'nothing'}`];
}
