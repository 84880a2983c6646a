import type { PlanProblem } from '../kernel/plan/types.js';
import type { TxContext } from '../kernel/write/transaction.js';
import type { PackData } from './format.js';
import { partProblems } from './install-parts.js';
import { definitionProblems, programmeProblemsOfPack } from './rules-of-pack.js';
import { tryQuestionnaires } from './try-questionnaires.js';

/** Everything that the API would refuse of a pack. It lays the pack's questionnaires: to be called where that is taken back (`rehearse`). */
export async function problemsOfPack(ctx: TxContext, data: PackData): Promise<readonly PlanProblem[]> {
  const problems = [...await tryQuestionnaires(ctx, data.pack, data.questionnaires), ...definitionProblems(`${data.pack}, shared`, data, null)];
  for (const programme of data.programmes) problems.push(...await programmeProblemsOfPack(ctx, data, programme));
  return [...problems, ...partProblems(ctx.platform, data)];
}
