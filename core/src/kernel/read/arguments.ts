import { Kind, visit, valueFromAST, type ArgumentNode, type GraphQLArgument, type GraphQLField, type FieldNode, type ValueNode } from 'graphql';
import { badInput } from '../faults.js';
import { Bound, Sql } from './sql.js';

type Variables = Readonly<Record<string, unknown>>;

/** An argument, or a part of one: its value in this run, and how to get it again in the next. */
export interface Argument {
  readonly value: unknown;
  /** Where it stands, for error messages: `where.birthDate.gte`. */
  readonly path: string;
  readonly get: (variables: Variables) => unknown;
  /** The variables that it comes from; none where it is a constant of the document. */
  readonly from: readonly string[];
}

/** The arguments that are given to a field, with defaults. Absent ones are left out. */
export function argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode, variables: Variables): Map<string, Argument> {
  const given = new Map(node.arguments?.map((argument) => [argument.name.value, argument]));
  const result = new Map<string, Argument>();
  for (const definition of field.args) {
    const argument = toArgument(definition, given.get(definition.name), variables);
    if (argument) result.set(definition.name, argument);
  }
  return result;
}

function toArgument(definition: GraphQLArgument, node: ArgumentNode | undefined, variables: Variables): Argument | undefined {
  const path = definition.name;
  const absent = !node || (node.value.kind === Kind.VARIABLE && !Object.hasOwn(variables, node.value.name.value));
  if (absent) {
    if (definition.defaultValue === undefined) return undefined;
    return { value: definition.defaultValue, path, get: () => definition.defaultValue, from: variablesIn(node?.value) };
  }
  const from = variablesIn(node.value);
  const read = oncePerRun((values) => valueFromAST(node.value, definition.type, withoutPrototype(values)));
  const value = read(variables);
  return { value, path, from, get: from.length === 0 ? () => value : read };
}

/** The parts of an argument are many, and each is got out of the whole. */
function oncePerRun(read: (variables: Variables) => unknown): (variables: Variables) => unknown {
  const known = new WeakMap<Variables, { readonly value: unknown }>();
  return (variables) => {
    const found = known.get(variables) ?? { value: read(variables) };
    known.set(variables, found);
    return found.value;
  };
}

/** graphql-js would find a value for a variable `$constructor` that was not given. */
function withoutPrototype(variables: Variables): Record<string, unknown> {
  return Object.assign(Object.create(null) as Record<string, unknown>, variables);
}

function variablesIn(node: ValueNode | undefined): readonly string[] {
  const found = new Set<string>();
  if (node) visit(node, { Variable: (variable) => void found.add(variable.name.value) });
  return [...found];
}

/** The fields that are given of an object argument. */
export function fieldsOf(argument: Argument): readonly (readonly [string, Argument])[] {
  return Object.entries(argument.value as Record<string, unknown>).map(([name, value]) => [
    name,
    {
      value,
      path: `${argument.path}.${name}`,
      from: argument.from,
      get: (variables) => (argument.get(variables) as Record<string, unknown>)[name],
    },
  ]);
}

/** The items of a list argument. */
export function itemsOf(argument: Argument): readonly Argument[] {
  return (argument.value as readonly unknown[]).map((value, index) => ({
    value,
    path: `${argument.path}.${index}`,
    from: argument.from,
    get: (variables) => (argument.get(variables) as readonly unknown[])[index],
  }));
}

/** The argument as a parameter of a statement. */
export function bind(argument: Argument, type: string, map: (value: never) => unknown = (value) => value): Sql {
  return new Sql(['', ''], [new Bound((run) => storable(argument, map(argument.get(run.variables) as never)), type)]);
}

/** PostgreSQL has no texts with NUL in them. */
function storable(argument: Argument, value: unknown): unknown {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (texts.some((text) => typeof text === 'string' && text.includes('\0'))) throw badInput(`${argument.path} holds the character U+0000, which no stored text has.`);
  return value;
}

/**
 * What of the variables decides how a statement is written, apart from those whose value is part of it: which are null,
 * which fields objects have, how long lists of objects are.
 */
export function shapeOf(value: unknown): string {
  if (value === null || value === undefined) return '0';
  if (Array.isArray(value)) return value.some((item) => typeof item === 'object') ? `[${value.map(shapeOf).join()}]` : '[]';
  if (typeof value !== 'object') return '1';
  return `{${Object.entries(value).map(([name, field]) => `${name}:${shapeOf(field)}`).join()}}`;
}
