import { diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';
import type { Plan, PlanProblem } from '../../kernel/plan/types.js';
import { operationsFile, readText, schemaFile } from './files.js';
import { operationsPage } from './operations-page.js';
import { schemaText } from './schema-text.js';
import type { Subject } from './subject.js';

const SHOWN = 5;

/** Whether the committed `schema.graphql` is what the modules give. */
export async function checkSchemaFile({ deployment: { dir, plan }, schema }: Subject): Promise<readonly PlanProblem[]> {
  const committed = await readText(schemaFile(dir));
  const cure = 'Run kinga schema --write and commit schema.graphql.';
  if (committed === undefined) return [{ code: 'SCHEMA_FILE_MISSING', message: `There is no schema.graphql in ${dir}.`, cure }];
  if (committed === schemaText(schema)) return checkOperationsPage(plan, dir);
  return [{ code: 'SCHEMA_FILE_STALE', message: `schema.graphql is not what the modules give${await differences(committed, schemaText(schema))}.`, cure }];
}

async function checkOperationsPage(plan: Plan, dir: string): Promise<readonly PlanProblem[]> {
  if (!plan.modules.some((module) => module.operations)) return [];
  if ((await readText(operationsFile(dir))) === (await operationsPage(plan))) return [];
  return [{ code: 'OPERATIONS_PAGE_STALE', message: "docs/operations.md does not show the modules' operations as they are.", cure: 'Run kinga schema --write and commit docs/operations.md.' }];
}

async function differences(committed: string, present: string): Promise<string> {
  try {
    const changes = await diff(buildSchema(committed), buildSchema(present));
    const places = [...new Set(changes.map(({ path, message }) => path ?? message))];
    if (places.length === 0) return '';
    return `; they differ in ${places.slice(0, SHOWN).join(', ')}${places.length > SHOWN ? ` and ${places.length - SHOWN} more` : ''}`;
  } catch {
    return ', nor a schema at all';
  }
}
