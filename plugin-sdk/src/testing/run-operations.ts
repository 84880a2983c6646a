import type { Module } from '@kinga/core';
import type { Contract, TestPlatform } from '@kinga/core/testing';
import { GraphQLError, Kind, print, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { withAllBut } from './everybody.js';

/** Variables by operation name. */
export type OperationVariables = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Operations that are refused or fail when they are run by somebody with every permission, in words. Subscriptions are validated only. */
export async function runOperations(platform: TestPlatform, contract: Contract, module: Module, variables: OperationVariables): Promise<readonly string[]> {
  const everything = withAllBut(platform, []);
  const faults: string[] = [];
  for (const { document, file } of await contract.readOperations(module)) {
    if (document instanceof GraphQLError) continue;
    for (const operation of document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)) {
      const name = operation.name?.value ?? 'anonymous';
      if (operation.operation === 'subscription') continue;
      const needed = (operation.variableDefinitions ?? []).filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue);
      if (needed.length > 0 && !variables[name]) {
        faults.push(`${name} in ${file} needs variables: give them by the option variables`);
        continue;
      }
      const failure = await everything.run(alone(document, operation), variables[name] ?? {}).then(() => undefined, (error: Error) => error.message);
      if (failure) faults.push(`${name} in ${file}: ${failure}`);
    }
  }
  return faults;
}

/** One operation with the fragments of its file. */
function alone(document: DocumentNode, operation: OperationDefinitionNode): string {
  const definitions = [operation, ...document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)];
  const text = print({ kind: Kind.DOCUMENT, definitions });
  const used = new Set(text.match(/(?<=\.\.\.)\w+/g));
  return print({ kind: Kind.DOCUMENT, definitions: definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION || used.has(definition.name.value)) });
}
