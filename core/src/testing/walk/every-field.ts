import {
  getNamedType, isAbstractType, isInputObjectType, isLeafType, isListType, isNonNullType, isObjectType, isRequiredArgument,
  type GraphQLField, type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema,
} from 'graphql';
import type { Platform } from '../../kernel/platform.js';
import { rootPlan } from '../../kernel/read/root.js';
import { encodeId } from '../../kernel/schema/ids.js';
import type { TestClient } from '../test-client.js';
import { quoted, type Planted } from './plant.js';

/** An operation that asks for fields, and what it is called in a failure. */
export interface Question {
  readonly name: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Arguments of fields that need some, by `Type.field`. */
export type Arguments = Readonly<Record<string, readonly string[]>>;

const LEVELS = 4;

/** Every field of a type that can be asked for without more: its values, and of what it leads to the values and counts. */
function selection(platform: Platform, type: GraphQLObjectType, args: Arguments, level = 0): string {
  const near = level > 0 && platform.model.byType.has(type.name);
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const target = getNamedType(field.type);
    if (near && !isLeafType(target) && !['Money'].includes(target.name)) return [];
    if (level > LEVELS) return [];
    const asked = args[`${type.name}.${field.name}`];
    if (!asked && field.args.some(isRequiredArgument)) return [];
    const given = asked?.[0] ?? (field.args.some(({ name }) => name === 'first') ? '(first: 20)' : '');
    if (isLeafType(target)) return [`${field.name}${given}`];
    const inner = isObjectType(target) ? selection(platform, target, args, level + 1) : '';
    return inner ? [`${field.name}${given} { ${inner} }`] : [];
  });
  return fields.join(' ');
}

/** An operation for each root field of the schema, by each key that it takes, and one for all the nodes of each type. */
export function questions(platform: Platform, planted: readonly Planted[], args: Arguments): readonly Question[] {
  const { schema, model } = platform;
  const rows = (table: string): readonly Readonly<Record<string, unknown>>[] => planted.flatMap((one) => one.get(quoted(table)) ?? []);
  const nodes = [...model.byType.values()].flatMap((resource): readonly Question[] => {
    const ids = rows(resource.tableName).map(({ id }) => encodeId(resource.prefix, String(id)));
    const type = schema.getType(resource.type) as GraphQLObjectType;
    return ids.length === 0 ? [] : [
      { name: `nodes of ${resource.type}`, document: `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on ${resource.type} { ${selection(platform, type, args)} } } }`, variables: { ids } },
      { name: `node of ${resource.type}`, document: `query ($id: ID!) { node(id: $id) { __typename id } }`, variables: { id: ids.at(-1) } },
    ];
  });
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field): readonly Question[] => {
    if (field.name === 'node' || field.name === 'nodes') return [];
    const target = getNamedType(field.type);
    const inner = isObjectType(target) ? ` { ${selection(platform, target, args, model.byType.has(target.name) ? 1 : 0)} }` : '';
    const by = field.args.find(({ name }) => name === 'by');
    const plan = rootPlan(field);
    const asked = args[`Query.${field.name}`];
    if (asked) return asked.map((given) => ({ name: field.name, document: `{ ${field.name}${given}${inner} }`, variables: {} }));
    if (!by) return field.args.some(isRequiredArgument) ? [] : [{ name: field.name, document: `{ ${field.name}${field.args.some(({ name }) => name === 'first') ? '(first: 20)' : ''}${inner} }`, variables: {} }];
    const resource = model.byType.get(plan?.type ?? target.name);
    const keys = isInputObjectType(getNamedType(by.type)) ? Object.keys((getNamedType(by.type) as unknown as GraphQLObjectType).getFields()) : [];
    return rows(resource?.tableName ?? '').flatMap((row) => keys.flatMap((key) => {
      const value = key === 'id' ? encodeId(resource?.prefix ?? '', String(row['id'])) : row[resource?.columns.get(key)?.name ?? key];
      return value === null || value === undefined ? [] : [{ name: `${field.name} by ${key}`, document: `query ($by: ${String(by.type)}) { ${field.name}(by: $by)${inner} }`, variables: { by: { [key]: value } } }];
    }));
  });
  return [...roots, ...nodes];
}

/** Answers by question. */
export type Answered = ReadonlyMap<string, Awaited<ReturnType<TestClient['send']>>>;

/** Asks everything. */
export async function answers(client: TestClient, asked: readonly Question[]): Promise<Answered> {
  const found = new Map<string, Awaited<ReturnType<TestClient['send']>>>();
  for (const { name, document, variables } of asked) found.set(`${name} ${JSON.stringify(variables)} ${document}`, await client.send(document, variables));
  return found;
}

/**
 * Where something of `rows` stands in answers, a line each with its question: texts in which `mark` stands, and their ids. Cursors are
 * read. The place, which the asker may have been told of, is passed over.
 */
export function tracesOf(mark: string, rows: Planted, told: Answered): readonly string[] {
  const place = String(rows.get('people.place')?.[0]?.['id']);
  const ids = [...rows.values()].flatMap((of) => of.map(({ id }) => String(id))).filter((id) => id !== place);
  const traces = new RegExp([mark, ...ids, ...ids.map((id) => id.replaceAll('-', ''))].join('|'), 'i');
  return [...told].flatMap(([question, { data, errors }]) => {
    const text = JSON.stringify({ data, errors });
    const cursors = [...text.matchAll(/[Cc]ursor":"([^"]+)"/g)].map(([, cursor = '']) => Buffer.from(cursor, 'base64').toString());
    const found = traces.exec([text, ...cursors].join(' '));
    return found ? [`${question.slice(0, 200)} … ${text.slice(Math.max(0, text.search(traces) - 200), text.search(traces) + 60)}`] : [];
  });
}

/** The fields of an answer in which something stands, as `Type.field`. */
export function filled(schema: GraphQLSchema, data: unknown, into: Set<string>): void {
  const query = schema.getQueryType();
  if (query && typeof data === 'object' && data !== null) walk(schema, query, data as Record<string, unknown>, into);
}

function walk(schema: GraphQLSchema, type: GraphQLObjectType, row: Record<string, unknown>, into: Set<string>): void {
  for (const [name, value] of Object.entries(row)) {
    const field: GraphQLField<unknown, unknown> | undefined = type.getFields()[name];
    if (field && has(value)) {
      into.add(`${type.name}.${name}`);
      each(schema, field.type, value, into);
    }
  }
}

function each(schema: GraphQLSchema, type: GraphQLOutputType, value: unknown, into: Set<string>): void {
  if (value === null || value === undefined) return;
  if (isNonNullType(type)) return each(schema, type.ofType, value, into);
  if (isListType(type)) return (value as readonly unknown[]).forEach((one) => each(schema, type.ofType, one, into));
  const named = isAbstractType(type) ? schema.getType(String((value as { __typename?: string }).__typename)) : type;
  if (isObjectType(named)) walk(schema, named, value as Record<string, unknown>, into);
}

function has(value: unknown): boolean {
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** Every field of every object type that the queries of a schema lead to, as `Type.field`. */
export function everyField(schema: GraphQLSchema): readonly string[] {
  const open = [schema.getQueryType()];
  const seen = new Set(open);
  for (const type of open) {
    for (const { type: of } of Object.values(type?.getFields() ?? {})) {
      const target = getNamedType(of);
      for (const next of isAbstractType(target) ? schema.getPossibleTypes(target) : isObjectType(target) ? [target] : []) {
        if (seen.has(next)) continue;
        seen.add(next);
        open.push(next);
      }
    }
  }
  return open.flatMap((type) => Object.keys(type?.getFields() ?? {}).map((name) => `${type?.name}.${name}`)).sort();
}
