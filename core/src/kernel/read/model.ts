import type { GraphQLObjectType } from 'graphql';
import type { Class } from '../module/define-module.js';
import type { MaskedCategory } from '../privacy/category.js';
import type { ShareRule } from '../privacy/share-rule.js';
import type { Subject } from '../privacy/classification.js';
import type { Columns, ConnectedBy, OnDay, RowCondition, RowScope, SqlAtTime } from '../schema/resource.js';
import type { Sql } from './sql.js';

/** How a column's value is written in JSON, so that it equals what the GraphQL scalar would serialise. */
export type JsonForm = 'plain' | 'text' | 'datetime' | 'id';

/** How the planner gets the value of a GraphQL field. */
export type FieldModel =
  | {
      readonly kind: 'value'; readonly form: JsonForm; readonly pgType: string; readonly nullable: boolean; readonly sql: (columns: Columns) => Sql;
      /** The same at another time than now, where the row's columns alone don't tell it. */
      readonly at?: SqlAtTime;
      /** The only values that it can have, where its type names them. */
      readonly values?: readonly string[];
    }
  | { readonly kind: 'one'; readonly target: string; readonly property: string; readonly nullable: boolean }
  | ConnectionModel
  /** `absent` says of a row whether it has none. */
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, FieldModel>; readonly absent?: (columns: Columns) => Sql }
  | { readonly kind: 'computed'; readonly needs: readonly string[] }
  /** The names of the fields that are masked for the actor. */
  | { readonly kind: 'masks' };

/** The rows of another resource that point here, or to what a row points to. */
export interface ConnectionModel extends ConnectedBy {
  readonly kind: 'connection';
  readonly target: string;
}

export type { DayStep, OnDay } from '../schema/resource.js';

/** A resource as the planner sees it. */
export interface ResourceModel {
  readonly type: string;
  readonly target: Class;
  /** Quoted `"schema"."table"`. */
  readonly table: Sql;
  /** `schema.table`, as history knows it. */
  readonly tableName: string;
  readonly prefix: string;
  readonly read: string;
  /** Whom its rows are about: the property that holds the person or the household. */
  readonly subject: Subject | undefined;
  /** Whether they are about persons, so that who reads them is noted. */
  readonly personal: boolean;
  readonly listed: RowCondition | undefined;
  /** Whether its rows are work under way, which keeps no history. */
  readonly passing: boolean;
  readonly scope: RowScope | undefined;
  /** References to rows that whoever sees a row sees too. */
  readonly seenWith: readonly string[];
  /** Property that names who made a row, and never approves anything about it. */
  readonly maker: string | undefined;
  /** The rows that there are for the reader at all. */
  readonly only: RowCondition | undefined;
  /** What its properties were on another day. */
  readonly onDay: ReadonlyMap<string, OnDay>;
  /** Whether its earlier states are kept, so that it can be asked for as of another time. */
  readonly remembers: boolean;
  readonly keys: readonly string[];
  readonly one: string | undefined;
  readonly many: string | undefined;
  /** Property to column name and PostgreSQL type. */
  readonly columns: ReadonlyMap<string, { readonly name: string; readonly type: string; readonly nullable: boolean }>;
  readonly fields: ReadonlyMap<string, FieldModel>;
  /** Fields that are masked, with their category; attributes as `attributes.<name>`. */
  readonly masked: ReadonlyMap<string, string>;
  /** Of those that are masked in some rows alone: the property that says in which. */
  readonly maskedWhen: ReadonlyMap<string, string>;
}

export interface ReadModel {
  readonly byType: ReadonlyMap<string, ResourceModel>;
  readonly byPrefix: ReadonlyMap<string, ResourceModel>;
  readonly byClass: ReadonlyMap<Class, ResourceModel>;
  /** `Type.field` of fields whose resolver a module wraps: graphql-js must call it, and no filter may see behind it. */
  readonly wrapped: ReadonlySet<string>;
  readonly categories: ReadonlyMap<string, MaskedCategory>;
  readonly mayShare: ShareRule;
  /** What seeing a field takes beyond reading its type. */
  permissionOf(type: string, field: string): string | undefined;
}

/** The resource of a GraphQL type; throws where there is none, which is a fault of the kernel. */
export function resourceOf(model: ReadModel, type: string | GraphQLObjectType): ResourceModel {
  const name = typeof type === 'string' ? type : type.name;
  const resource = model.byType.get(name);
  if (!resource) throw new Error(`${name} is not a resource`);
  return resource;
}
