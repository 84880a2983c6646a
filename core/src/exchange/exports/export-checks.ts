import { createHash } from 'node:crypto';
import { getArgumentValues, getNamedType, getVariableValues, TypeInfo, visit, visitWithTypeInfo, type GraphQLSchema } from 'graphql';
import { extensionPoint } from '../../kernel/module/extension-point.js';
import type { Platform } from '../../kernel/platform.js';
import type { Refusal } from '../../kernel/write/refusal.js';
import type { ExportQuery } from './read-query.js';

/** A field that the query of an export asks for, wherever in it. */
export interface AskedField {
  /** The type that has it, and its name. */
  readonly type: string;
  readonly field: string;
  /** Name of the type that it gives. */
  readonly gives: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What a module wants of exports, by what they ask for. */
export interface ExportCheck {
  /** What speaks against one for a purpose; empty where nothing does. */
  readonly refuses: (asked: readonly AskedField[], purpose: string) => readonly Refusal[];
  /** Whether the order of its rows would tell what its fields do not: it is then taken from them, a page at a time. */
  readonly hidesOrder: (asked: readonly AskedField[]) => boolean;
}

export const exportChecks = extensionPoint<ExportCheck>('exchange.export-checks', 'many', 'What speaks against exports, by what they ask for');

/** What an export asks for. */
function askedOf(schema: GraphQLSchema, { document, operation, variables }: ExportQuery): readonly AskedField[] {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const types = new TypeInfo(schema);
  const asked: AskedField[] = [];
  visit(document, visitWithTypeInfo(types, {
    Field: (node) => {
      const [on, field] = [types.getParentType(), types.getFieldDef()];
      if (on && field) asked.push({ type: on.name, field: field.name, gives: getNamedType(field.type).name, arguments: getArgumentValues(field, node, coerced) });
    },
  }));
  return asked;
}

export function refusalsOf(platform: Platform, query: ExportQuery, purpose: string): readonly Refusal[] {
  const asked = askedOf(platform.schema, query);
  return [...platform.extensions(exportChecks).values()].flatMap((check) => check.refuses(asked, purpose));
}

type Row = Readonly<Record<string, unknown>>;

/** How the rows of a page are put in order: as they come, or by a digest of what they say, the same each time. */
export function rowOrder(platform: Platform, query: ExportQuery): (rows: readonly Row[]) => readonly Row[] {
  const asked = askedOf(platform.schema, query);
  if (![...platform.extensions(exportChecks).values()].some((check) => check.hidesOrder(asked))) return (rows) => rows;
  const digest = (row: Row): string => createHash('sha256').update(JSON.stringify(row)).digest('hex');
  return (rows) => rows.map((row) => ({ row, by: digest(row) })).toSorted((one, other) => (one.by < other.by ? -1 : 1)).map(({ row }) => row);
}
