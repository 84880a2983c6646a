import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { GraphQLError, parse, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { Module } from '../../kernel/module/define-module.js';

/** A file of operations that a module offers to frontends. */
export interface OperationsFile {
  readonly module: string;
  readonly file: string;
  readonly document: DocumentNode | GraphQLError;
  /** Names of its operations. */
  readonly names: readonly string[];
}

/** The `*.graphql` files of a module's `operations`. */
export async function readOperations(module: Module): Promise<readonly OperationsFile[]> {
  const folder = module.operations;
  if (!folder) return [];
  const names = (await readdir(folder)).filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(names.map(async (name) => {
    const url = new URL(name, folder);
    const document = parsed(await readFile(url, 'utf8'));
    const definitions = document instanceof GraphQLError ? [] : document.definitions;
    const operations = definitions.flatMap((definition) => (definition.kind === 'OperationDefinition' ? [definition.name?.value ?? 'anonymous'] : []));
    return { module: module.id, file: fileURLToPath(url), document, names: operations };
  }));
}

function parsed(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** The `Type.field` coordinates that a document asks for or gives as input. */
export function fieldsUsed(schema: GraphQLSchema, document: DocumentNode): ReadonlySet<string> {
  const used = new Set<string>();
  const types = new TypeInfo(schema);
  const note = (name: string): void => {
    const parent = types.getParentType();
    if (parent) used.add(`${parent.name}.${name}`);
  };
  visit(document, visitWithTypeInfo(types, { Field: (node) => note(node.name.value) }));
  return used;
}
