import { Kind, visit, valueFromAST, type ArgumentNode, type GraphQLArgument, type GraphQLField, type FieldNode, type ValueNode } from 'graphql';
import { Bound, Sql } from './sql.js';

type Variables = Readonly<Record<string, unknown>>;

/** An argument, or a part of one: its value in this run, and how to get it again in the next. */
export interface Argument {
  readonly value: unknown;
  /** Where it stands, for error messages: `where.birthDate.gte`. */
  readonly path: string;
  readonly get: (variables: Variables) => unknown;
  /** The variable that it comes from; `undefined` where it is a constant of the document. */
  readonly variable: string | undefined;
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
  const absent = !node || (node.value.kind === Kind.VARIABLE && !(node.value.name.value in variables));
  if (absent) {
    if (definition.defaultValue === undefined) return undefined;
    return { value: definition.defaultValue, path, get: () => definition.defaultValue, variable: variableIn(node?.value) };
  }
  const read = (values: Variables): unknown => valueFromAST(node.value, definition.type, values);
  const value = read(variables);
  const variable = variableIn(node.value);
  return { value, path, variable, get: variable === undefined ? () => value : read };
}

/** The first variable in a value. One is enough: a value with any variable is read again in each run. */
function variableIn(node: ValueNode | undefined): string | undefined {
  let found: string | undefined;
  if (node) visit(node, { Variable: (variable) => void (found ??= variable.name.value) });
  return found;
}

/** The fields that are given of an object argument. */
export function fieldsOf(argument: Argument): readonly (readonly [string, Argument])[] {
  return Object.entries(argument.value as Record<string, unknown>).map(([name, value]) => [
    name,
    {
      value,
      path: `${argument.path}.${name}`,
      variable: argument.variable,
      get: (variables) => (argument.get(variables) as Record<string, unknown>)[name],
    },
  ]);
}

/** The items of a list argument. */
export function itemsOf(argument: Argument): readonly Argument[] {
  return (argument.value as readonly unknown[]).map((value, index) => ({
    value,
    path: `${argument.path}.${index}`,
    variable: argument.variable,
    get: (variables) => (argument.get(variables) as readonly unknown[])[index],
  }));
}

/** The argument as a parameter of a statement. */
export function bind(argument: Argument, type: string, map: (value: never) => unknown = (value) => value): Sql {
  return new Sql(['', ''], [new Bound((run) => map(argument.get(run.variables) as never), type)]);
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
