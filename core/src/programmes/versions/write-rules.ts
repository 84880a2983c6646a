import { v7 as uuidv7 } from 'uuid';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import type { LockedProgramme } from '../lock-programme.js';
import { textsFrom } from '../texts.js';
import { ruleProblems } from './check-rules.js';
import type { ProgrammeRuleInput } from './rule-input.js';

/** Writes the rules of a draft, in the place of those that it has; refuses them with all that is wrong with them. */
export async function writeRules(ctx: TxContext, programme: LockedProgramme, versionId: string, rules: readonly ProgrammeRuleInput[]): Promise<void> {
  const problems = await ruleProblems(ctx, programme, rules, 'rules');
  if (problems.length > 0) refuse(...problems);
  await ctx.tx.query('delete from programmes.rule where version_id = $1', [versionId]);
  await ctx.tx.query(
    `insert into programmes.rule (id, version_id, code, kind, expression, texts, source, position)
     select id, $2, code, kind, expression, texts, source, position
     from json_to_recordset($1) as t(id uuid, code text, kind text, expression text, texts jsonb, source text, position integer)`,
    [JSON.stringify(rules.map(({ texts, ...rule }, position) => ({ ...rule, id: uuidv7(), texts: textsFrom(texts), position }))), versionId],
  );
}
