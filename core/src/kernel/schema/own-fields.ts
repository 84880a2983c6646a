import { getMetadataStorage } from 'type-graphql';
import type { Class } from '../module/define-module.js';

interface Field {
  readonly target: Class;
  readonly schemaName: string;
}

let grouped: { readonly count: number; readonly byClass: ReadonlyMap<Class, readonly Field[]> } = { count: 0, byClass: new Map() };

/** Names of the fields that a class has by `@Field`, its ancestors' included. */
export function ownFields(target: Class): readonly string[] {
  const byClass = fieldsByClass();
  const names: string[] = [];
  for (let current: Class | null = target; current?.name; current = Object.getPrototypeOf(current) as Class | null) {
    names.push(...(byClass.get(current) ?? []).map((field) => field.schemaName));
  }
  return [...new Set(names)];
}

/** type-graphql's store is one list of all fields, to which modules add as they are imported: it is gone through once, not for each class. */
function fieldsByClass(): ReadonlyMap<Class, readonly Field[]> {
  const { fields } = getMetadataStorage() as unknown as { readonly fields: readonly Field[] };
  if (grouped.count !== fields.length) grouped = { count: fields.length, byClass: Map.groupBy(fields, ({ target }) => target) };
  return grouped.byClass;
}
