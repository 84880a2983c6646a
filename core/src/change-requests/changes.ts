import { resourceOf, type ResourceModel } from '../kernel/read/model.js';
import { sql } from '../kernel/read/sql.js';
import { encodeId } from '../kernel/schema/ids.js';
import { ask } from '../kernel/write/ask.js';
import type { TxContext } from '../kernel/write/transaction.js';
import type { Subject } from './subject.js';

/** A field that a request would change. */
export interface Change {
  readonly type: string;
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

type Row = Readonly<Record<string, unknown>>;

/** The subjects' rows, by type. */
export type SubjectRows = Readonly<Record<'Person' | 'Household', Row | null>>;

export async function subjectRows(ctx: TxContext, { personId, householdId }: Subject): Promise<SubjectRows> {
  const { rows } = await ask<SubjectRows>(ctx, sql`
    select (select to_jsonb(p) from people.person p where p.id = ${personId}::uuid) as "Person",
           (select to_jsonb(h) from people.household h where h.id = ${householdId}::uuid) as "Household"`);
  return rows[0] ?? { Person: null, Household: null };
}

const OF_THE_ROW = ['id', 'version', 'createdAt', 'updatedAt'];

/** What is different in the subjects' rows, in the fields that the API shows. */
export function changesBetween(ctx: TxContext, before: SubjectRows, after: SubjectRows): readonly Change[] {
  return (['Person', 'Household'] as const).flatMap((type) => {
    const [old, now] = [before[type] ?? {}, after[type] ?? {}];
    const resource = resourceOf(ctx.platform.model, type);
    return [...resource.fields].filter(([name]) => !OF_THE_ROW.includes(name)).flatMap(([name]) => fieldChanges(ctx, resource, name, old, now));
  });
}

function fieldChanges(ctx: TxContext, resource: ResourceModel, name: string, old: Row, now: Row): readonly Change[] {
  const field = resource.fields.get(name);
  const column = resource.columns.get(name)?.name;
  if (!field || column === undefined) return [];
  const change = (path: string, from: unknown, to: unknown, show: (value: unknown) => string | null): Change[] =>
    JSON.stringify(from ?? null) === JSON.stringify(to ?? null) ? [] : [{ type: resource.type, field: path, before: show(from), after: show(to) }];
  if (field.kind === 'one') {
    const { prefix } = resourceOf(ctx.platform.model, field.target);
    return change(name, old[column], now[column], (value) => (typeof value === 'string' ? encodeId(prefix, value) : null));
  }
  if (field.kind !== 'object') return change(name, old[column], now[column], shown);
  const [inOld, inNow] = [old[column], now[column]] as readonly (Row | null | undefined)[];
  return [...field.fields.keys()].flatMap((key) => change(`${name}.${key}`, inOld?.[key], inNow?.[key], shown));
}

/** A value of JSON as a text. */
export function shown(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
