import { DeploymentProblems } from '../deployment/problems.js';
import type { PlanProblem } from '../kernel/plan/types.js';

/** Something that is wrong with a pack, and what to do. */
export function packProblem(code: string, message: string, cure: string): PlanProblem {
  return { code, message, cure };
}

export function refusePack(problems: readonly PlanProblem[]): void {
  if (problems.length > 0) throw new DeploymentProblems(problems);
}
