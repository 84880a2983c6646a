import { v7 as uuidv7 } from 'uuid';
import type { PlanProblem } from '../kernel/plan/types.js';
import { Refused } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import type { QuestionInput } from '../surveys/question-input.js';
import { writeQuestions } from '../surveys/write-questions.js';
import type { PackQuestionnaire } from './format.js';
import { questionsFrom } from './install-questionnaires.js';
import { packProblem } from './pack-problems.js';
import { filled } from './refusal-text.js';

/** Lays questionnaires in a transaction that is taken back, so that rules which ask their answers can be checked. @returns what is wrong with them */
export async function tryQuestionnaires(ctx: TxContext, pack: string, questionnaires: readonly PackQuestionnaire[]): Promise<readonly PlanProblem[]> {
  const problems: PlanProblem[] = [];
  for (const { code, name, target, questions } of questionnaires) {
    const { rows: [row] } = await ctx.tx.query<{ id: string }>('insert into surveys.questionnaire as q (id, code, name, target) values ($1, $2, $3, $4) on conflict (code) do update set name = q.name returning id', [uuidv7(), code, name, target]);
    const { rows: [last] } = await ctx.tx.query<{ number: number; draft: string | null }>("select coalesce(max(number), 0) as number, max(id::text) filter (where state = 'DRAFT') as draft from surveys.questionnaire_version where questionnaire_id = $1", [row?.id]);
    const id = last?.draft ?? uuidv7();
    if (!last?.draft) await ctx.tx.query('insert into surveys.questionnaire_version (id, questionnaire_id, number) values ($1, $2, $3)', [id, row?.id, (last?.number ?? 0) + 1]);
    try {
      await writeQuestions(ctx, id, questionsFrom(questions) as readonly QuestionInput[]);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      problems.push(...error.refusals.map((refusal) => packProblem(refusal.code, `${pack}, questionnaire ${code}, ${refusal.path}: ${filled(refusal.message, refusal)}`, filled(refusal.hint ?? '', refusal))));
    }
    await ctx.tx.query("update surveys.questionnaire_version set state = 'PUBLISHED', published_on = $2 where id = $1", [id, ctx.today]);
  }
  return problems;
}
