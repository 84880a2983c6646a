import { coreModules, type Module } from '@kinga/core';
import { contractOf, erasureFaults, startTestPlatform, type Contract, type TestPlatform, type TestPlatformOptions } from '@kinga/core/testing';
import { addedFieldFaults } from './added-field-faults.js';
import { databaseFaults } from './database-faults.js';
import { listFaults } from './list-faults.js';
import { refusedRoots } from './refused-roots.js';
import { runOperations, type OperationVariables } from './run-operations.js';
import { schemaFaults } from './schema-faults.js';
import { scopeFaults } from './scope-faults.js';

/** How a module is to be checked. */
export interface ConformanceOptions extends Omit<TestPlatformOptions, 'workers'> {
  /**
   * Fills the database with what the checks shall see, and gives variables for the module's operations, by operation name.
   * Runs once, before the checks. Operations that need no variables may be left out.
   */
  readonly variables?: (platform: TestPlatform) => Promise<OperationVariables>;
  /** Columns of tables about persons that an erasure leaves, as `schema.table.column`: those without a constraint whose texts tell nothing of anybody all the same. */
  readonly textsThatStay?: readonly string[];
}

/** A module on a platform of its own, ready to be checked. */
export interface Examined {
  readonly module: Module;
  readonly platform: TestPlatform;
  readonly contract: Contract;
  readonly variables: OperationVariables;
  readonly textsThatStay: readonly string[];
}

/** One promise of the contract. */
export interface Check {
  /** The promise, as the end of a sentence that begins with the module. */
  readonly promise: string;
  /** Where the module breaks it, in words; empty where it keeps it. */
  faults(examined: Examined): readonly string[] | Promise<readonly string[]>;
}

const told = (problems: readonly { readonly message: string; readonly cure: string }[]): readonly string[] => problems.map(({ message, cure }) => `${message} ${cure}`);

/** Everything that the contract promises of a module and a running platform can show. That its plan is clean shows in starting. */
export const CHECKS: readonly Check[] = [
  { promise: 'describes every type, field, argument and enum value', faults: ({ contract, module }) => told(contract.descriptions(module)) },
  { promise: 'says who may use every root field and added field', faults: ({ contract, module }) => told(contract.access(module)) },
  { promise: 'keeps the rules of the schema', faults: ({ contract, module }) => schemaFaults(contract, module) },
  { promise: 'makes by its migrations the tables that its entities want, with history', faults: ({ platform, module }) => databaseFaults(platform, module) },
  { promise: 'says of every table how sensitive it is and what it is kept for', faults: async ({ contract, module }) => told(await contract.tables(module)) },
  { promise: 'has PostgreSQL guard every table that holds something of persons', faults: async ({ contract, module }) => told(await contract.guards(module)) },
  { promise: 'says of every table and text about persons what an erasure makes of it', faults: ({ platform, module, textsThatStay }) => erasureFaults(platform, module, textsThatStay) },
  { promise: 'has a snapshot of its tables that is up to date', faults: async ({ contract, module }) => told(await contract.migrations(module)) },
  { promise: 'says every text in every language that it speaks', faults: async ({ contract, module }) => told(await contract.locales(module)) },
  { promise: 'offers operations that are valid', faults: async ({ contract, module }) => told(await contract.operations(module)) },
  { promise: 'offers operations that run', faults: ({ platform, contract, module, variables }) => runOperations(platform, contract, module, variables) },
  { promise: 'refuses every root field to somebody without permissions', faults: ({ platform, module }) => refusedRoots(platform, module) },
  { promise: 'refuses every field that it adds to somebody without its permission', faults: ({ platform, module }) => addedFieldFaults(platform, module) },
  { promise: 'answers its lists with as many statements for many rows as for one', faults: ({ platform, contract, module }) => listFaults(platform, contract, module) },
  { promise: 'shows no row of a scoped type to somebody without places', faults: ({ platform, contract, module }) => scopeFaults(platform, contract, module) },
];

/**
 * Starts a platform with a module and what it requires, and fills it.
 *
 * @throws Error with the plan's problems where the module doesn't fit
 */
export async function startExamination(module: Module, { variables, textsThatStay = [], ...options }: ConformanceOptions = {}): Promise<Examined> {
  const listed = options.modules ?? [];
  const modules = coreModules.includes(module) || listed.includes(module) ? listed : [...listed, module];
  const platform = await startTestPlatform({ seed: ['reference', 'demo'], ...options, modules });
  try {
    return { module, platform, contract: contractOf(platform.platform), variables: (await variables?.(platform)) ?? {}, textsThatStay };
  } catch (error) {
    await platform.stop();
    throw error;
  }
}
