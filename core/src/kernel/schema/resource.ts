import 'reflect-metadata';
import { Entity } from '@mikro-orm/decorators/legacy';
import type { GraphQLScalarType } from 'graphql';
import { ObjectType } from 'type-graphql';
import type { Reach } from '../access/reach.js';
import type { Dimension } from '../access/scope.js';
import type { Class } from '../module/define-module.js';
import type { ResourcePrivacy } from '../privacy/classification.js';
import type { Sql } from '../read/sql.js';
import { Node } from './node.js';

/** A resource's columns as SQL, by property name, for the row that is being read. */
export type Columns = Readonly<Record<string, Sql>>;

/** A value at the time that a query is about; `rows` gives another resource's rows as they were then, for a `from`. */
export type SqlAtTime = (columns: Columns, rows: (of: () => Class) => Sql) => Sql;

/** A predicate over rows; where it is told how far the actor's places reach, it may be written for that. */
export type RowCondition = (columns: Columns, reach?: Reach) => Sql;

/**
 * How the rows that an actor may see are told from the others, for each dimension of scopes that they belong to. Of an actor with
 * limits in several, all hold; a dimension that is left out holds none of the rows back.
 */
export type RowScope = Readonly<Partial<Record<Dimension, RowCondition>>>;

/** Rows that whoever has a limit, in whichever dimension, sees by a condition alone: such as those of their own. */
export function underAnyLimit(condition: RowCondition): RowScope {
  return { places: condition, organisations: condition, programmes: condition };
}

/** A way from a row to another by rows with a time of validity: those of `of` whose `mine` is the row give `gives`. */
export interface DayStep {
  readonly of: () => Class;
  readonly mine: string;
  readonly gives: string;
  /** Values that the rows between must have. */
  readonly where?: Readonly<Record<string, string>>;
}

/**
 * What a property was on another day, where its column holds what it is now: nothing before the day in the property
 * `since`; or where the first of the `ways` leads that leads anywhere, each step over rows that were valid then, or else
 * (`orNow`) what it is now.
 */
export type OnDay = { readonly since: string } | { readonly ways: readonly (readonly DayStep[])[]; readonly orNow?: boolean };

/** What `@Resource` says of a table that is a type. */
export interface ResourceOptions {
  readonly description: string;
  /** `schema.table` */
  readonly table: string;
  /** Prefix of its ids: `person` gives `person_018f…`. */
  readonly prefix: string;
  /** Permission that reading it takes, wherever it is reached from. */
  readonly read: string;
  /** Whom its rows are about, how sensitive its fields are and what they are kept for, where they say nothing of their own. */
  readonly privacy?: ResourcePrivacy;
  /** Root field that finds one: `person(by: { id: … })`. */
  readonly one?: string;
  /** Root field that lists them: `persons(first: …, where: …)`. */
  readonly many?: string;
  /** Properties that name one row, offered by `one` next to `id`. */
  readonly keys?: readonly string[];
  /** Which rows an actor with limits may see. Leave out only where rows are no personal data. */
  readonly scope?: RowScope;
  /** References to rows that whoever sees this row sees too, by the scopes of both: only these may lead to limited rows and not be nullable. */
  readonly seenWith?: readonly string[];
  /** Properties whose column holds the present only, and how to tell what they were on another day (`asOf`). */
  readonly onDay?: Readonly<Record<string, OnDay>>;
  /**
   * Predicate over the rows that there are for anybody at all, also for actors of every place: such as those of their own.
   * Holds wherever the rows are reached from.
   */
  readonly only?: RowCondition;
  /** Rows that `many` lists; others are reached by their id and from what refers to them. All of them where left out. */
  readonly listed?: RowCondition;
  /** Property that names who made a row: where the approval of others is asked for something about it, they are not among those who decide. */
  readonly maker?: string;
  /** Its rows are work under way, such as sessions and deliveries: they keep no history, and nobody asks what they were on another day. */
  readonly passing?: boolean;
  /** Its rows are seen through what refers to them, by whoever may see that; `node` gives them to nobody. */
  readonly throughOthers?: boolean;
}

/** A type as field decorators take it: a class, scalar or enum object, in a thunk so that files may import each other. */
export type TypeThunk = () => unknown;

/** Which rows a connection holds: those that by their property `mappedBy` refer to what the row's property `of` does, or to the row itself. */
export interface ConnectedBy {
  readonly mappedBy: string;
  readonly of?: string;
  /** A condition on them, where it holds not all. */
  readonly where?: RowCondition;
}

/** A field that the planner serves and type-graphql does not know. */
export type PlannedField = {
  readonly name: string;
  readonly description: string;
  /** What seeing it takes beyond reaching its type. Needed on fields added to another module's type. */
  readonly permission?: string;
} & (
  | ({ readonly kind: 'connection'; readonly target: () => Class } & ConnectedBy)
  | { readonly kind: 'money'; readonly nullable: boolean; readonly amount: string | ((columns: Columns) => Sql); readonly currency: string }
  | { readonly kind: 'sql'; readonly type: () => GraphQLScalarType; readonly nullable: boolean; readonly sql: (columns: Columns) => Sql; readonly at?: SqlAtTime }
);

const resources = new Map<Class, ResourceOptions>();
const planned = new Map<Class, PlannedField[]>();
const needs = new Map<Class, Map<string, readonly string[]>>();

/** A table that is a GraphQL type with an id, read by planned statements. */
export function Resource(options: ResourceOptions): ClassDecorator {
  const [schema, tableName] = options.table.split('.');
  return (target) => {
    Entity({ ...(schema && { schema }), ...(tableName && { tableName }) })(target as never);
    ObjectType({ description: options.description, implements: Node })(target);
    resources.set(target as never, Object.freeze(options));
  };
}

/** The rows of another resource that point here, as a connection. On a resource, or on a resolver class that adds to one. */
export function Connection(
  target: () => Class,
  options: ConnectedBy & { readonly description: string; readonly permission?: string },
): PropertyDecorator {
  return (prototype, name) => addPlanned(prototype, { kind: 'connection', name: String(name), target, ...options });
}

/**
 * A value computed in SQL from the row's columns. On a resource, or on a resolver class that adds to one. Where it looks at other rows,
 * `at` says how it is told of another day or of what was known before.
 */
export function SqlField(
  type: () => GraphQLScalarType,
  options: { readonly description: string; readonly permission?: string; readonly nullable?: boolean; readonly sql: (columns: Columns) => Sql; readonly at?: SqlAtTime },
): PropertyDecorator {
  return (prototype, name) =>
    addPlanned(prototype, { kind: 'sql', name: String(name), type, nullable: false, ...options });
}

/** An amount and its currency, as `Money`: both from columns, or the amount computed in SQL from the row's columns; `nullable` where the amount is. */
export function MoneyField(options: { readonly amount: string | ((columns: Columns) => Sql); readonly currency: string; readonly description: string; readonly permission?: string; readonly nullable?: boolean }): PropertyDecorator {
  return (prototype, name) => addPlanned(prototype, { kind: 'money', name: String(name), nullable: false, ...options });
}

/** Says which properties of the resource a computed (`@FieldResolver`) field reads, so that they are fetched. */
export function Needs(...properties: readonly string[]): MethodDecorator {
  return (prototype, name) => {
    const target = prototype.constructor as unknown as Class;
    const byName = needs.get(target) ?? new Map<string, readonly string[]>();
    needs.set(target, byName.set(String(name), properties));
  };
}

function addPlanned(prototype: object, field: PlannedField): void {
  const target = prototype.constructor as unknown as Class;
  planned.set(target, [...(planned.get(target) ?? []), Object.freeze(field)]);
}

export function resourceOptions(target: Class): ResourceOptions | undefined {
  return resources.get(target);
}

export function plannedFields(target: Class): readonly PlannedField[] {
  return planned.get(target) ?? [];
}

export function neededProperties(target: Class, method: string): readonly string[] {
  return needs.get(target)?.get(method) ?? [];
}
