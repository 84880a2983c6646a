import { identifier, join, sql, trusted, type Sql } from '../kernel/read/sql.js';
import type { ResourceModel } from '../kernel/read/model.js';
import { referencesOf } from '../kernel/schema/input-fields.js';
import { ask } from '../kernel/write/ask.js';
import type { TxContext } from '../kernel/write/transaction.js';

/** Whom a mutation is about, as UUIDs, and where. */
export interface Subject {
  readonly personId: string | null;
  readonly householdId: string | null;
  readonly placeId: string | null;
}

interface Named {
  readonly resource: ResourceModel;
  readonly uuid: string;
}

/** Everything that an input names by id, the outermost first; lists of many are about nobody in particular. */
function namedIn(ctx: TxContext, input: object): readonly Named[] {
  const own = [...referencesOf(input)].flatMap(([name, { to }]): Named[] => {
    const uuid = (input as Record<string, unknown>)[name];
    const resource = ctx.platform.model.byClass.get(to());
    return typeof uuid === 'string' && resource ? [{ resource, uuid }] : [];
  });
  const inner = Object.values(input).filter((value): value is object => typeof value === 'object' && value !== null && !Array.isArray(value));
  return [...own, ...inner.flatMap((value) => namedIn(ctx, value))];
}

/** Those who made what an input names, such as a payment run: they never decide on it. */
export async function makersOf(ctx: TxContext, input: object): Promise<readonly string[]> {
  const makers = namedIn(ctx, input).flatMap(({ resource, uuid }) => {
    const column = resource.maker === undefined ? undefined : resource.columns.get(resource.maker);
    return column ? [sql`(select t.${identifier(column.name)} from ${resource.table} t where t.id = ${uuid}::uuid)`] : [];
  });
  if (makers.length === 0) return [];
  const { rows } = await ask<{ makers: readonly string[] }>(ctx, sql`select array_remove(array[${join(makers, ', ')}], null) as makers`);
  return [...new Set(rows[0]?.makers ?? [])];
}

/** The first person and the first household that an input names, or whose row it names: an identifier is a person's. */
export async function subjectOf(ctx: TxContext, input: object): Promise<Subject> {
  const named = namedIn(ctx, input);
  const of = (property: 'person' | 'household', type: string): Sql => {
    const direct = named.find(({ resource }) => resource.type === type);
    if (direct) return sql`${direct.uuid}::uuid`;
    const columns = named.flatMap(({ resource, uuid }) => {
      const column = resource.type === 'Person' || resource.type === 'Household' ? undefined : resource.columns.get(property);
      return column ? [sql`(select t.${identifier(column.name)} from ${resource.table} t where t.id = ${uuid}::uuid)`] : [];
    });
    return columns.length > 0 ? sql`coalesce(${join(columns, ', ')})` : trusted('null::uuid');
  };
  const { placeCode } = input as { readonly placeCode?: unknown };
  const { rows } = await ask<Subject>(ctx, sql`
    select p.id as "personId", h.id as "householdId", coalesce(p.place_id, h.place_id, l.id) as "placeId"
    from (select ${of('person', 'Person')} as person_id, ${of('household', 'Household')} as household_id) s
    left join people.person p on p.id = s.person_id left join people.household h on h.id = s.household_id
    left join people.place l on l.code = ${typeof placeCode === 'string' ? placeCode : null}::text`);
  return rows[0] ?? { personId: null, householdId: null, placeId: null };
}
