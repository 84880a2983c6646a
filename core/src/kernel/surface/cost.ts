import {
  getNamedType, getNullableType, isCompositeType, isListType, isObjectType, isInterfaceType, BREAK, Kind, valueFromASTUntyped, visit,
  type DirectiveNode, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLCompositeType, type GraphQLField,
  type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode, type ValueNode,
} from 'graphql';
import type { ReadModel } from '../read/model.js';
import { DEFAULT_PAGE } from '../read/page.js';

type Variables = Readonly<Record<string, unknown>>;
/** What a part of an operation costs with given variables. */
type Cost = (variables: Variables) => number;

/** All rows of a list are counted for it; of one that belongs to a row, they are few. */
const TOTAL_COUNT = 10;
const OWN_COUNT = 2;
const MUTATION = 10;
/** However large an input is: how much it may hold is for its mutation to say. */
const MOST_INPUT = 5_000;
/** How long a list is taken for that does not say. */
const LIST = 10;

/**
 * Tells what operations cost, in rows: each row or object asked for is 1, a page as many as it may hold, each with what
 * is asked of it; a condition of a filter is 1, a `totalCount` 10 or, within a row, 2, a mutation 10 and what its input holds. Worked out once per operation; for a
 * request, its variables are put in.
 */
export interface Costs {
  of(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): number;
}

export function costs(schema: GraphQLSchema, model: ReadModel): Costs {
  const known = new WeakMap<OperationDefinitionNode, Cost>();
  return {
    of(document, operation, variables) {
      const cost = known.get(operation) ?? compile(schema, model, document, operation);
      known.set(operation, cost);
      return Math.ceil(cost(variables));
    },
  };
}

interface Compiling {
  readonly schema: GraphQLSchema;
  readonly model: ReadModel;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly defaults: Variables;
}

/** A field that is asked for, perhaps in several places. */
interface Asked {
  readonly parent: GraphQLCompositeType;
  readonly nodes: FieldNode[];
  /** It is there where all of one of these say so. */
  readonly conditions: (readonly DirectiveNode[])[];
}

function compile(schema: GraphQLSchema, model: ReadModel, document: DocumentNode, operation: OperationDefinitionNode): Cost {
  const root = schema.getRootType(operation.operation);
  if (!root) return () => 1;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const defaults: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue) defaults[variable.name.value] = valueFromASTUntyped(defaultValue);
  }
  const compiling = { schema, model, fragments, defaults };
  const below = selectionCost(compiling, root, [operation.selectionSet]);
  const own = operation.operation === 'query' ? 1 : MUTATION;
  return (variables) => own + below(variables);
}

function selectionCost(compiling: Compiling, type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Cost {
  const asked = new Map<string, Asked>();
  const visited = new Map<string, readonly DirectiveNode[]>();
  for (const set of sets) gather(compiling, type, set, [], asked, visited);
  const parts = [...asked.values()].map((field) => fieldCost(compiling, field)).filter((part) => part !== undefined);
  return (variables) => parts.reduce((sum, part) => sum + part(variables), 0);
}

/** Fields of one response key under one type are one field, as they are when it is answered. */
function gather(
  compiling: Compiling, type: GraphQLCompositeType, set: SelectionSetNode, conditions: readonly DirectiveNode[],
  asked: Map<string, Asked>, visited: Map<string, readonly DirectiveNode[]>,
): void {
  for (const selection of set.selections) {
    const all = [...conditions, ...(selection.directives ?? []).filter(({ name }) => name.value === 'skip' || name.value === 'include')];
    if (selection.kind === Kind.FIELD) {
      const key = `${type.name}.${(selection.alias ?? selection.name).value}`;
      const field = asked.get(key) ?? { parent: type, nodes: [], conditions: [] };
      field.nodes.push(selection);
      field.conditions.push(all);
      asked.set(key, field);
      continue;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? compiling.fragments.get(selection.name.value) : selection;
    if (!fragment) continue;
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      // Seen without a condition it is there anyway.
      if (visited.get(selection.name.value)?.length === 0) continue;
      visited.set(selection.name.value, all);
    }
    const condition = fragment.typeCondition && compiling.schema.getType(fragment.typeCondition.name.value);
    gather(compiling, isCompositeType(condition) ? condition : type, fragment.selectionSet, all, asked, visited);
  }
}

function fieldCost(compiling: Compiling, asked: Asked): Cost | undefined {
  const { value: name } = asked.nodes[0]?.name ?? { value: '' };
  const definition = definitionOf(asked.parent, name);
  if (!definition) return undefined;
  const cost = definedCost(compiling, asked.parent, definition, asked.nodes);
  return cost && whereThere(compiling, asked, cost);
}

/** What introspection tells is in memory, and is no field of the type. */
function definitionOf(parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

/** Costs nothing where `@skip` or `@include` leave it out. */
function whereThere(compiling: Compiling, { conditions }: Asked, cost: Cost): Cost {
  if (conditions.some((all) => all.length === 0)) return cost;
  const read = conditions.map((all) => all.map((directive) => holds(compiling, directive)));
  return (variables) => (read.some((all) => all.every((one) => one(variables))) ? cost(variables) : 0);
}

function holds(compiling: Compiling, directive: DirectiveNode): (variables: Variables) => boolean {
  const value = directive.arguments?.find(({ name }) => name.value === 'if')?.value;
  if (!value) return () => true;
  const read = valueOf(compiling, value);
  return (variables) => (read(variables) === true) === (directive.name.value === 'include');
}

function definedCost(compiling: Compiling, parent: GraphQLCompositeType, definition: GraphQLField<unknown, unknown>, nodes: readonly FieldNode[]): Cost | undefined {
  const named = getNamedType(definition.type);
  const own = extraOf(definition);
  const conditions = givenCost(compiling, nodes);
  if (!isCompositeType(named)) {
    const computed = compiling.model.byType.get(parent.name)?.fields.get(definition.name)?.kind === 'computed';
    return computed || own > 0 || conditions ? (variables) => 1 + own + (conditions?.(variables) ?? 0) : undefined;
  }
  const sets = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
  if (named.name.endsWith('Connection') && definition.args.some((argument) => argument.name === 'first')) {
    const rows = pageSize(compiling, nodes[0]);
    return connectionCost(compiling, named, sets, rows, (variables) => own + (conditions?.(variables) ?? 0), parent === compiling.schema.getQueryType());
  }
  const below = selectionCost(compiling, named, sets);
  const list = isListType(getNullableType(definition.type));
  const many = list ? listLength(compiling, definition, nodes[0]) : undefined;
  return (variables) => 1 + own + (conditions?.(variables) ?? 0) + (many ? many(variables) * (1 + below(variables)) : below(variables));
}

/** A page costs its rows, whichever way they are asked for; asked for in both ways, twice. */
function connectionCost(compiling: Compiling, type: GraphQLCompositeType, sets: readonly SelectionSetNode[], rows: Cost, own: Cost, atRoot: boolean): Cost {
  const asked = new Map<string, Asked>();
  const visited = new Map<string, readonly DirectiveNode[]>();
  for (const set of sets) gather(compiling, type, set, [], asked, visited);
  const parts = [...asked.values()].map((field) => {
    const name = field.nodes[0]?.name.value ?? '';
    if (name === 'totalCount') return whereThere(compiling, field, () => (atRoot ? TOTAL_COUNT : OWN_COUNT));
    if (name === 'pageInfo') return whereThere(compiling, field, asked.size === 1 ? rows : () => 0);
    const definition = name === 'nodes' || name === 'edges' ? definitionOf(type, name) : undefined;
    if (!definition) return fieldCost(compiling, field);
    const inner = field.nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
    const each = selectionCost(compiling, getNamedType(definition.type) as GraphQLCompositeType, inner);
    // Of an edge, the row alone counts.
    const row: Cost = name === 'edges' ? (variables) => Math.max(1, each(variables)) : (variables) => 1 + each(variables);
    return whereThere(compiling, field, (variables) => rows(variables) * row(variables));
  }).filter((part) => part !== undefined);
  return (variables) => 1 + own(variables) + parts.reduce((sum, part) => sum + part(variables), 0);
}

function pageSize(compiling: Compiling, node: FieldNode | undefined): Cost {
  const sizes = ['first', 'last'].flatMap((name) => node?.arguments?.filter((argument) => argument.name.value === name) ?? []).map(({ value }) => valueOf(compiling, value));
  return (variables) => {
    const given = sizes.map((size) => size(variables)).find((size) => size !== undefined && size !== null);
    // What is no number of rows is refused before anything is read.
    return given === undefined ? DEFAULT_PAGE : Math.max(0, Number(given) || 0);
  };
}

/** As many as `first` says or as ids are given; ten where it does not say. */
function listLength(compiling: Compiling, definition: GraphQLField<unknown, unknown>, node: FieldNode | undefined): Cost {
  const by = definition.args.find(({ name }) => name === 'first' || name === 'ids');
  if (!by) return () => LIST;
  const given = node?.arguments?.find(({ name }) => name.value === by.name)?.value;
  const read = given ? valueOf(compiling, given) : (): unknown => by.defaultValue;
  return (variables) => {
    const value = read(variables) ?? by.defaultValue;
    if (by.name === 'ids') return Array.isArray(value) ? value.length : 1;
    return Math.max(0, Number(value ?? LIST) || 0);
  };
}

/** What a field says that it costs beyond its rows: `@Extensions({ cost: 20 })`. */
function extraOf({ extensions }: GraphQLField<unknown, unknown>): number {
  const { cost } = extensions as { readonly cost?: unknown };
  return typeof cost === 'number' ? cost : 0;
}

/** A condition of a filter costs as a row does, and so does an object of an input. */
function givenCost(compiling: Compiling, nodes: readonly FieldNode[]): Cost | undefined {
  const given = nodes[0]?.arguments?.find(({ name }) => name.value === 'where' || name.value === 'input');
  const read = given && valueOf(compiling, given.value);
  if (!read) return undefined;
  return given.name.value === 'where' ? (variables) => countIn(read(variables), (object) => Object.keys(object).length) : (variables) => Math.min(MOST_INPUT, countIn(read(variables), () => 1));
}

function countIn(value: unknown, countOf: (object: object) => number): number {
  let found = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (!Array.isArray(next)) found += countOf(next);
    for (const item of Object.values(next)) if (typeof item === 'object' && item !== null) open.push(item);
  }
  return found;
}

/** Reads a value as the variables make it, before its type is looked at. */
function valueOf({ defaults }: Compiling, node: ValueNode): (variables: Variables) => unknown {
  if (node.kind !== Kind.VARIABLE) {
    let varies = false;
    visit(node, { Variable: () => { varies = true; return BREAK; } });
    const constant = varies ? undefined : valueFromASTUntyped(node);
    return varies ? (variables) => valueFromASTUntyped(node, Object.assign(Object.create(null) as object, defaults, variables)) : () => constant;
  }
  const { value: name } = node.name;
  return (variables) => (Object.hasOwn(variables, name) && variables[name] !== undefined ? variables[name] : defaults[name]);
}
