import { digitsOf } from '../kernel/schema/minor-digits.js';
import type { PlanProblem } from '../kernel/plan/types.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { problemsIn } from '../programmes/rules/compile-rules.js';
import type { ParameterValues, RuleSet, TableVersions } from '../programmes/rules/rule-set.js';
import type { ValueType } from '../programmes/rules/values.js';
import { loadVocabulary, type Vocabulary } from '../programmes/rules/vocabulary.js';
import { checkedRows, keyProblems, type TableDefinition } from '../programmes/tables/check-table.js';
import type { TableKeyMatch } from '../programmes/tables/table-key.js';
import type { RuleValueType } from '../programmes/value-type.js';
import { howToWrite, valueOf } from '../programmes/values.js';
import type { Refusal } from '../kernel/write/refusal.js';
import type { PackProgramme, PackTable, PackVersion } from './format.js';
import { packProblem } from './pack-problems.js';

const typeOf = (type: string): ValueType => type.toLowerCase() as ValueType;

/** A programme of a pack as the engine takes it. */
export function parametersOf({ parameters }: PackProgramme): readonly ParameterValues[] {
  return parameters.map(({ code, type, values }) => ({
    code, type: typeOf(type), values: values.map(({ from, value }) => ({ id: `${code} ${from}`, from, value })).sort((one, other) => (one.from < other.from ? -1 : 1)),
  }));
}

export function tablesOf({ tables }: PackProgramme): readonly TableVersions[] {
  return tables.map(({ code, keys, valueType, versions }) => ({
    code, value: typeOf(valueType), keys: keys.map(({ name, match, type }) => ({ name, match, type: typeOf(type) })),
    versions: versions.map(({ from, rows }) => ({ id: `${code} ${from}`, from, rows: rows.map((row) => ({ keys: row.slice(0, -1), value: row.at(-1) ?? '' })) })).sort((one, other) => (one.from < other.from ? -1 : 1)),
  }));
}

export function ruleSetOfPack({ target, currency }: PackProgramme, { rules }: PackVersion): RuleSet {
  return { target, currency, minorDigits: digitsOf(currency), rules };
}

export function vocabularyOfPack(ctx: TxContext, programme: PackProgramme, { rules }: PackVersion): Promise<Vocabulary> {
  return loadVocabulary(ctx, ctx.platform.model, rules, { parameters: parametersOf(programme), tables: tablesOf(programme) });
}

/** A table as the checks of the API take it. */
export function definitionOf({ keys, valueType, complete }: PackTable, currency: string): TableDefinition {
  return { keys: keys.map(({ name, type, match, step = null }) => ({ name, type: type as RuleValueType, match: match as TableKeyMatch, step })), valueType: valueType as RuleValueType, currency, complete };
}

/** Everything that the API would refuse of a programme, told without writing anything. */
export async function programmeProblemsOfPack(ctx: TxContext, pack: string, programme: PackProgramme): Promise<readonly PlanProblem[]> {
  const at = `${pack}: ${programme.code}`;
  const told = (where: string, refusals: readonly Refusal[]): readonly PlanProblem[] => refusals.map((refusal) => {
    const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(refusal.values[name] ?? ''));
    return packProblem(refusal.code, `${at}, ${where}, ${refusal.path}: ${fill(refusal.message)}`, fill(refusal.hint ?? ''));
  });
  const problems: PlanProblem[] = [];
  for (const { code, type, values } of programme.parameters) {
    for (const { from, value } of values) {
      if (valueOf(type as RuleValueType, value, programme.currency) === undefined) problems.push(packProblem('VALUE_WRONG_TYPE', `${at}, parameter ${code} from ${from}: "${value}" is no ${type}.`, howToWrite(type as RuleValueType)));
    }
    if (new Set(values.map(({ from }) => from)).size < values.length) problems.push(packProblem('PACK_DAY_TWICE', `${at}, parameter ${code}: two values hold from one day.`, 'Leave one of them out.'));
  }
  for (const table of programme.tables) {
    const definition = definitionOf(table, programme.currency);
    problems.push(...told(`table ${table.code}`, keyProblems(definition.keys, 'keys')));
    for (const { from, rows } of table.versions) problems.push(...told(`table ${table.code} from ${from}`, checkedRows(definition, rows.map((row) => ({ keys: row.slice(0, -1), value: row.at(-1) ?? '' })), 'rows').problems));
  }
  for (const version of programme.versions) {
    if (!version.rules.some(({ kind }) => kind === 'ELIGIBILITY')) problems.push(packProblem('ELIGIBILITY_NEEDED', `${at}, version from ${version.from}: no rule says who is eligible.`, 'Write one; where everybody is, `true` says so.'));
    for (const { rule, line, column, message, hint } of problemsIn(await vocabularyOfPack(ctx, programme, version), ruleSetOfPack(programme, version))) {
      problems.push(packProblem('RULE_INVALID', `${at}, version from ${version.from}, rule ${rule}, line ${line}, character ${column}: ${message}`, hint ?? 'The facts are in the query `facts`.'));
    }
  }
  return problems;
}

/** The version of a programme that is in force on a day. */
export function versionOn({ versions }: PackProgramme, on: string): PackVersion | undefined {
  return [...versions].filter(({ from }) => from <= on).sort((one, other) => (one.from < other.from ? 1 : -1))[0];
}
