import { buildSchema, parse, type FieldNode, type GraphQLField, type OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { argumentsOf, fieldsOf, itemsOf, shapeOf, type Argument } from './arguments.js';

const schema = buildSchema('type Query { list(first: Int = 5, where: Where, order: [Key!]): Int } input Where { a: Int, b: Where, c: [Where!] } input Key { by: String! }');
const field = schema.getQueryType()?.getFields()['list'] as GraphQLField<unknown, unknown>;

function given(query: string, variables: Readonly<Record<string, unknown>> = {}): Map<string, Argument> {
  const operation = parse(query).definitions[0] as OperationDefinitionNode;
  return argumentsOf(field, operation.selectionSet.selections[0] as FieldNode, variables);
}
const values = (all: Map<string, Argument>): object => Object.fromEntries([...all].map(([name, { value }]) => [name, value]));

describe('arguments', () => {
  it('are those given, with defaults; absent variables give none, null is given', () => {
    expect(values(given('{ list }'))).toEqual({ first: 5 });
    expect(values(given('query ($n: Int) { list(first: $n) }'))).toEqual({ first: 5 });
    expect(values(given('query ($n: Int) { list(first: $n) }', { n: null }))).toEqual({ first: null });
    expect(values(given('{ list(first: null, where: null) }'))).toEqual({ first: null, where: null });
  });

  it('take a variable for given only where it was given, whatever objects inherit', () => {
    expect(values(given('query ($constructor: Int) { list(first: $constructor) }'))).toEqual({ first: 5 });
    expect(values(given('query ($toString: Int) { list(where: { a: $toString }) }'))).toEqual({ first: 5, where: {} });
  });

  it('know every variable that they come from, and are read again in each run', () => {
    const order = given('query ($x: String!, $y: String!) { list(order: [{ by: $x }, { by: $y }, { by: $x }]) }', { x: 'a', y: 'b' }).get('order');
    expect(order?.from).toEqual(['x', 'y']);
    const [, second] = itemsOf(order as Argument);
    const [[name, by] = []] = fieldsOf(second as Argument);
    expect([name, by?.path, by?.value, by?.get({ x: '1', y: '2' })]).toEqual(['by', 'order.1.by', 'b', '2']);
  });

  it('are the same in each run where they are constants', () => {
    const first = given('{ list(first: 3) }').get('first');
    expect([first?.from, first?.get({ first: 9 })]).toEqual([[], 3]);
  });
});

describe('the shape of a value', () => {
  it('tells what decides how a statement is written, and nothing else', () => {
    const same = (a: unknown, b: unknown): boolean => shapeOf(a) === shapeOf(b);
    expect(same({ a: 1 }, { a: 'x' })).toBe(true);
    expect(same(['x'], ['y', 'z'])).toBe(true);
    expect(same([], ['y', 'z'])).toBe(true);
    expect(same({ a: 1 }, { a: null })).toBe(false);
    expect(same({ a: 1 }, { b: 1 })).toBe(false);
    expect(same({ a: 1, b: 1 }, { b: 1, a: 1 })).toBe(false);
    expect(same([{}], [{}, {}])).toBe(false);
    expect(same([{ a: 1 }], [{ b: 1 }])).toBe(false);
    expect(same([], [{}])).toBe(false);
  });
});
