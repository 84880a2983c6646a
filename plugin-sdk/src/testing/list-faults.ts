import type { Module } from '@kinga/core';
import type { Contract, TestClient, TestPlatform } from '@kinga/core/testing';
import { getNamedType, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import { withAllBut } from './everybody.js';

/** Lists whose cost grows with their length. Says nothing of a list that has fewer than two rows. */
export async function listFaults(platform: TestPlatform, { schema, model }: Contract, module: Module): Promise<readonly string[]> {
  const everything = withAllBut(platform, []);
  const faults: string[] = [];
  for (const target of module.entities ?? []) {
    const resource = model.byClass.get(target);
    if (!resource?.many) continue;
    const selection = selectionOf(schema, resource.type);
    const list = (first: number): string => `{ ${resource.many}(first: ${first}) { nodes { ${selection} } } }`;
    const [one, many] = [await cost(everything, list(1)), await cost(everything, list(100))];
    if (typeof one === 'string' || typeof many === 'string') faults.push(`${resource.many} does not answer: ${typeof one === 'string' ? one : many}`);
    else if (many > one) faults.push(`${resource.many} takes ${many} statements for many rows and ${one} for one`);
  }
  return faults;
}

/** How many statements a query sends, or why it fails. */
async function cost(client: TestClient, query: string): Promise<number | string> {
  try {
    await client.run(query);
    return client.statements();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Every leaf of a type, and of what is one step from it. */
function selectionOf(schema: Contract['schema'], name: string, depth = 1): string {
  const type = schema.getType(name);
  if (!isObjectType(type)) return 'id';
  const parts = Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    if (field.args.some(isRequiredArgument)) return [];
    if (isLeafType(named)) return [field.name];
    if (depth === 0 || !isObjectType(named)) return [];
    if (named.name.endsWith('Connection')) return [`${field.name}(first: 2) { totalCount nodes { ${selectionOf(schema, named.name.replace(/Connection$/, ''), 0)} } }`];
    return [`${field.name} { ${selectionOf(schema, named.name, 0)} }`];
  });
  return ['__typename', ...parts].join(' ');
}
