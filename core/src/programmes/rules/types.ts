/** What is wrong with a rule, and where. */
export interface RuleProblem {
  /** Offset of the first character concerned. */
  readonly at: number;
  readonly message: string;
  readonly hint?: string;
}

export class RuleError extends Error {
  constructor(readonly problem: RuleProblem) {
    super(problem.message);
  }
}

export function wrong(at: number, message: string, hint?: string): never {
  throw new RuleError({ at, message, ...(hint && { hint }) });
}
