import { execute, Kind, type ArgumentNode, type DocumentNode, type FieldNode, type NameNode, type OperationDefinitionNode, type SelectionNode, type VariableNode } from 'graphql';
import type { Context } from '../../kernel/context.js';
import { restsOnConsent } from '../../kernel/privacy/purpose.js';
import { readEngine, type ReadEngine } from '../../kernel/read/engine.js';
import { readSession } from '../../kernel/read/session.js';
import type { Platform } from '../../kernel/platform.js';
import type { ExportQuery } from './read-query.js';

/** Rows that are read by one statement; where rows hold lists, fewer, since each is many. */
const ROWS = 1_000;
const ROWS_WITH_LISTS = 100;

/** Rows of a list, and where it goes on. */
export interface PageOfRows {
  readonly nodes: readonly Readonly<Record<string, unknown>>[];
  /** Cursor of the last; null where nothing follows. */
  readonly next: string | null;
}

/** Reads a list from one end to the other by planned statements, as the actor. */
export interface ListReader {
  page(after: string | null): Promise<PageOfRows>;
  /** How many rows there are; finds out what is wrong with the query, too. */
  count(): Promise<number>;
  /** How many more there would be with those of whom nothing may be given away; `undefined` where the purpose takes no consent. */
  leftOut(): Promise<number | undefined>;
}

const engines = new WeakMap<Platform, ReadEngine>();

/** Like the platform's own, but for larger pages. */
function engineOf(platform: Platform): ReadEngine {
  const { schema, model, pool } = platform;
  const engine = engines.get(platform) ?? readEngine({ schema, model, pool, largestPage: ROWS, onStatement: (text) => platform.onStatement(text) });
  engines.set(platform, engine);
  return engine;
}

/** How rows are given away. */
export interface Giving {
  /** What for. */
  readonly purpose: string;
  /** Whether masked fields are in clear where the actor may see them at any time, instead of masked for everybody. */
  readonly clear: boolean;
}

export function listReader(asking: Context, query: ExportQuery, { purpose, clear }: Giving): ListReader {
  const onConsent = restsOnConsent(asking.platform, purpose);
  const ctx = { ...asking, purpose, ...(onConsent && { sharedFor: purpose }) };
  const { platform } = ctx;
  const flat = query.columns !== undefined;
  const engine = flat ? engineOf(platform) : platform.reads;
  const pages = withRoot(query, (used) => pageField(query, used, flat ? ROWS : ROWS_WITH_LISTS));
  const counting = withRoot(query, () => ({ field: { ...query.list, alias: name('rows'), selectionSet: selection([fieldNamed('totalCount')]) }, variables: [] }));
  // The planner looks at the nodes too where there may be rows, and refuses what it would refuse later.
  const trying = withRoot(query, () => ({
    field: { ...query.list, alias: name('rows'), arguments: [...(query.list.arguments ?? []), argument('first', { kind: Kind.INT, value: '1' })], selectionSet: selection([nodesField(query)]) }, variables: [],
  }));
  const ask = async <T>(document: DocumentNode, more: Readonly<Record<string, unknown>> = {}, as: Context = ctx): Promise<T> => {
    const operation = document.definitions.find((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION);
    if (!operation) throw new Error('a document without an operation');
    const variables = { ...query.variables, ...more };
    // Loaders remember what they read: each page has its own.
    const own = { ...as, masksAll: !clear, reads: readSession(() => engine) };
    const written = await engine.answer(own, document, operation, variables);
    if (written !== undefined) return (JSON.parse(written) as { readonly rows: T }).rows;
    const { data, errors } = await execute({ schema: platform.schema, document, contextValue: own, variableValues: variables });
    if (errors?.[0]) throw errors[0].originalError ?? errors[0];
    return (data as unknown as { readonly rows: T }).rows;
  };
  const total = async (as: Context): Promise<number> => (await ask<{ totalCount: number }>(counting.document, {}, as)).totalCount;
  return {
    async page(after) {
      const { nodes, pageInfo } = await ask<{ nodes: PageOfRows['nodes']; pageInfo: { hasNextPage: boolean; endCursor: string | null } }>(pages.document, { [pages.after]: after });
      return { nodes, next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
    },
    async count() {
      await ask(trying.document);
      return total(ctx);
    },
    async leftOut() {
      return onConsent ? (await total({ ...asking, purpose })) - (await total(ctx)) : undefined;
    },
  };
}

/** The client's document with its list replaced. */
function withRoot({ document, operation }: ExportQuery, make: (after: string) => { readonly field: FieldNode; readonly variables: readonly string[] }): { readonly document: DocumentNode; readonly after: string } {
  const taken = new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value));
  let after = 'after';
  while (taken.has(after)) after = `${after}_`;
  const { field, variables } = make(after);
  const root: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: [
      ...(operation.variableDefinitions ?? []),
      ...variables.map((each) => ({ kind: Kind.VARIABLE_DEFINITION as const, variable: variable(each), type: { kind: Kind.NAMED_TYPE as const, name: name('String') } })),
    ],
    selectionSet: selection([field]),
  };
  return { after, document: { ...document, definitions: document.definitions.map((each) => (each === operation ? root : each)) } };
}

function pageField(query: ExportQuery, after: string, rows: number): { readonly field: FieldNode; readonly variables: readonly string[] } {
  const paging = [argument('first', { kind: Kind.INT, value: String(rows) }), argument('after', variable(after))];
  const info = { ...fieldNamed('pageInfo'), selectionSet: selection([fieldNamed('hasNextPage'), fieldNamed('endCursor')]) };
  return {
    field: { ...query.list, alias: name('rows'), arguments: [...(query.list.arguments ?? []), ...paging], selectionSet: selection([nodesField(query), info]) },
    variables: [after],
  };
}

function nodesField({ nodes }: ExportQuery): FieldNode {
  return { ...fieldNamed('nodes'), selectionSet: selection(nodes.flatMap((node) => node.selectionSet?.selections ?? [])) };
}

const name = (value: string): NameNode => ({ kind: Kind.NAME, value });
const variable = (of: string): VariableNode => ({ kind: Kind.VARIABLE, name: name(of) });
const fieldNamed = (of: string): FieldNode => ({ kind: Kind.FIELD, name: name(of) });
const argument = (of: string, value: ArgumentNode['value']): ArgumentNode => ({ kind: Kind.ARGUMENT, name: name(of), value });
const selection = (selections: readonly SelectionNode[]): { readonly kind: Kind.SELECTION_SET; readonly selections: readonly SelectionNode[] } => ({ kind: Kind.SELECTION_SET, selections });
