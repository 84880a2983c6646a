import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import type { Deployment } from '../load-deployment.js';
import { operationsFile, releasedFile, schemaFile } from './files.js';
import { operationsPage } from './operations-page.js';
import { schemaText } from './schema-text.js';

/**
 * Writes what is generated from a deployment's modules and committed: `schema.graphql` and, where modules offer
 * operations, the page that shows them.
 *
 * @param release also what later changes are compared with
 * @returns the files
 */
export async function writeGenerated({ plan, dir }: Deployment, schema: GraphQLSchema, release = false): Promise<readonly string[]> {
  const text = schemaText(schema);
  const files = new Map([[schemaFile(dir), text]]);
  if (release) files.set(releasedFile(dir), text);
  if (plan.modules.some((module) => module.operations)) files.set(operationsFile(dir), await operationsPage(plan));
  for (const [file, content] of files) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return [...files.keys()];
}
