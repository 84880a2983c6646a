import { getNamedType, isInterfaceType, isLeafType, isNonNullType, isObjectType, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { encodeId } from '../../../src/kernel/schema/ids.js';
import type { ResourceModel } from '../../../src/kernel/read/model.js';
import type { TestPlatform } from '../../../src/testing/index.js';

/** A document, and the masked fields that it asks of the rows of a type, where they stand in the answer by name. */
export interface Way {
  readonly name: string;
  readonly type: string;
  readonly source: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const free = (field: GraphQLField<unknown, unknown>): boolean => field.args.every((arg) => !isNonNullType(arg.type) || arg.defaultValue !== undefined);

function type(test: TestPlatform, name: string): GraphQLObjectType {
  return test.platform.schema.getType(name) as GraphQLObjectType;
}

/** The masked fields of a type, as they are asked for; attributes in their object. */
export function maskedOf(resource: ResourceModel): string {
  const names = [...resource.masked.keys()];
  const attributes = names.filter((name) => name.startsWith('attributes.')).map((name) => name.slice('attributes.'.length));
  return [...names.filter((name) => !name.includes('.')), ...(attributes.length > 0 ? [`attributes { ${attributes.join(' ')} }`] : [])].join(' ');
}

async function idsOf({ pool }: TestPlatform, { tableName, prefix }: ResourceModel): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(`select id from ${tableName} order by id limit 5`);
  return rows.map(({ id }) => encodeId(prefix, id));
}

/** Every way from a root or from a row to rows that hold something masked: its own id, lists, and each field of each type that leads there. */
export async function waysToMasked(test: TestPlatform): Promise<readonly Way[]> {
  const resources = [...test.platform.model.byType.values()];
  const ways: Way[] = [];
  for (const target of resources.filter(({ masked }) => masked.size > 0)) {
    const asked = maskedOf(target);
    const add = (name: string, source: string, variables = {}): void => void ways.push({ name, type: target.type, source, variables });
    if (target.many) add(`Query.${target.many}`, `{ ${target.many} { nodes { ${asked} } } }`);
    for (const id of await idsOf(test, target)) add(`node ${target.type}`, `query ($id: ID!) { node(id: $id) { ... on ${target.type} { ${asked} } } }`, { id });
    for (const from of resources) {
      for (const [name, field] of Object.entries(type(test, from.type).getFields())) {
        const led = getNamedType(field.type).name;
        if (!free(field) || (led !== target.type && led !== `${target.type}Connection`)) continue;
        const inner = led === target.type ? `{ ${asked} }` : `{ nodes { ${asked} } }`;
        for (const id of await idsOf(test, from)) add(`${from.type}.${name}`, `query ($id: ID!) { node(id: $id) { ... on ${from.type} { ${name} ${inner} } } }`, { id });
      }
    }
  }
  return ways;
}

/** All that can be asked of a row without arguments, in objects of its own included; other resources are asked for by themselves. */
function leaves(test: TestPlatform, of: GraphQLObjectType, deep: number): string {
  return Object.values(of.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    if (!free(field)) return [];
    if (isLeafType(named)) return [field.name];
    if (!isObjectType(named) || isInterfaceType(named) || deep === 0 || test.platform.model.byType.has(named.name) || named.name.endsWith('Connection')) return [];
    const inner = leaves(test, named, deep - 1);
    return inner === '' ? [] : [`${field.name} { ${inner} }`];
  }).join(' ');
}

/** Every row of every type, with all that it says. */
export async function waysToEverything(test: TestPlatform): Promise<readonly Way[]> {
  const ways: Way[] = [];
  for (const resource of test.platform.model.byType.values()) {
    const asked = leaves(test, type(test, resource.type), 2);
    for (const id of await idsOf(test, resource)) ways.push({ name: `all of ${resource.type}`, type: resource.type, source: `query ($id: ID!) { node(id: $id) { ... on ${resource.type} { ${asked} } } }`, variables: { id } });
  }
  return ways;
}

/** What an answer has in the masked fields of a type, by name: nulls left out. */
export function seenIn(data: unknown, names: ReadonlySet<string>): readonly string[] {
  if (Array.isArray(data)) return data.flatMap((part) => seenIn(part, names));
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, part]) => (names.has(key) ? (part === null ? [] : [key]) : seenIn(part, names)));
}
