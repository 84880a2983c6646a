import { compileRules, refuse, rulesInForceIfAny, type CompiledRules, type Rule, type TxContext } from '@kinga/plugin-sdk';
import { earningsRules, noRates, partMissing } from './refusals.js';

/** How contributions of a month are computed, ready for lines of declarations. */
export interface ContributionRules {
  readonly compiled: CompiledRules;
  readonly versionId: string;
  /** Codes of the rules that each give a part. */
  readonly parts: readonly string[];
  /** Code of the rule that says what counts; undefined where all of it does. */
  readonly counted: string | undefined;
  /** Whether the rules are about persons, whose facts are gathered. */
  readonly aboutPersons: boolean;
}

const KINDS: ReadonlySet<string> = new Set(['CONTRIBUTION', 'CONTRIBUTION_EARNINGS', 'CONTRIBUTION_STEP']);

/** Rules of some kinds, and those that they use, over any number of others. */
export function withThoseUsed(all: readonly Rule[], wanted: (rule: Rule) => boolean): readonly Rule[] {
  const taken = new Set(all.filter(wanted));
  for (const { expression } of taken) {
    for (const [, code] of expression.matchAll(/\brules\.([a-z][a-z0-9_]*)/g)) all.filter((rule) => rule.code === code).forEach((rule) => taken.add(rule));
  }
  return all.filter((rule) => taken.has(rule));
}

/** The rules by which contributions for a month are computed: those in force on its first day; nothing where none are. Refuses what lacks something. */
export async function contributionRulesIfAny(ctx: TxContext, programmeId: string, month: string, path: string): Promise<ContributionRules | undefined> {
  const rules = await rulesInForceIfAny(ctx, programmeId, month);
  const of = (kind: string): readonly string[] => (rules?.all ?? []).filter((rule) => rule.kind === kind).map(({ code }) => code);
  const [parts, [counted, ...more]] = [of('CONTRIBUTION'), of('CONTRIBUTION_EARNINGS')];
  if (!rules || parts.length === 0) return undefined;
  if (more.length > 0) refuse(earningsRules(path, { codes: [counted, ...more].join(', ') }));
  const { rows: missing } = await ctx.tx.query<{ code: string }>(
    'select code from unnest($2::text[]) code where not exists (select from pensions.contribution_part p where p.programme_id = $1 and p.code = code.code)', [programmeId, parts]);
  if (missing.length > 0) refuse(partMissing(path, { codes: missing.map(({ code }) => code).join(', ') }));
  const compiled = compileRules(rules.compiled.vocabulary, { ...rules.compiled.set, rules: withThoseUsed(rules.all, ({ kind }) => KINDS.has(kind)) }, month);
  return { compiled, versionId: rules.versionId, parts, counted, aboutPersons: rules.target === 'PERSON' };
}

/** The same; refuses a month for which there are none. */
export async function contributionRules(ctx: TxContext, programmeId: string, month: string, path: string): Promise<ContributionRules> {
  return (await contributionRulesIfAny(ctx, programmeId, month, path)) ?? refuse(noRates(path, { month }));
}
