import type { Module } from '@kinga/core';
import type { Contract, TestPlatform } from '@kinga/core/testing';
import { getNamedType, isLeafType, isObjectType } from 'graphql';

/** Lists whose cost grows with their length, and rows that somebody without places sees. */
export async function listFaults(platform: TestPlatform, { schema, model }: Contract, module: Module): Promise<readonly string[]> {
  const permissions = platform.platform.plan.modules.flatMap((each) => each.permissions ?? []).map(({ name }) => name);
  const everything = platform.as({ permissions });
  const nowhere = platform.as({ permissions, places: [] });
  const faults: string[] = [];
  for (const target of module.entities ?? []) {
    const resource = model.byClass.get(target);
    if (!resource?.many) continue;
    const selection = selectionOf(schema, model, resource.type);
    const list = (first: number): string => `{ ${resource.many}(first: ${first}) { nodes { ${selection} } } }`;
    await everything.run(list(1));
    const one = everything.statements();
    await everything.run(list(100));
    const many = everything.statements();
    if (many > one) faults.push(`${resource.many} takes ${many} statements for many rows and ${one} for one`);
    if (!resource.scope) continue;
    const seen = await nowhere.run<Record<string, { totalCount: number; nodes: unknown[] }>>(`{ ${resource.many} { totalCount nodes { id } } }`);
    const { totalCount, nodes } = seen[resource.many] ?? { totalCount: 0, nodes: [] };
    if (totalCount > 0 || nodes.length > 0) faults.push(`${resource.many} shows rows to somebody without places`);
  }
  return faults;
}

/** Every leaf of a type, and of what is one step from it. */
function selectionOf(schema: Contract['schema'], model: Contract['model'], name: string, depth = 1): string {
  const type = schema.getType(name);
  if (!isObjectType(type)) return 'id';
  const parts = Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    if (field.args.some(({ name: arg }) => arg !== 'first' && arg !== 'after' && arg !== 'last' && arg !== 'before' && arg !== 'where' && arg !== 'orderBy')) return [];
    if (isLeafType(named)) return [field.name];
    if (depth === 0 || !isObjectType(named)) return [];
    if (named.name.endsWith('Connection')) return [`${field.name}(first: 2) { totalCount nodes { ${selectionOf(schema, model, named.name.replace(/Connection$/, ''), 0)} } }`];
    return [`${field.name} { ${selectionOf(schema, model, named.name, 0)} }`];
  });
  return ['__typename', ...parts].join(' ');
}
