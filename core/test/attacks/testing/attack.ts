import { it } from 'vitest';
import { attempt, type Attack, type AttackResult } from '../../../src/testing/index.js';

declare module 'vitest' {
  interface TaskMeta {
    /** What became of it; `report.ts` counts them. */
    attack?: AttackResult;
  }
}

/**
 * Tests that an attack is blocked and its twin is served. Both run, also where one fails.
 *
 * @example attack('a page of 101 rows', { blocked: () => refusedAs(clerk, page(101), 'BAD_USER_INPUT'), twin: () => served(clerk, page(100)) })
 */
export function attack(name: string, tried: Attack): void {
  it(name, ({ task }) => attempt(task.meta, tried));
}
