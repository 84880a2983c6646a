import { digitsOf } from '../kernel/schema/minor-digits.js';
import type { PlanProblem } from '../kernel/plan/types.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { lacksOn, problemsIn } from '../programmes/rules/compile-rules.js';
import type { ParameterValues, RuleSet, TableVersions } from '../programmes/rules/rule-set.js';
import type { ValueType } from '../programmes/rules/values.js';
import { loadVocabulary, type Vocabulary } from '../programmes/rules/vocabulary.js';
import { checkedRows, keyProblems, type TableDefinition } from '../programmes/tables/check-table.js';
import type { TableKeyMatch } from '../programmes/tables/table-key.js';
import type { RuleValueType } from '../programmes/value-type.js';
import { howToWrite, valueOf } from '../programmes/values.js';
import type { Refusal } from '../kernel/write/refusal.js';
import type { PackData, PackParameter, PackProgramme, PackTable, PackVersion } from './format.js';
import { packProblem } from './pack-problems.js';
import { filled } from './refusal-text.js';

const typeOf = (type: string): ValueType => type.toLowerCase() as ValueType;

/** Parameters of a pack as the engine takes them. */
function parametersOf(parameters: readonly PackParameter[]): readonly ParameterValues[] {
  return parameters.map(({ code, type, values }) => ({
    code, type: typeOf(type), values: values.map(({ from, value }) => ({ id: `${code} ${from}`, from, value })).sort((one, other) => (one.from < other.from ? -1 : 1)),
  }));
}

function tablesOf(tables: readonly PackTable[]): readonly TableVersions[] {
  return tables.map(({ code, keys, valueType, versions }) => ({
    code, value: typeOf(valueType), keys: keys.map(({ name, match, type }) => ({ name, match, type: typeOf(type) })),
    versions: versions.map(({ from, rows }) => ({ id: `${code} ${from}`, from, rows: rows.map((row) => ({ keys: row.slice(0, -1), value: row.at(-1) ?? '' })) })).sort((one, other) => (one.from < other.from ? -1 : 1)),
  }));
}

export function ruleSetOfPack({ target, currency }: PackProgramme, { rules }: PackVersion): RuleSet {
  return { target, currency, minorDigits: digitsOf(currency), rules };
}

/** What of a pack all programmes share. */
type Shared = Pick<PackData, 'parameters' | 'tables'>;

/** The rules of a programme may name its own parameters and tables, and those that all share, money in its currency. */
export function vocabularyOfPack(ctx: TxContext, shared: Shared, { parameters, tables, currency }: PackProgramme, { rules }: PackVersion): Promise<Vocabulary> {
  const fits = (each: { readonly currency?: string | undefined }): boolean => each.currency === undefined || each.currency === currency;
  return loadVocabulary(ctx, ctx.platform.model, rules, { parameters: parametersOf([...shared.parameters.filter(fits), ...parameters]), tables: tablesOf([...shared.tables.filter(fits), ...tables]) });
}

/** A table as the checks of the API take it. */
export function definitionOf({ keys, valueType, complete }: PackTable, currency: string | null): TableDefinition {
  return { keys: keys.map(({ name, type, match, step = null }) => ({ name, type: type as RuleValueType, match: match as TableKeyMatch, step })), valueType: valueType as RuleValueType, currency, complete };
}

/** Everything that the API would refuse of parameters and tables. */
export function definitionProblems(at: string, { parameters, tables }: Shared, own: string | null): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  const told = (where: string, refusals: readonly Refusal[]): readonly PlanProblem[] => refusals.map((refusal) =>
    packProblem(refusal.code, `${at}, ${where}, ${refusal.path}: ${filled(refusal.message, refusal)}`, filled(refusal.hint ?? '', refusal)));
  const money = (what: string, hasMoney: boolean, currency: string | undefined): void => {
    if (hasMoney ? (own === null ? currency === undefined : currency !== undefined && currency !== own) : currency !== undefined) {
      problems.push(packProblem('MONEY_CURRENCY', `${at}, ${what}: money of a programme is in its currency; what is shared says its own where there is money in it, and nothing else does.`, 'Say `currency` where it is needed, and leave it out elsewhere.'));
    }
  };
  for (const { code, type, values, currency } of parameters) {
    money(`parameter ${code}`, type === 'MONEY', currency);
    for (const { from, value } of values) {
      if (valueOf(type as RuleValueType, value, currency ?? own) === undefined) problems.push(packProblem('VALUE_WRONG_TYPE', `${at}, parameter ${code} from ${from}: "${value}" is no ${type}.`, howToWrite(type as RuleValueType)));
    }
    if (new Set(values.map(({ from }) => from)).size < values.length) problems.push(packProblem('PACK_DAY_TWICE', `${at}, parameter ${code}: two values hold from one day.`, 'Leave one of them out.'));
  }
  for (const table of tables) {
    const definition = definitionOf(table, table.currency ?? own);
    money(`table ${table.code}`, table.valueType === 'MONEY' || table.keys.some(({ type }) => type === 'MONEY'), table.currency);
    problems.push(...told(`table ${table.code}`, keyProblems(definition.keys, 'keys')));
    for (const { from, rows } of table.versions) problems.push(...told(`table ${table.code} from ${from}`, checkedRows(definition, rows.map((row) => ({ keys: row.slice(0, -1), value: row.at(-1) ?? '' })), 'rows').problems));
  }
  return problems;
}

/** Everything that the API would refuse of a programme, told without writing anything. */
export async function programmeProblemsOfPack(ctx: TxContext, { pack, ...shared }: Shared & Pick<PackData, 'pack'>, programme: PackProgramme): Promise<readonly PlanProblem[]> {
  const at = `${pack}: ${programme.code}`;
  const problems: PlanProblem[] = [...definitionProblems(at, programme, programme.currency)];
  for (const [what, own, all] of [['parameter', programme.parameters, shared.parameters], ['table', programme.tables, shared.tables]] as const) {
    for (const { code } of own) if (all.some((each) => each.code === code)) problems.push(packProblem('PACK_SHADOWS', `${at}: the ${what} ${code} is shared by all programmes, too.`, 'Give one of them another code.'));
  }
  for (const version of programme.versions) {
    const where = `${at}, version from ${version.from}`;
    if (!version.rules.some(({ kind }) => kind === 'ELIGIBILITY')) problems.push(packProblem('ELIGIBILITY_NEEDED', `${where}: no rule says who is eligible.`, 'Write one; where everybody is, `true` says so.'));
    const [vocabulary, set] = [await vocabularyOfPack(ctx, shared, programme, version), ruleSetOfPack(programme, version)];
    const wrong = problemsIn(vocabulary, set);
    for (const { rule, line, column, message, hint } of wrong) {
      problems.push(packProblem('RULE_INVALID', `${where}, rule ${rule}, line ${line}, character ${column}: ${message}`, hint ?? 'The facts are in the query `facts`.'));
    }
    if (wrong.length > 0) continue;
    for (const { rule, what, code } of lacksOn(vocabulary, set, version.from)) {
      problems.push(packProblem('PACK_SAYS_NOTHING', `${where}, rule ${rule}: the ${what} ${code} says nothing on that day.`, 'Give it a value from that day or before, or let the version begin later.'));
    }
  }
  return problems;
}

/** The version of a programme that is in force on a day. */
export function versionOn({ versions }: PackProgramme, on: string): PackVersion | undefined {
  return [...versions].filter(({ from }) => from <= on).sort((one, other) => (one.from < other.from ? 1 : -1))[0];
}
