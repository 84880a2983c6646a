import type { SubjectSql } from '../../kernel/privacy/category.js';
import { seenOf } from '../../kernel/read/mask.js';
import { sql, type Sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import type { CompiledRules } from '../rules/engine.js';
import { hidesFrom, showsHidden, type Hides } from './hidden-facts.js';

/** Stands for the rules that would tell what is masked. */
export const MASKED_REASON = 'MASKED';

/** The rules that rest on what a reader may not see: that one of them did not hold tells it. */
export function hiddenRules(compiled: CompiledRules, hides: Hides): ReadonlySet<string> {
  const shows = showsHidden(compiled, (fact) => fact.masked === true && hides(fact));
  return new Set(compiled.rules.filter(({ rule }) => shows(rule.expression)).map(({ rule }) => rule.code));
}

/** The rules that rest on what the actor may not see of somebody who is judged by them. */
export async function hiddenRulesOf(ctx: TxContext, compiled: CompiledRules, subject: SubjectSql): Promise<ReadonlySet<string>> {
  return hiddenRules(compiled, await hidesOf(ctx, subject));
}

/** What the actor may not see of somebody. */
export async function hidesOf(ctx: TxContext, subject: SubjectSql): Promise<Hides> {
  const { rows: [seen] } = await ask<{ categories: readonly string[] }>(ctx, sql`select ${seenOf(ctx, subject)} as categories`);
  return hidesFrom(ctx, seen?.categories ?? []);
}

/** Reasons as a reader may know them, in their order. */
export function reasonsBut(hidden: ReadonlySet<string>, reasons: readonly string[]): readonly string[] {
  return [...new Set(reasons.map((code) => (hidden.has(code) ? MASKED_REASON : code)))];
}

const fromEverybody: Hides = () => true;

/** Reasons as everybody may know them: for what keeps them where nothing is masked. */
export function openReasons(compiled: CompiledRules, reasons: readonly string[]): readonly string[] {
  return reasonsBut(hiddenRules(compiled, fromEverybody), reasons);
}

/** The same in SQL. */
export function openReasonsSql(compiled: CompiledRules, reasons: Sql): Sql {
  const hidden = [...hiddenRules(compiled, fromEverybody)];
  if (hidden.length === 0) return reasons;
  return sql`array(select told.code from (select case when r.code = any(${hidden}::text[]) then ${MASKED_REASON}::text else r.code end as code, r.n from unnest(${reasons}) with ordinality r (code, n)) told group by told.code order by min(told.n))`;
}
