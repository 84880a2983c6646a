import {
  GraphQLIncludeDirective, GraphQLSkipDirective, getDirectiveValues, isAbstractType, Kind,
  type FieldNode, type FragmentDefinitionNode, type GraphQLObjectType, type GraphQLSchema, type SelectionSetNode,
} from 'graphql';
import { badInput } from '../faults.js';

/** What of a document collecting fields needs. */
export interface Selected {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Told each variable that decides whether a field is there. */
  readonly pin: (variable: string) => void;
}

/** The fields asked of a type by response key, as the specification's CollectFields gives them. */
export function collectFields(selected: Selected, type: GraphQLObjectType, nodes: readonly FieldNode[]): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  for (const node of nodes) if (node.selectionSet) collectInto(selected, type, node.selectionSet, fields, visited);
  return fields;
}

export function collectInto(
  selected: Selected, type: GraphQLObjectType, set: SelectionSetNode, fields: Map<string, FieldNode[]>, visited: Set<string>,
): void {
  for (const selection of set.selections) {
    if (!isIncluded(selected, selection)) continue;
    if (selection.kind === Kind.FIELD) {
      const key = (selection.alias ?? selection.name).value;
      fields.set(key, [...(fields.get(key) ?? []), selection]);
      continue;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? selected.fragments[selection.name.value] : selection;
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      if (visited.has(selection.name.value)) continue;
      visited.add(selection.name.value);
    }
    if (fragment && applies(selected.schema, fragment.typeCondition?.name.value, type)) {
      collectInto(selected, type, fragment.selectionSet, fields, visited);
    }
  }
}

function isIncluded(selected: Selected, node: SelectionSetNode['selections'][number]): boolean {
  for (const directive of node.directives ?? []) {
    for (const argument of directive.arguments ?? []) {
      if (argument.value.kind !== Kind.VARIABLE) continue;
      const { value: variable } = argument.value.name;
      selected.pin(variable);
      if (typeof selected.variables[variable] !== 'boolean') throw badInput(`$${variable} decides whether a field is there: it must be true or false.`);
    }
  }
  if (getDirectiveValues(GraphQLSkipDirective, node, selected.variables)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, selected.variables)?.['if'] !== false;
}

function applies(schema: GraphQLSchema, condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditional = schema.getType(condition);
  return isAbstractType(conditional) && schema.isSubType(conditional, type);
}
