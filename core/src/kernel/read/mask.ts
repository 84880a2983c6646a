import type { Context } from '../context.js';
import type { MaskedCategory, SubjectSql } from '../privacy/category.js';
import type { Subject, SubjectPart } from '../privacy/classification.js';
import type { Columns } from '../schema/resource.js';
import type { Compilation } from './compile.js';
import type { ReadModel, ResourceModel } from './model.js';
import { join, sql, trusted, type Sql } from './sql.js';

/** How an actor sees a category: all of it, what they opened with a reason, or nothing. */
type Sight = 'clear' | 'opened' | 'masked';

/** How an actor sees the masked categories. Statements differ by it, so that who sees nothing pays for nothing. */
export interface Sights {
  /** The same for all who see the same. */
  readonly key: string;
  of(category: string): Sight;
}

const bySet = new WeakMap<ReadModel, WeakMap<ReadonlySet<string>, Sights>>();

export function sightsOf(model: ReadModel, { actor, masksAll }: Pick<Context, 'actor' | 'masksAll'>): Sights {
  if (masksAll) return NOTHING;
  const known = bySet.get(model) ?? new WeakMap<ReadonlySet<string>, Sights>();
  bySet.set(model, known);
  const found = known.get(actor.permissions) ?? sights(model, actor.permissions);
  known.set(actor.permissions, found);
  return found;
}

const NOTHING: Sights = { key: '', of: () => 'masked' };

function sights(model: ReadModel, permissions: ReadonlySet<string>): Sights {
  const seen = new Map([...model.categories].map(([name, category]) => [name, sightOf(category, permissions)]));
  const told = [...seen].filter(([, sight]) => sight !== 'masked').map(([name, sight]) => `${name}:${sight}`);
  return { key: told.join(), of: (category) => seen.get(category) ?? 'masked' };
}

function sightOf({ clear, reveal }: MaskedCategory, permissions: ReadonlySet<string>): Sight {
  if (permissions.has(clear)) return 'clear';
  return permissions.has(reveal) ? 'opened' : 'masked';
}

/** Whether the actor sees a field of the row: `true`, `false`, or a predicate where that depends on what they opened. */
export function seesField(compilation: Compilation, resource: ResourceModel, columns: Columns, field: string): boolean | Sql {
  const category = resource.masked.get(field);
  if (category === undefined) return true;
  const sight = compilation.sights.of(category);
  if (sight === 'clear') return true;
  const plain = plainSql(resource, columns, field);
  if (sight === 'masked') return plain ?? false;
  const open = opened(compilation, resource, columns, category);
  return plain ? sql`(${plain} or ${open})` : open;
}

/** Whether a row's field holds nothing special; `undefined` where it always does. */
function plainSql({ maskedWhen }: ResourceModel, columns: Columns, field: string): Sql | undefined {
  const when = maskedWhen.get(field);
  return when === undefined ? undefined : sql`not ${columns[when] ?? trusted('true')}`;
}

/** A field's value in a filter or a rule of somebody who does not see it of everybody: null in rows that hold what is special. */
export function plainValue(resource: ResourceModel, columns: Columns, field: string, value: Sql): Sql {
  const plain = plainSql(resource, columns, field);
  return plain ? sql`case when ${plain} then ${value} end` : value;
}

/** A field's value where the actor sees it, null where not. */
export function maskedSql(compilation: Compilation, resource: ResourceModel, columns: Columns, field: string, pgType: string, value: () => Sql): Sql {
  const sees = seesField(compilation, resource, columns, field);
  if (sees === true) return value();
  return sees === false ? trusted(`null::${pgType}`) : sql`case when ${sees} then ${value()} end`;
}

/** The names of the fields of a row that are masked for the actor. */
export function maskedNames(compilation: Compilation, resource: ResourceModel, columns: Columns): Sql {
  const alike = Map.groupBy(resource.masked, ([field, category]) => `${category} ${resource.maskedWhen.get(field) ?? ''}`);
  const lists = [...alike.values()].flatMap((fields) => {
    const [first = ''] = fields[0] ?? [];
    const names = trusted(`'{${fields.map(([name]) => `"${name}"`).join()}}'::text[]`);
    const sees = seesField(compilation, resource, columns, first);
    if (sees === true) return [];
    return [sees === false ? names : sql`case when ${sees} then '{}'::text[] else ${names} end`];
  });
  return lists.length === 0 ? trusted("'{}'::text[]") : sql`(${join(lists, ' || ')})`;
}

/** A property that a computed field may need: the names of the masked categories that the actor sees of whom the row is about. */
export const SEEN_CATEGORIES = 'seen categories';

export function seenCategories(compilation: Compilation, resource: ResourceModel, columns: Columns): Sql {
  return categoriesSeen(compilation.model, compilation.sights, (category) => opened(compilation, resource, columns, category));
}

/** The same of somebody who is not read by a plan. */
export function seenOf(ctx: Pick<Context, 'platform' | 'actor' | 'masksAll'>, subject: SubjectSql): Sql {
  const { model } = ctx.platform;
  return categoriesSeen(model, sightsOf(model, ctx), (category) => model.categories.get(category)?.opened(subject) ?? trusted('false'));
}

function categoriesSeen({ categories }: ReadModel, sights: Sights, isOpened: (category: string) => Sql): Sql {
  const names = [...categories.keys()].flatMap((category) => {
    const name = trusted(`'${category}'::text`);
    const sight = sights.of(category);
    if (sight === 'masked') return [];
    return [sight === 'clear' ? name : sql`case when ${isOpened(category)} then ${name} end`];
  });
  return sql`array_remove(array[${join(names, ', ')}]::text[], null)`;
}

function opened({ model, revealing }: Compilation, resource: ResourceModel, columns: Columns, category: string): Sql {
  revealing();
  return model.categories.get(category)?.opened(subjectSql(resource.subject ?? {}, columns)) ?? trusted('false');
}

/** Whom a row is about. */
export function subjectSql({ person, household }: Subject, columns: Columns): SubjectSql {
  const part = (of: SubjectPart): Sql => (typeof of === 'string' ? columns[of] ?? trusted('null') : of(columns));
  return { ...(person && { person: part(person) }), ...(household && { household: part(household) }) };
}
