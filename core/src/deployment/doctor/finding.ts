import type { PlanProblem } from '../../kernel/plan/types.js';
import { problemsOf } from '../problems.js';

/** One thing that `kinga doctor` looked at. */
export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  /** What was found. */
  readonly says: string;
  readonly problems: readonly PlanProblem[];
}

/** Looks at one thing; what is thrown becomes a finding too, so that one fault does not hide the others. */
export async function look(name: string, see: () => Promise<string> | string): Promise<Finding> {
  try {
    return { name, ok: true, says: await see(), problems: [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const problems = problemsOf(error) ?? [{ code: 'UNEXPECTED', message, cure: 'Look at what it says; report it if it is a fault of Kinga.' }];
    return { name, ok: false, says: '', problems };
  }
}
