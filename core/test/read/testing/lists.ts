import { Decimal as DecimalJs } from 'decimal.js';
import { getNamedType, isEnumType, type GraphQLObjectType } from 'graphql';
import { answerOf, byId, columnOf, compare, kindOf, mayBeSeen, partsOf, scalarOf, textOf, type Row, type Rows, type Value } from './rows.js';

export type Where = Readonly<Record<string, unknown>>;
export type OrderBy = readonly Readonly<Record<string, 'ASC' | 'DESC'>>[];
type Places = readonly string[] | null;

export interface ConnectionArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
  readonly where?: Where | null;
  readonly orderBy?: OrderBy | null;
}

/** Whether a row is chosen by a filter. Unknown counts as no, so that `not` of it is yes. */
export function matches(rows: Rows, type: string, row: Row, where: Where, places: Places): boolean {
  return Object.entries(where).every(([name, condition]) => {
    switch (name) {
      case 'and':
        return (condition as readonly Where[]).every((each) => matches(rows, type, row, each, places));
      case 'or':
        return (condition as readonly Where[]).some((each) => matches(rows, type, row, each, places));
      case 'not':
        return !matches(rows, type, row, condition as Where, places);
      default:
        return fieldMatches(rows, type, name, row, condition as Where, places);
    }
  });
}

function fieldMatches(rows: Rows, type: string, field: string, row: Row, condition: Where, places: Places): boolean {
  const definition = (rows.platform.schema.getType(type) as GraphQLObjectType).getFields()[field];
  const model = rows.platform.model.byType.get(type)?.fields.get(field);
  switch (kindOf(rows, type, field)) {
    case 'one': {
      const target = getNamedType(definition?.type as never) as unknown as { readonly name: string };
      const other = byId(rows, target.name, row[columnOf(rows, type, field)] ?? null);
      return other !== undefined && mayBeSeen(rows, target.name, other, places) && matches(rows, target.name, other, condition, places);
    }
    case 'connection': {
      if (model?.kind !== 'connection') throw new Error(`${type}.${field}`);
      const theirs = rowsOf(rows, model.target, model.mappedBy, row, places);
      return Object.entries(condition).every(([quantity, where]) => theirs.some((each) => matches(rows, model.target, each, where as Where, places)) === (quantity === 'some'));
    }
    case 'object': {
      const parts = partsOf(rows, type, field, row);
      const object = getNamedType(definition?.type as never) as unknown as GraphQLObjectType;
      return Object.entries(condition).every(([part, inner]) => {
        const named = getNamedType(object.getFields()[part]?.type as never);
        return valueMatches(rows, isEnumType(named) ? 'Enum' : String(named), parts[part] ?? null, inner as Where);
      });
    }
    default: {
      const scalar = scalarOf(rows, type, field);
      return valueMatches(rows, scalar, scalar === 'ID' ? answerOf(rows, type, field, row) : textOf(rows, type, field, row), condition);
    }
  }
}

function valueMatches(rows: Rows, scalar: string, value: Value, condition: Where): boolean {
  return Object.entries(condition).every(([operator, operand]) => operatorMatches(rows, scalar, value, operator, operand));
}

function operatorMatches(rows: Rows, scalar: string, value: Value, operator: string, operand: unknown): boolean {
  const has = value !== null;
  const against = (other: unknown): number => compare(rows, scalar, String(value), scalar === 'DateTime' ? new Date(String(other)).toISOString() : String(other));
  const equal = (other: unknown): boolean => has && (scalar === 'Decimal' ? new DecimalJs(String(value)).eq(String(other)) : scalar === 'DateTime' || scalar === 'Int' ? against(other) === 0 : String(value) === String(other));
  const lower = (text: unknown): string => rows.collation.lower(String(text));
  switch (operator) {
    case 'isNull':
      return has !== operand;
    case 'eq':
      return equal(operand);
    case 'ne':
      return !equal(operand);
    case 'in':
      return (operand as readonly unknown[]).some(equal);
    case 'notIn':
      return !(operand as readonly unknown[]).some(equal);
    case 'lt':
      return has && against(operand) < 0;
    case 'lte':
      return has && against(operand) <= 0;
    case 'gt':
      return has && against(operand) > 0;
    case 'gte':
      return has && against(operand) >= 0;
    case 'contains':
      return has && lower(value).includes(lower(operand));
    case 'startsWith':
      return has && lower(value).startsWith(lower(operand));
    case 'endsWith':
      return has && lower(value).endsWith(lower(operand));
    default:
      throw new Error(`the oracle does not know the operator ${operator}: teach it`);
  }
}

/** The rows that point to a row, such as may be seen. */
export function rowsOf(rows: Rows, target: string, mappedBy: string, parent: Row | undefined, places: Places): readonly Row[] {
  const all = (rows.byType.get(target) ?? []).filter((row) => mayBeSeen(rows, target, row, places));
  return parent ? all.filter((row) => row[columnOf(rows, target, mappedBy)] === parent.id) : all;
}

interface Key {
  readonly field: string;
  readonly descending: boolean;
}

function keysOf(orderBy: OrderBy): readonly Key[] {
  const keys = orderBy.flatMap((key) => Object.entries(key)).map(([field, direction]) => ({ field, descending: direction === 'DESC' }));
  const id = keys.findIndex(({ field }) => field === 'id');
  if (id >= 0) return keys.slice(0, id + 1);
  return [...keys, { field: 'id', descending: keys.length > 0 && keys.every(({ descending }) => descending) }];
}

function compareRows(rows: Rows, type: string, keys: readonly Key[], a: Row, b: Row): number {
  for (const { field, descending } of keys) {
    const order = compare(rows, field === 'id' ? 'ID' : scalarOf(rows, type, field), textOf(rows, type, field, a), textOf(rows, type, field, b));
    if (order !== 0) return descending ? -order : order;
  }
  return 0;
}

/** Names the order and where the row stands in it. Clients must not look inside; that it stays the same lets them keep it. */
export function cursorOf(rows: Rows, type: string, orderBy: OrderBy, row: Row): string {
  const keys = keysOf(orderBy);
  const parts = [keys.map(({ field, descending }) => `${descending ? '-' : ''}${field}`).join(), ...keys.map(({ field }) => textOf(rows, type, field, row))];
  return Buffer.from(`[${parts.map((part) => JSON.stringify(part)).join(', ')}]`).toString('base64');
}

/** A connection over the rows given. */
export function connectionOf<N>(rows: Rows, type: string, all: readonly Row[], given: ConnectionArguments, places: Places, node: (row: Row) => N): object {
  const orderBy = given.orderBy ?? [];
  const keys = keysOf(orderBy);
  const chosen = all.filter((row) => !given.where || matches(rows, type, row, given.where, places)).toSorted((a, b) => compareRows(rows, type, keys, a, b));
  const known = rows.byType.get(type) ?? [];
  const at = (cursor: string): Row => known.find((row) => cursorOf(rows, type, orderBy, row) === cursor) ?? fail('a cursor of no row');
  const { after, before } = given;
  const rest = chosen.filter((row) => (!after || compareRows(rows, type, keys, row, at(after)) > 0) && (!before || compareRows(rows, type, keys, row, at(before)) < 0));
  const backward = typeof given.last === 'number';
  const size = given.first ?? given.last ?? 25;
  const page = backward ? rest.slice(Math.max(0, rest.length - size)) : rest.slice(0, size);
  const more = rest.length > size;
  const cursor = (row: Row | undefined): string | null => (row ? cursorOf(rows, type, orderBy, row) : null);
  return {
    nodes: page.map(node),
    edges: page.map((row) => ({ cursor: cursor(row), node: node(row) })),
    pageInfo: {
      hasNextPage: backward ? Boolean(before) : more,
      hasPreviousPage: backward ? more : Boolean(after),
      startCursor: cursor(page[0]),
      endCursor: cursor(page.at(-1)),
    },
    totalCount: chosen.length,
  };
}

function fail(why: string): never {
  throw new Error(why);
}
