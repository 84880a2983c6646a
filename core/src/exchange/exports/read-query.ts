import {
  getVariableValues, GraphQLError, isLeafType, isListType, isNonNullType, isObjectType, Kind, parse, validate,
  type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLObjectType, type GraphQLOutputType, type OperationDefinitionNode,
} from 'graphql';
import type { Context } from '../../kernel/context.js';
import { collectFields, type Selected } from '../../kernel/read/collect.js';
import { rootPlan } from '../../kernel/read/root.js';
import type { Limits } from '../../kernel/surface/limits.js';
import { checkSize } from '../../kernel/surface/measure.js';
import { refuse } from '../../kernel/write/refusal.js';
import { exportNodesOnly, exportNoList, exportNotFlat, exportPaged, exportQueryInvalid, exportVariablesInvalid } from './refusals.js';

/** A value of a row: where it stands in the node, and its type. */
export interface Column {
  readonly path: readonly string[];
  /** `head.familyName` */
  readonly name: string;
  /** Name of the scalar or enum; of the items where it is a list. */
  readonly type: string;
}

/** The query of an export, read. */
export interface ExportQuery {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As the client gave them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly list: FieldNode;
  /** What is asked of each row. */
  readonly nodes: readonly FieldNode[];
  /** The values of a row; `undefined` where it holds lists, which only JSONL can carry. */
  readonly columns: readonly Column[] | undefined;
  /** What keeps it from being a table. */
  readonly notFlat: string | undefined;
}

const PAGING = ['first', 'after', 'last', 'before'];

/**
 * Reads the query of an export: it must be valid, and its one root field a list of which only `nodes` are asked.
 *
 * @throws Refused
 */
export function readExportQuery(ctx: Context, query: string, given: string | null | undefined): ExportQuery {
  const { schema, limits } = ctx.platform;
  const document = parsed(query);
  withinLimits(document, limits);
  const invalid = validate(schema, document);
  if (invalid.length > 0) refuse(...invalid.map(({ message }) => exportQueryInvalid('query', { what: message })));
  const operations = document.definitions.filter((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  const type = schema.getQueryType();
  if (operations.length !== 1 || operation?.operation !== 'query' || !type) return refuse(exportNoList('query'));
  const variables = variablesOf(given);
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 5 });
  if (errors || !coerced) return refuse(...(errors ?? []).map(({ message }) => exportVariablesInvalid('variables', { what: message })));
  const fragments = Object.fromEntries(document.definitions.filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION).map((each) => [each.name.value, each]));
  const selected: Selected = { schema, fragments, variables: coerced, pin: () => undefined };
  const [list, nodes, row] = listOf(selected, type, operation);
  const { columns, notFlat } = columnsOf(selected, row, nodes, []);
  return { document, operation, variables, list, nodes, notFlat, columns: notFlat === undefined ? columns : undefined };
}

/** An export's query is an operation like any other: what would keep the database busy with planning it is refused before. */
function withinLimits(document: DocumentNode, limits: Limits): void {
  try {
    checkSize(document, limits);
  } catch (error) {
    if (error instanceof GraphQLError) refuse(exportQueryInvalid('query', { what: error.message }));
    throw error;
  }
}

function parsed(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: 5_000 });
  } catch (error) {
    if (error instanceof GraphQLError) return refuse(exportQueryInvalid('query', { what: error.message }));
    throw error;
  }
}

function variablesOf(given: string | null | undefined): Readonly<Record<string, unknown>> {
  if (!given) return {};
  try {
    const read: unknown = JSON.parse(given);
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Readonly<Record<string, unknown>>;
  } catch (error) {
    return refuse(exportVariablesInvalid('variables', { what: (error as SyntaxError).message }));
  }
  return refuse(exportVariablesInvalid('variables', { what: 'they are no JSON object.' }));
}

function listOf(selected: Selected, type: GraphQLObjectType, operation: OperationDefinitionNode): readonly [FieldNode, readonly FieldNode[], GraphQLObjectType] {
  const roots = [...collectFields(selected, type, [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: 'query' }, selectionSet: operation.selectionSet }]).values()];
  const [list] = roots[0] ?? [];
  const plan = list && rootPlan(type.getFields()[list.name.value]);
  if (roots.length !== 1 || !list || plan?.kind !== 'many') return refuse(exportNoList('query'));
  const paging = list.arguments?.find(({ name }) => PAGING.includes(name.value));
  if (paging) refuse(exportPaged('query', { argument: paging.name.value }));
  const parts = [...collectFields(selected, objectNamed(selected, `${plan.type}Connection`), roots[0] ?? []).values()];
  const nodes = parts[0] ?? [];
  if (parts.length !== 1 || nodes[0]?.name.value !== 'nodes') refuse(exportNodesOnly('query'));
  return [list, nodes, objectNamed(selected, plan.type)];
}

function objectNamed({ schema }: Selected, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is not an object type`);
  return type;
}

/** The values of a row, those of single things in it included, in the order of the query. */
function columnsOf(selected: Selected, type: GraphQLObjectType, nodes: readonly FieldNode[], path: readonly string[]): { readonly columns: readonly Column[]; readonly notFlat: string | undefined } {
  const columns: Column[] = [];
  for (const [key, fieldNodes] of collectFields(selected, type, nodes)) {
    const name = fieldNodes[0]?.name.value ?? key;
    const at = [...path, key];
    const leaf = { path: at, name: at.join('.') };
    if (name === '__typename') {
      columns.push({ ...leaf, type: 'String' });
      continue;
    }
    const field = required(type.getFields()[name]?.type);
    const item = isListType(field) ? required(field.ofType as GraphQLOutputType) : field;
    if (isLeafType(item)) columns.push({ ...leaf, type: item.name });
    else if (!isObjectType(field) || field.name.endsWith('Connection')) return { columns, notFlat: leaf.name };
    else {
      const inner = columnsOf(selected, field, fieldNodes, at);
      if (inner.notFlat !== undefined) return inner;
      columns.push(...inner.columns);
    }
  }
  return { columns, notFlat: undefined };
}

function required(type: GraphQLOutputType | undefined): GraphQLOutputType {
  if (!type) throw new Error('a field without a type');
  return isNonNullType(type) ? type.ofType : type;
}

/** @throws Refused where a table is wanted of rows that hold lists */
export function flatColumns({ columns, notFlat }: ExportQuery): readonly Column[] {
  return columns ?? refuse(exportNotFlat('query', { column: notFlat ?? '' }));
}
