import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { AskedRow } from './asked.js';
import { parseRule, positionOf } from './parse-rule.js';
import { rootOf, rootsOf, type Root } from './roots.js';
import type { Rule, RuleBasis, RuleSet, RuleSetLack, RuleSetProblem } from './rule-set.js';
import { abandon, termOf, type Scope } from './scope.js';
import type { Part, Term, ValueTerm } from './term.js';
import { RuleError, wrong, type RuleProblem } from './types.js';
import { aOf, capital, type LocalDateText, type ValueType } from './values.js';
import { ONE_OF_KIND, type Vocabulary } from './vocabulary.js';

/** A rule whose text has become SQL. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly type: ValueType;
  /** Computed from the row's facts and from the rules of lower levels. */
  readonly value: Sql;
  readonly level: number;
  /** Where its value stands, for rules of higher levels and for the outcome. */
  readonly column: Sql;
  readonly part: Part;
}

/** A set of rules as of a day, ready to be evaluated over rows. */
export interface CompiledRules {
  readonly vocabulary: Vocabulary;
  readonly set: RuleSet;
  readonly on: LocalDateText;
  readonly rules: readonly CompiledRule[];
  /** The facts that are asked for, by their roots. */
  readonly facts: ReadonlyMap<string, AskedRow>;
  readonly basis: RuleBasis;
}

/** Thrown by `compileRules`; rules that were checked before they were laid down never give it. */
export class RuleSetError extends Error {
  constructor(readonly problems: readonly RuleSetProblem[]) {
    super(problems.map(({ rule, line, column, message }) => `${rule} ${line}:${column}: ${message}`).join('\n'));
  }
}

/** Everything that is wrong with the rules of a set, in their order; nothing where they can be laid down. */
export function problemsIn(vocabulary: Vocabulary, set: RuleSet): readonly RuleSetProblem[] {
  return compilation(vocabulary, set, '9999-12-31').problems;
}

/** The parameters and tables that rules name and that say nothing on a day: what asks for them would not be known. */
export function lacksOn(vocabulary: Vocabulary, set: RuleSet, on: LocalDateText): readonly RuleSetLack[] {
  return compilation(vocabulary, set, on).lacks;
}

/**
 * Compiles the rules of a set as of a day: parameters and tables are those in force, facts are of that day.
 *
 * @throws RuleSetError where a rule is wrong
 */
export function compileRules(vocabulary: Vocabulary, set: RuleSet, on: LocalDateText): CompiledRules {
  const { compiled, problems } = compilation(vocabulary, set, on);
  if (problems.length > 0) throw new RuleSetError(problems);
  return compiled;
}

type Found = CompiledRule | 'under way' | 'wrong';

function compilation(vocabulary: Vocabulary, set: RuleSet, on: LocalDateText): { readonly compiled: CompiledRules; readonly problems: readonly RuleSetProblem[]; readonly lacks: readonly RuleSetLack[] } {
  const found = new Map<string, Found>();
  const problems = new Map<string, RuleSetProblem[]>();
  const used = { parameters: new Set<string>(), tables: new Set<string>() };
  const lacks = new Map<string, RuleSetLack>();
  const facts = new Map<string, AskedRow>();
  const termOfRoot = ({ name, shape }: Root): readonly [string, Term] => {
    const asked = facts.get(name) ?? new AskedRow();
    facts.set(name, asked);
    return [name, { kind: 'row', shape, json: sql`f.facts -> ${name}::text`, asked }];
  };
  const names = new Map<string, Term>(rootsOf(vocabulary, set.target, set.currency).map(termOfRoot));
  const namesFor = ({ kind }: Rule): ReadonlyMap<string, Term> => {
    const known = vocabulary.kinds.get(kind);
    const root = known && rootOf(known);
    return root ? new Map([...names, termOfRoot(root)]) : names;
  };
  const byCode = new Map(set.rules.map((rule) => [rule.code, rule]));
  let aliases = 0;
  const complainOf = (rule: Rule) => ({ at, message, hint }: RuleProblem): void => {
    const place = Math.min(at, rule.expression.length);
    problems.set(rule.code, [...(problems.get(rule.code) ?? []), { rule: rule.code, at: place, ...positionOf(rule.expression, place), message, ...(hint !== undefined && { hint }) }]);
  };

  const compile = (rule: Rule, under: readonly string[]): Found => {
    const known = found.get(rule.code);
    if (known) return known;
    found.set(rule.code, 'under way');
    let level = 0;
    const scope: Scope = {
      vocabulary, on, names: namesFor(rule), ruleCodes: [...byCode.keys()], parts: [],
      alias: () => trusted(`i${aliases++}`),
      uses: (what, id) => void used[what].add(id),
      lacks: (what, code) => void lacks.set(`${rule.code} ${what} ${code}`, { rule: rule.code, what, code }),
      complain: complainOf(rule),
      rule: (code, at) => {
        const path = [...under, rule.code];
        const of = byCode.get(code);
        const other = of && compile(of, path);
        if (other === 'under way') return wrong(at, `The rule needs itself: ${[...path.slice(path.indexOf(code)), code].join(' → ')}.`, 'A rule may use others, but none that uses it.');
        if (!other || other === 'wrong') return abandon();
        level = Math.max(level, other.level + 1);
        return { kind: 'value', type: other.type, sql: sql`f.${other.column}` };
      },
    };
    const compiled = compiledOf(scope, rule);
    const result: Found = compiled ? { ...compiled, rule, level, column: trusted(`v${set.rules.indexOf(rule)}`) } : 'wrong';
    found.set(rule.code, result);
    return result;
  };

  set.rules.forEach((rule, index) => {
    const complain = complainOf(rule);
    if (byCode.get(rule.code) !== rule) complain({ at: 0, message: `Another rule of this version is called "${rule.code}".`, hint: 'Give each rule a code of its own.' });
    if (ONE_OF_KIND.has(rule.kind) && set.rules.findIndex(({ kind }) => kind === rule.kind) < index) complain({ at: 0, message: `There is another rule of the kind ${rule.kind} in this version; there can be one.`, hint: 'Put parts of it into rules of the kind FORMULA.' });
    compile(rule, []);
  });
  const rules = [...found.values()].filter((each) => typeof each === 'object');
  const basis = { on, parameters: [...used.parameters].sort(), tables: [...used.tables].sort() };
  return { compiled: { vocabulary, set, on, rules, facts, basis }, lacks: [...lacks.values()], problems: set.rules.flatMap(({ code }, index) => (set.rules.findIndex((rule) => rule.code === code) === index ? problems.get(code) ?? [] : [])) };
}

/** The value of a rule, of the type that its kind takes; nothing where it is wrong, which was complained of. */
function compiledOf(scope: Scope, rule: Rule): Pick<CompiledRule, 'type' | 'value' | 'part'> | undefined {
  try {
    const kind = scope.vocabulary.kinds.get(rule.kind) ?? wrong(0, `There is no kind of rule "${rule.kind}".`, `There are: ${[...scope.vocabulary.kinds.keys()].join(', ')}.`);
    termOf(scope, parseRule(rule.expression));
    const [part] = scope.parts;
    if (!part || part.term.kind === 'wrong') return undefined;
    const { type, sql: value } = answer(part.term, kind.type);
    return { type, value, part };
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    scope.complain(error.problem);
    return undefined;
  }
}

const HINTS: Partial<Record<ValueType, string>> = {
  boolean: 'Compare something: household.members.size() > 3.',
  money: 'Say that a number is money: money(…).',
};

function answer(term: Exclude<Term, { kind: 'wrong' }>, wanted: ValueType | undefined): ValueTerm & { readonly type: ValueType } {
  const is = term.kind === 'value' ? aOf(term.type) : `a ${term.kind === 'row' ? term.shape.label : 'list'}`;
  if (term.kind === 'value' && term.type !== 'null' && (!wanted || term.type === wanted)) return { ...term, type: term.type };
  return wrong(0, wanted ? `${capital(aOf(wanted))} is what such a rule must give; this is ${is}.` : `A rule must give one value; this is ${is}.`, wanted && HINTS[wanted]);
}
