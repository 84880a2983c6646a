import { contractOf, startTestPlatform, type Contract, type TestPlatform, type TestPlatformOptions } from '@kinga/core/testing';
import type { Module } from '@kinga/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseFaults } from './database-faults.js';
import { listFaults } from './list-faults.js';
import { refusedRoots } from './refused-roots.js';
import { runOperations, type OperationVariables } from './run-operations.js';
import { schemaFaults } from './schema-faults.js';

export interface ConformanceOptions extends Omit<TestPlatformOptions, 'workers'> {
  /** Variables for the module's operations, by operation name; those that need none may be left out. */
  readonly variables?: (platform: TestPlatform) => Promise<OperationVariables>;
}

/**
 * Checks a module against everything that the contract promises: one line in a test file.
 *
 * @param options `modules`: those that it requires beyond core, and itself where it isn't one of core's
 * @example conformance(schoolMeals, { modules: [schoolMeals] });
 */
export function conformance(module: Module, options: ConformanceOptions = {}): void {
  describe(`${module.id} keeps the contract`, () => {
    let platform: TestPlatform;
    let contract: Contract;

    beforeAll(async () => {
      platform = await startTestPlatform({ seed: ['reference', 'demo'], ...options });
      contract = contractOf(platform.platform);
    });
    afterAll(() => platform?.stop());

    const told = (problems: readonly { readonly message: string }[]): readonly string[] => problems.map(({ message }) => message);

    it('describes every type, field, argument and enum value', () => expect(told(contract.descriptions(module))).toEqual([]));
    it('says who may use every root field and added field', () => expect(told(contract.access(module))).toEqual([]));
    it('keeps the rules of the schema', () => expect(schemaFaults(contract, module)).toEqual([]));
    it('makes by its migrations just the tables that its entities want, with history', async () =>
      expect(await databaseFaults(platform, module)).toEqual([]));
    it('has a snapshot of its tables that is up to date', async () => expect(told(await contract.migrations(module))).toEqual([]));
    it('says every text in every language that it speaks', async () => expect(told(await contract.locales(module))).toEqual([]));
    it('offers operations that are valid', async () => expect(told(await contract.operations(module))).toEqual([]));
    it('offers operations that run', async () => expect(await runOperations(platform, contract, module, await options.variables?.(platform))).toEqual([]));
    it('refuses every root field to somebody without permissions', async () => expect(await refusedRoots(platform, module)).toEqual([]));
    it('answers lists with as many statements for many rows as for one, and nothing to somebody without places', async () =>
      expect(await listFaults(platform, contract, module)).toEqual([]));
  });
}
