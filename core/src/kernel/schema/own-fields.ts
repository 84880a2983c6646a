import { getMetadataStorage } from 'type-graphql';
import type { Class } from '../module/define-module.js';

/** Names of the fields that a class has by `@Field`, its ancestors' included. */
export function ownFields(target: Class): readonly string[] {
  const fields = (getMetadataStorage() as unknown as { readonly fields: readonly { readonly target: Class; readonly schemaName: string }[] }).fields;
  const names: string[] = [];
  for (let current: Class | null = target; current?.name; current = Object.getPrototypeOf(current) as Class | null) {
    names.push(...fields.filter((field) => field.target === current).map((field) => field.schemaName));
  }
  return [...new Set(names)];
}
