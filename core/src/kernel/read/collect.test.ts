import { buildSchema, parse, type FieldNode, type FragmentDefinitionNode, type GraphQLObjectType, type OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { collectFields } from './collect.js';

const schema = buildSchema('interface Named { name: String } type Cat implements Named { name: String, lives: Int } type Dog implements Named { name: String } type Query { pet: Named }');

function collected(source: string, variables: Readonly<Record<string, unknown>> = {}): { readonly keys: readonly string[]; readonly pinned: readonly string[] } {
  const { definitions } = parse(source);
  const fragments = Object.fromEntries(definitions.filter((each): each is FragmentDefinitionNode => each.kind === 'FragmentDefinition').map((each) => [each.name.value, each]));
  const pinned = new Set<string>();
  const nodes = (definitions[0] as OperationDefinitionNode).selectionSet.selections as readonly FieldNode[];
  const fields = collectFields({ schema, fragments, variables, pin: (variable) => pinned.add(variable) }, schema.getType('Cat') as GraphQLObjectType, nodes);
  return { keys: [...fields].map(([key, found]) => (found.length > 1 ? `${key} ×${found.length}` : key)), pinned: [...pinned] };
}

describe('collecting fields', () => {
  it('takes fragments that apply, in the order of the document, and each named one once', () => {
    expect(collected('{ pet { ...A a: name ... on Dog { dog: name } ...A ... { lives } ...B } } fragment A on Named { name ...B } fragment B on Cat { b: name }').keys).toEqual(['name', 'b', 'a', 'lives']);
  });

  it('merges what several nodes ask for under one key', () => {
    expect(collected('{ pet { name } pet { lives name } }').keys).toEqual(['name ×2', 'lives']);
  });

  it('leaves out what is skipped, on fields, fragments and spreads, and tells by which variables', () => {
    const source = 'query ($x: Boolean!, $y: Boolean!) { pet { name @skip(if: $x) ... @include(if: $y) { lives } ...A @include(if: true) @skip(if: $x) } } fragment A on Cat { a: name }';
    expect(collected(source, { x: false, y: true })).toEqual({ keys: ['name', 'lives', 'a'], pinned: ['x', 'y'] });
    expect(collected(source, { x: true, y: true }).keys).toEqual(['lives']);
    expect(collected(source, { x: true, y: false }).keys).toEqual([]);
  });

  it('refuses a switch that is neither on nor off', () => {
    expect(() => collected('query ($x: Boolean = true) { pet { name @skip(if: $x) } }', { x: null })).toThrow('$x decides whether a field is there: it must be true or false.');
  });
});
