import type { GraphQLSchema } from 'graphql';
import { accessProblems } from '../deployment/access-problems.js';
import { checkDescriptions } from '../deployment/contract/check-descriptions.js';
import { checkLocales } from '../deployment/contract/check-locales.js';
import { checkOperations } from '../deployment/contract/check-operations.js';
import { guardProblems, UNGUARDED, type Unguarded } from '../kernel/database/guards.js';
import { checkMigrations } from '../deployment/contract/check-migrations.js';
import { readOperations, type OperationsFile } from '../deployment/contract/operations.js';
import { ownershipOf } from '../deployment/contract/ownership.js';
import type { Subject } from '../deployment/contract/subject.js';
import type { Module } from '../kernel/module/define-module.js';
import type { PlanProblem } from '../kernel/plan/types.js';
import type { Platform } from '../kernel/platform.js';
import { ALL_TABLES, tableProblems, unclassifiedTables, type Unclassified } from '../kernel/privacy/tables.js';
import { modelProblems } from '../kernel/schema/model-problems.js';
import type { ReadModel } from '../kernel/read/model.js';

/** What stands against a running platform's modules, by the same checks that `kinga check` makes. */
export interface Contract {
  readonly schema: GraphQLSchema;
  readonly model: ReadModel;
  access(module: Module): readonly PlanProblem[];
  promises(module: Module): readonly PlanProblem[];
  descriptions(module: Module): readonly PlanProblem[];
  locales(module: Module): Promise<readonly PlanProblem[]>;
  operations(module: Module): Promise<readonly PlanProblem[]>;
  migrations(module: Module): Promise<readonly PlanProblem[]>;
  /** Tables that its migrations make and it does not classify. */
  tables(module: Module): Promise<readonly PlanProblem[]>;
  /** Tables that its migrations make, that hold something of persons, and that no policy guards. */
  guards(module: Module): Promise<readonly PlanProblem[]>;
  readOperations(module: Module): Promise<readonly OperationsFile[]>;
}

export function contractOf(platform: Platform): Contract {
  const { plan, schema, model, orm } = platform;
  const ownership = ownershipOf(plan, schema);
  const subject = (module: Module): Subject => ({
    deployment: { plan: { ...plan, modules: [module] }, config: { name: 'conformance', modules: [] }, dir: process.cwd(), configFile: '' },
    schema, model, orm, ownership,
  });
  return {
    schema,
    model,
    access: (module) => accessProblems([module]),
    promises: (module) => modelProblems(schema, model, (module.entities ?? []).flatMap((target) => model.byClass.get(target) ?? [])),
    descriptions: (module) => checkDescriptions(subject(module)).filter(({ message }) => message.includes(` of ${module.id} (`)),
    locales: (module) => checkLocales(subject(module)),
    operations: (module) => checkOperations(subject(module)),
    migrations: (module) => checkMigrations(subject(module)),
    tables: async (module) => {
      const { rows } = await platform.pool.query<Unclassified>(ALL_TABLES);
      const resources = new Set([...model.byType.values()].map(({ tableName }) => tableName));
      return tableProblems(unclassifiedTables(rows.filter(({ schema: of }) => of === module.id.replaceAll('-', '_')), plan.modules, resources));
    },
    guards: async (module) => {
      const { rows } = await platform.pool.query<Unguarded>(UNGUARDED);
      return guardProblems(rows.map(({ table }) => table).filter((table) => table.startsWith(`${module.id.replaceAll('-', '_')}.`)), plan.modules);
    },
    readOperations,
  };
}
