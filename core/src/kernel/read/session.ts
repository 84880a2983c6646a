import DataLoader from 'dataloader';
import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import type { Context } from '../context.js';
import type { ReadEngine, SelectionAt } from './engine.js';
import type { ResourceModel } from './model.js';

/** The reads of one request: what asks for rows at the same time, at the same place, is answered by one statement. */
export interface ReadSession {
  root(ctx: Context, info: GraphQLResolveInfo): Promise<unknown>;
  /** A row that a resolver knows by UUID only; null where there is none that the actor may see. */
  row(ctx: Context, resource: ResourceModel, uuid: string, info: GraphQLResolveInfo): Promise<unknown>;
  /** The same for many, in their order. */
  rows(ctx: Context, resource: ResourceModel, uuids: readonly string[], info: GraphQLResolveInfo): Promise<readonly unknown[]>;
  /** Forgets what was read, so that it is read again. */
  clear(): void;
  /** A loader of a module's own, made once per request. */
  loader<K, V>(name: string, load: (keys: readonly K[]) => Promise<readonly (V | Error)[]>): DataLoader<K, V>;
}

export function readSession(engine: () => ReadEngine): ReadSession {
  const loaders = new Map<string, DataLoader<never, never>>();
  const loader = <K, V>(name: string, load: (keys: readonly K[]) => Promise<readonly (V | Error)[]>): DataLoader<K, V> => {
    const existing = loaders.get(name) as DataLoader<K, V> | undefined;
    if (existing) return existing;
    const created = new DataLoader<K, V>(load);
    loaders.set(name, created as DataLoader<never, never>);
    return created;
  };
  const byId = (ctx: Context, resource: ResourceModel, info: GraphQLResolveInfo): DataLoader<string, unknown> => {
    const at = selectionAt(info);
    return loader<string, unknown>(`${at.place}:${resource.type}`, async (ids) => {
      const rows = await engine().byIds(ctx, resource, at, ids);
      return ids.map((id) => rows[id] ?? null);
    });
  };
  return {
    loader,
    clear: () => loaders.forEach((each) => each.clearAll()),
    root: (ctx, info) => engine().root(ctx, selectionAt(info)),
    row: (ctx, resource, uuid, info) => byId(ctx, resource, info).load(uuid),
    rows: (ctx, resource, uuids, info) => {
      const rows = byId(ctx, resource, info);
      return Promise.all(uuids.map((uuid) => rows.load(uuid)));
    },
  };
}

function selectionAt(info: GraphQLResolveInfo): SelectionAt {
  return {
    operation: info.operation,
    fragments: info.fragments,
    variables: info.variableValues,
    nodes: info.fieldNodes,
    parentType: info.parentType.name,
    place: `${info.parentType.name}.${info.fieldName} ${info.fieldNodes.map(numberOf).join()}`,
  };
}

const numbers = new WeakMap<FieldNode, number>();
let numbered = 0;

/** Response keys would not do: under one of them, rows of different types may be asked for different things. */
function numberOf(node: FieldNode): number {
  const number = numbers.get(node) ?? (numbered += 1);
  numbers.set(node, number);
  return number;
}
