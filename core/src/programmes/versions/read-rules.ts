import type { LocalTextInput, Texts } from '../../kernel/schema/local-texts.js';
import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { inProgrammesOf } from '../../people/scope.js';
import { versionNotFound } from '../refusals.js';
import type { ProgrammeRuleInput } from './rule-input.js';

interface RuleRow {
  readonly code: string;
  readonly kind: string;
  readonly expression: string;
  readonly texts: Texts;
  readonly source: string | null;
}

/** The rules of a version that the actor may see, as they would be written again. */
export async function readRules(ctx: TxContext, versionId: string, path: string): Promise<readonly ProgrammeRuleInput[]> {
  const { rowCount } = await ask(ctx, sql`select from programmes.programme_version v where v.id = ${versionId}::uuid and ${inProgrammesOf(ctx, sql`v.programme_id`)}`);
  if (rowCount === 0) refuse(versionNotFound(path));
  const { rows } = await ctx.tx.query<RuleRow>('select code, kind, expression, texts, source from programmes.rule where version_id = $1 order by position', [versionId]);
  return rows.map(({ texts, ...rule }) => ({ ...rule, texts: Object.entries(texts).map(([language, text]): LocalTextInput => ({ language, text })) }));
}
