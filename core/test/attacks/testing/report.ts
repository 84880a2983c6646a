import type { Reporter, TestModule } from 'vitest/node';
import type { AttackResult } from '../../../src/testing/walk/attempt.js';

/** Prints, after a run that held attacks, how many of them were blocked and how many of their twins were served. */
export const attackReport: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const results = tests.map((test) => (test.meta() as { attack?: AttackResult }).attack).filter((result) => result !== undefined);
    if (results.length === 0) return;
    const blocked = results.filter((result) => result.blocked).length;
    const served = results.filter((result) => result.twinServed).length;
    process.stdout.write(`\n  attacks: blocked ${blocked} of ${results.length}; harmless twins served ${served} of ${results.length}\n\n`);
  }
};
