import { columnsOf } from '../kernel/read/compile.js';
import { resourceOf, type FieldModel, type ReadModel, type ResourceModel } from '../kernel/read/model.js';
import { sql, trusted, type Sql } from '../kernel/read/sql.js';
import { decodeId } from '../kernel/schema/ids.js';
import { ask } from '../kernel/write/ask.js';
import type { TxContext } from '../kernel/write/transaction.js';

/** A value of an input; of what an id refers to it is null where nobody can tell. */
export interface InputValue {
  readonly value: string | null;
  readonly referred: boolean;
}

/** The values of an input at a path, those in each item of its lists, and of the rows to which its ids lead on. */
export async function valuesAt(ctx: TxContext, given: unknown, path: readonly string[]): Promise<readonly InputValue[]> {
  if (Array.isArray(given)) return (await Promise.all(given.map((item) => valuesAt(ctx, item, path)))).flat();
  const [step, ...rest] = path;
  if (given === null || given === undefined) return [];
  if (step === undefined) return [{ value: String(given), referred: false }];
  if (typeof given === 'object') return valuesAt(ctx, (given as Record<string, unknown>)[step], rest);
  const id = decodeId(String(given));
  const resource = id && ctx.platform.model.byPrefix.get(id.prefix);
  if (!id || !resource) return [];
  const { rows } = await ask<{ value: string | null }>(ctx, sql`select ${referredValue(ctx.platform.model, resource, sql`${id.uuid}::uuid`, path)}::text as value`);
  return [{ value: rows[0]?.value ?? null, referred: true }];
}

/** A field of a row, or of what the row refers to. */
export function referredField(model: ReadModel, { fields }: Pick<ResourceModel, 'fields'>, [step = '', ...rest]: readonly string[]): Extract<FieldModel, { kind: 'value' }> | undefined {
  const field = fields.get(step);
  if (field?.kind === 'value') return rest.length === 0 ? field : undefined;
  if (field?.kind === 'object') return referredField(model, field, rest);
  return field?.kind === 'one' ? referredField(model, resourceOf(model, field.target), rest) : undefined;
}

function referredValue(model: ReadModel, resource: ResourceModel, id: Sql, path: readonly string[], depth = 0): Sql {
  const [step = '', ...rest] = path;
  const row = trusted(`row${depth}`);
  const columns = columnsOf(resource, row);
  const field = resource.fields.get(step);
  const value = field?.kind === 'one'
    ? referredValue(model, resourceOf(model, field.target), columns[field.property] ?? trusted('null'), rest, depth + 1)
    : referredField(model, resource, path)?.sql(columns) ?? trusted('null');
  return sql`(select ${value} from ${resource.table} ${row} where ${row}.id = ${id})`;
}
