import { fileURLToPath } from 'node:url';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { GraphQLSchema } from 'graphql';
import type { Deployment } from '../load-deployment.js';
import type { Module } from '../../kernel/module/define-module.js';
import { buildFromPlan } from '../../kernel/platform.js';
import type { ReadModel } from '../../kernel/read/model.js';
import { ownershipOf, type Ownership } from './ownership.js';

/** A deployment as its contract is looked at: without a database. */
export interface Subject {
  readonly deployment: Deployment;
  readonly schema: GraphQLSchema;
  readonly model: ReadModel;
  readonly orm: MikroORM;
  readonly ownership: Ownership;
}

/** Once per process, as the schema is. */
export function subjectOf(deployment: Deployment): Subject {
  const { schema, model, orm } = buildFromPlan(deployment.plan);
  return { deployment, schema, model, orm, ownership: ownershipOf(deployment.plan, schema) };
}

/** Whether a module's folder lies in this checkout, so that who runs a check can mend it; installed ones are checked by their authors. */
export function isOwnSource(folder: URL): boolean {
  return !/[\\/]node_modules[\\/]/.test(fileURLToPath(folder));
}

/** Folder of a module's package, as its migrations, locales or operations tell. */
export function foldersOf(module: Module): readonly URL[] {
  return [module.migrations, module.locales, module.operations].filter((folder) => folder !== undefined);
}
