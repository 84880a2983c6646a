import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { parametersInForce } from '../parameters/parameters-in-force.js';
import { ruleInvalid } from '../refusals.js';
import { rulesModel } from '../rules/rule-model.js';
import { compileRules, loadVocabulary, problemsIn, type Rule } from '../rules/engine.js';
import { tablesFor } from '../tables/tables-for.js';
import { ruleSetOf } from '../versions/check-rules.js';
import type { SimulatedProgramme } from './basis.js';
import type { Breakdown } from './breakdown.js';
import { bandsOfText, bandsUnordered, breakdownTwice, breakdownUnclear, filterNotBoolean, levelUnknown } from './refusals.js';
import { TOTAL } from './figures.js';

/** Codes that no rule of a version can have, so that what tells groups apart may lie beside its rules. */
export const FILTER = '~filter';
export const groupCode = (at: number): string => `~by ${at}`;

/** What tells who is looked at, and groups apart, as rules beside those of a version. */
export function lensRules(filter: string | null, breakdowns: readonly Breakdown[]): readonly Rule[] {
  return [
    ...(filter === null ? [] : [{ code: FILTER, kind: 'FORMULA', expression: filter }]),
    ...breakdowns.flatMap(({ expression }, at) => (expression === null ? [] : [{ code: groupCode(at), kind: 'FORMULA', expression }])),
  ];
}

function pathOf(code: string): string {
  return code === FILTER ? 'filter' : `breakdowns.${code.split(' ')[1]}.expression`;
}

/** Refuses breakdowns and filters that say nothing, or ask for what the actor may not use. */
export async function checkLens(ctx: TxContext, programme: SimulatedProgramme, filter: string | null, breakdowns: readonly Breakdown[], on: string): Promise<void> {
  breakdowns.forEach(({ code, placeLevel, expression, bands }, at) => {
    const path = `breakdowns.${at}`;
    if (code === TOTAL || breakdowns.findIndex((other) => other.code === code) < at) refuse(breakdownTwice(`${path}.code`, { code }));
    if ((placeLevel === null) === (expression === null) || (bands && expression === null)) refuse(breakdownUnclear(path));
    if (bands?.some((from, n) => n > 0 && Number(from) <= Number(bands[n - 1]))) refuse(bandsUnordered(`${path}.bands`));
  });
  await checkLevels(ctx, breakdowns);
  const rules = lensRules(filter, breakdowns);
  const [parameters, tables] = [await parametersInForce(ctx, programme.id), await tablesFor(ctx, programme.id)];
  const vocabulary = await loadVocabulary(ctx, rulesModel(ctx), rules, { parameters, tables });
  const set = ruleSetOf(programme, rules);
  const problems = problemsIn(vocabulary, set);
  if (problems.length > 0) {
    refuse(...problems.map(({ rule, line, column, message, hint }) => ruleInvalid(pathOf(rule), { line, column, message: message.replace(/\.$/, ''), hint: hint ?? 'The facts are in the query `facts`.' })));
  }
  for (const { rule, type } of compileRules(vocabulary, set, on).rules) {
    if (rule.code === FILTER && type !== 'boolean') refuse(filterNotBoolean('filter', { type }));
    const bands = rule.code === FILTER ? null : breakdowns[Number(rule.code.split(' ')[1])]?.bands;
    if (bands && type !== 'number' && type !== 'money') refuse(bandsOfText(pathOf(rule.code).replace(/expression$/, 'bands'), { type }));
  }
}

async function checkLevels(ctx: TxContext, breakdowns: readonly Breakdown[]): Promise<void> {
  const asked = breakdowns.flatMap(({ placeLevel }, at) => (placeLevel === null ? [] : [{ placeLevel, at }]));
  if (asked.length === 0) return;
  const { rows } = await ctx.tx.query<{ level: string }>('select level from people.place group by level order by min(depth), level');
  const known = rows.map(({ level }) => level);
  for (const { placeLevel, at } of asked) if (!known.includes(placeLevel)) refuse(levelUnknown(`breakdowns.${at}.placeLevel`, { known: known.join(', ') }));
}
