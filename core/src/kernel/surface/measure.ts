import {
  Kind, visit, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionNode, type SelectionSetNode,
} from 'graphql';
import { tooDeep, tooDeepValue, tooManyAliases, tooManyDirectives, tooManyFields, tooManyRootFields } from './faults.js';
import type { Limits } from './limits.js';

/** How large a selection is once its fragments are expanded. */
interface Size {
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
  readonly depth: number;
  readonly introspectionDepth: number;
  readonly roots: number;
}

const NOTHING: Size = { fields: 0, aliases: 0, directives: 0, depth: 0, introspectionDepth: 0, roots: 0 };
/** What GraphiQL asks for has 15 levels. */
const INTROSPECTION_DEPTH = 16;
/** Stands for more than any limit, and stays a number that can be added. */
const ENDLESS = 1e9;

const checked = new WeakMap<DocumentNode, Limits>();

/**
 * Refuses a document that is too large once its fragments are expanded, for what it takes to validate and to plan it.
 * Each fragment is measured once, so that measuring takes no longer than reading.
 *
 * @throws GraphQLError LIMIT_EXCEEDED
 */
export function checkSize(document: DocumentNode, limits: Limits): void {
  if (checked.get(document) === limits) return;
  const sizeOf = measuring(document);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) checkOperation(sizeOf(definition), limits);
    else if (definition.kind === Kind.FRAGMENT_DEFINITION) checkOperation({ ...sizeOf(definition), roots: 0, depth: 0 }, limits);
  }
  checkValues(document, limits.variablesDepth);
  checked.set(document, limits);
}

function checkOperation({ depth, introspectionDepth, aliases, directives, roots, fields }: Size, limits: Limits): void {
  if (depth > limits.depth) throw tooDeep(limits.depth, depth);
  if (introspectionDepth > INTROSPECTION_DEPTH) throw tooDeep(INTROSPECTION_DEPTH, introspectionDepth);
  if (aliases > limits.aliases) throw tooManyAliases(limits.aliases, aliases);
  if (directives > limits.directives) throw tooManyDirectives(limits.directives, directives);
  if (roots > limits.rootFields) throw tooManyRootFields(limits.rootFields, roots);
  if (fields > limits.fields) throw tooManyFields(limits.fields);
}

function measuring(document: DocumentNode): (definition: OperationDefinitionNode | FragmentDefinitionNode) => Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<FragmentDefinitionNode, Size>();

  const ofFragment = (name: string): Size => {
    const fragment = fragments.get(name);
    if (!fragment) return NOTHING;
    const found = known.get(fragment);
    if (found) return found;
    // One that holds itself counts as nothing within itself: validation refuses it by name.
    known.set(fragment, NOTHING);
    const size = ofSet(fragment.selectionSet);
    known.set(fragment, size);
    return size;
  };
  const ofSet = ({ selections }: SelectionSetNode): Size => selections.reduce((sum, selection) => plus(sum, ofSelection(selection)), NOTHING);
  const ofSelection = (selection: SelectionNode): Size => {
    const directives = selection.directives?.length ?? 0;
    if (selection.kind !== Kind.FIELD) {
      return plus({ ...NOTHING, directives }, selection.kind === Kind.INLINE_FRAGMENT ? ofSet(selection.selectionSet) : ofFragment(selection.name.value));
    }
    const below = selection.selectionSet ? ofSet(selection.selectionSet) : NOTHING;
    const introspecting = selection.name.value === '__schema' || selection.name.value === '__type';
    return {
      fields: below.fields + 1,
      aliases: below.aliases + (selection.alias ? 1 : 0),
      directives: below.directives + directives,
      depth: introspecting ? 1 : below.depth + 1,
      introspectionDepth: introspecting ? below.depth + 1 : below.introspectionDepth,
      roots: 1,
    };
  };
  return (definition) => plus({ ...NOTHING, directives: definition.directives?.length ?? 0 }, ofSet(definition.selectionSet));
}

function plus(a: Size, b: Size): Size {
  return {
    fields: Math.min(a.fields + b.fields, ENDLESS),
    aliases: Math.min(a.aliases + b.aliases, ENDLESS),
    directives: Math.min(a.directives + b.directives, ENDLESS),
    depth: Math.max(a.depth, b.depth),
    introspectionDepth: Math.max(a.introspectionDepth, b.introspectionDepth),
    roots: Math.min(a.roots + b.roots, ENDLESS),
  };
}

/** Arguments written out lie no deeper than variables may. */
function checkValues(document: DocumentNode, deepest: number): void {
  let depth = 0;
  const level = {
    enter(): void {
      if ((depth += 1) > deepest) throw tooDeepValue(deepest);
    },
    leave: (): void => void (depth -= 1),
  };
  visit(document, { ListValue: level, ObjectValue: level });
}

/** Variables lie no deeper than they may: graphql-js reads them by recursion. */
export function checkVariables(variables: Readonly<Record<string, unknown>>, { variablesDepth }: Limits): void {
  let level: readonly unknown[] = Object.values(variables);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > variablesDepth) throw tooDeepValue(variablesDepth);
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}
