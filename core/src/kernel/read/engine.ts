import { getVariableValues, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { Pool } from 'pg';
import { withReach, type Reach } from '../access/reach.js';
import { limitedIn } from '../access/scope.js';
import type { Context } from '../context.js';
import { permitted } from '../access/authorise.js';
import { collectInto } from './collect.js';
import { compilationOf } from './compilation.js';
import { checkUnwrapped, columnOf, NotPlannable, type Compilation } from './compile.js';
import { checkParameters, tooLarge } from './limits.js';
import { sightsOf } from './mask.js';
import type { ReadModel, ResourceModel } from './model.js';
import { byIdsSql, rootPlan, rootSql } from './root.js';
import { readRunner } from './run.js';
import { Bound, identifier, join, render, Sql, sql, trusted } from './sql.js';
import { spanned } from '../telemetry/trace.js';
import { prepare, StatementCache, type Prepared } from './statement-cache.js';

/** Turns selections into statements and runs them. One per platform. */
export interface ReadEngine {
  readonly schema: GraphQLSchema;
  readonly model: ReadModel;
  /** The whole answer of a query as PostgreSQL's own JSON; `undefined` where a field of it needs JavaScript. */
  answer(ctx: Context, document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): Promise<string | undefined>;
  /** One root field, for graphql-js to walk. */
  root(ctx: Context, selection: SelectionAt): Promise<unknown>;
  /** Rows by UUID, for graphql-js to walk. */
  byIds(ctx: Context, resource: ResourceModel, selection: SelectionAt, ids: readonly string[]): Promise<Record<string, unknown>>;
}

/** A field of a running operation. */
export interface SelectionAt {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly nodes: readonly FieldNode[];
  readonly parentType: string;
  /** Names the nodes under their type: what is asked for here. */
  readonly place: string;
}

type Build = (compilation: Compilation) => Sql;

export function readEngine(options: {
  readonly schema: GraphQLSchema;
  readonly model: ReadModel;
  readonly pool: Pool;
  readonly largestPage: number;
  readonly onStatement: (text: string) => void;
}): ReadEngine {
  const { schema, model } = options;
  const run = readRunner(options);
  const cache = new StatementCache();
  const fragmentsOf = fragmentsByDocument();

  const plan = (ctx: Context, raw: boolean, at: SelectionAt, build: Build, reach: Reach | undefined): Prepared | 'not plannable' =>
    cache.get(at.operation, `${raw ? 'raw' : at.place}|${limitedIn(ctx.actor).join()}|${reach}|${ctx.sharedFor !== undefined}|${sightsOf(model, ctx).key}`, at.variables, (pin) => {
      const current = compilationOf(options, ctx, { raw, reach, ...at, pin });
      try {
        const statement = render(build(current));
        checkParameters(statement.values.length);
        return prepare(statement, current.permissions, reach, current.noted);
      } catch (error) {
        if (error instanceof NotPlannable) return 'not plannable';
        // The call stack is at its end.
        if (error instanceof RangeError) throw tooLarge();
        throw error;
      }
    });

  /** Runs with the statement, and the context as it takes it: what filters and orders need may leave the actor fewer grants, and so another scope. */
  const planned = <T>(asking: Context, raw: boolean, at: SelectionAt, build: Build, work: (prepared: Prepared | 'not plannable', ctx: Context) => Promise<T>): Promise<T> =>
    withReach(asking, (reach) => {
      const prepared = plan(asking, raw, at, build, reach);
      const ctx = prepared === 'not plannable' ? asking : permitted(asking, prepared.permissions);
      return ctx === asking ? work(prepared, ctx) : withReach(ctx, (less) => work(plan(ctx, raw, at, build, less), ctx));
    });

  const rows = (asking: Context, at: SelectionAt, build: Build, variables = at.variables): Promise<unknown> =>
    planned(asking, false, at, build, async (prepared, ctx) => {
      if (prepared === 'not plannable') throw new Error(`${at.place} can't be planned`);
      const [field = ''] = at.place.split(' ');
      const json = await spanned(ctx, `field ${field}`, { 'graphql.field.coordinate': field }, (traced) => run(prepared, { ctx: traced, variables }));
      return json === null ? null : JSON.parse(json);
    });

  return {
    schema,
    model,
    async answer(asking, document, operation, given) {
      const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given, { maxErrors: 5 });
      if (errors || !coerced) return undefined;
      const at = { operation, fragments: fragmentsOf(document), variables: coerced, nodes: [], parentType: 'Query', place: '' };
      return planned(asking, true, at, (current) => answerSql(current, operation), async (prepared, ctx) => {
        if (prepared === 'not plannable') return undefined;
        const fields = rootNames(operation);
        return (await spanned(ctx, `fields ${fields.join(' ')}`, { 'graphql.field.coordinate': fields }, (traced) => run(prepared, { ctx: traced, variables: coerced }, 'anywhere'))) ?? undefined;
      });
    },
    root: (ctx, at) =>
      rows(ctx, at, (current) => {
        const field = schema.getQueryType()?.getFields()[at.nodes[0]?.name.value ?? ''];
        if (!field) throw new NotPlannable(at.place);
        return sql`select ${rootSql(current, field, at.nodes)}::text as j`;
      }),
    async byIds(asking, resource, at, ids) {
      const ctx = permitted(asking, [resource.read]);
      const place = { ...at, place: `${at.place}:${resource.type}` };
      const wanted = new Sql(['', ''], [new Bound((context) => context.variables[IDS], 'uuid[]')]);
      const found = await rows(ctx, place, (current) => byIdsSql(current, resource, at.nodes, wanted), { ...at.variables, [IDS]: ids });
      return found as Record<string, unknown>;
    },
  };
}

/** What a planned answer answers, as far as it stands in the operation itself. */
function rootNames(operation: OperationDefinitionNode): string[] {
  return operation.selectionSet.selections.flatMap((selection) => (selection.kind === 'Field' ? [`Query.${selection.name.value}`] : []));
}

/** No GraphQL variable can have this name. */
const IDS = '#ids';

function answerSql(compilation: Compilation, operation: OperationDefinitionNode): Sql {
  const query = compilation.schema.getQueryType();
  if (operation.operation !== 'query' || !query) throw new NotPlannable('not a query');
  const fields = new Map<string, FieldNode[]>();
  collectInto(compilation, query, operation.selectionSet, fields, new Set());
  const columns: Sql[] = [];
  let statements = 0;
  for (const [key, nodes] of fields) {
    const name = nodes[0]?.name.value ?? '';
    const field = query.getFields()[name];
    checkUnwrapped(compilation, query.name, name);
    const value = name === '__typename' ? trusted(`'${query.name}'::text`) : field && rootPlan(field) ? rootSql(compilation, field, nodes) : undefined;
    if (!value) throw new NotPlannable(name);
    if (name !== '__typename') statements += 1;
    columns.push(sql`${value} as ${identifier(columnOf(key, true))}`);
  }
  if (statements === 0) throw new NotPlannable('nothing to read');
  const answer = trusted(compilation.nextAlias());
  return sql`select row_to_json(${answer})::text as j from (select ${join(columns, ', ')}) ${answer}`;
}

function fragmentsByDocument(): (document: DocumentNode) => Readonly<Record<string, FragmentDefinitionNode>> {
  const known = new WeakMap<DocumentNode, Readonly<Record<string, FragmentDefinitionNode>>>();
  return (document) => {
    const found = known.get(document);
    if (found) return found;
    const fragments: Record<string, FragmentDefinitionNode> = {};
    for (const definition of document.definitions) {
      if (definition.kind === 'FragmentDefinition') fragments[definition.name.value] = definition;
    }
    known.set(document, fragments);
    return fragments;
  };
}

