import type { Module } from '@kinga/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKS, startExamination, type ConformanceOptions, type Examined } from './examine.js';

/**
 * Checks a module against everything that the contract promises: one line in a test file.
 *
 * @param options `modules`: those that it requires beyond core; `variables`: data, and variables of its operations
 * @example conformance(schoolMeals);
 */
export function conformance(module: Module, options: ConformanceOptions = {}): void {
  let examined: Examined | undefined;
  keepsContract(module, async () => (examined = await startExamination(module, options)));
  afterAll(() => examined?.platform.stop());
}

/** The same on a platform that somebody else stops. */
export function keepsContract(module: Module, start: () => Promise<Examined>): void {
  describe(`${module.id} keeps the contract:`, () => {
    let examined: Examined | undefined;
    let unfit: unknown;
    beforeAll(async () => {
      examined = await start().catch((error: unknown) => void (unfit = error));
    });

    it('fits beside the modules that it requires', () => {
      if (unfit !== undefined) throw unfit;
    });
    it.each(CHECKS.map((check) => [check.promise, check] as const))('%s', async (_promise, check) => {
      if (!examined) return expect.unreachable('the platform did not start');
      return expect(await check.faults(examined)).toEqual([]);
    });
  });
}
