import { columnsOf } from '../../kernel/read/compile.js';
import type { FieldModel, ResourceModel } from '../../kernel/read/model.js';
import { resourceOf } from '../../kernel/read/model.js';
import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import type { Fact, GatheredRow, Refused, RowShape } from './shape.js';
import type { RuleModel } from './types.js';
import type { ValueType } from './values.js';

const shapes = new WeakMap<RuleModel, Map<string, RowShape>>();

/** What may be asked of a row of a resource: its planned fields, those that modules add and a country's attributes included. */
export function resourceShape(model: RuleModel, type: string, currency: string): RowShape {
  const known = shapes.get(model) ?? new Map<string, RowShape>();
  shapes.set(model, known);
  const key = `${type} ${currency}`;
  const shape = known.get(key) ?? shapeOf(model, resourceOf(model, type), currency);
  known.set(key, shape);
  return shape;
}

function shapeOf(model: RuleModel, resource: ResourceModel, currency: string): RowShape {
  return {
    label: resource.type,
    resource,
    names: [...resource.fields].filter(([, field]) => field.kind !== 'computed' && field.kind !== 'masks').map(([name]) => name),
    fact: (name) => factOf(model, resource, name, currency),
  };
}

function factOf(model: RuleModel, resource: ResourceModel, name: string, currency: string): Fact | Refused | undefined {
  const field = resource.fields.get(name);
  switch (field?.kind) {
    case 'value':
      return refusedIfMasked(model, resource, name) ?? valueFact(resource, field);
    case 'object':
      return isMoney(field.fields) ? moneyFact(resource, field.fields, currency) : objectFact(model, resource, name, field.fields);
    case 'one': {
      const target = resourceOf(model, field.target);
      return refusedIfMasked(model, resource, name) ?? {
        kind: 'row',
        shape: resourceShape(model, field.target, currency),
        gather: (row, inner) => {
          const other = row.beside();
          return sql`(select ${inner(other)} from ${row.table(target)} ${other.alias} where ${other.alias}."id" = ${columnsOf(resource, row.alias)[field.property] ?? trusted('null')})`;
        },
      };
    }
    case 'connection': {
      const target = resourceOf(model, field.target);
      return {
        kind: 'list',
        shape: resourceShape(model, field.target, currency),
        gather: (row, inner) => {
          const item = row.beside();
          return sql`(select coalesce(jsonb_agg(${inner(item)} order by ${item.alias}."id"), '[]') from ${row.table(target)} ${item.alias} where ${row.points(target, field.mappedBy, item.alias, sql`${row.alias}."id"`)})`;
        },
      };
    }
    default:
      return undefined;
  }
}

function refusedIfMasked(model: RuleModel, resource: ResourceModel, path: string): Refused | undefined {
  if (!model.withoutMasked || !resource.masked.has(path) || resource.maskedWhen.has(path)) return undefined;
  return maskedFact(`${resource.type}.${path} is masked`, model.withoutMasked);
}

export function maskedFact(what: string, permission: string): Refused {
  return { kind: 'refused', message: `${what}; a rule that asks for it takes the permission ${permission}.`, hint: 'Ask somebody who has it to lay down the rule.' };
}

type ValueField = Extract<FieldModel, { kind: 'value' }>;

function valueFact(resource: ResourceModel, field: ValueField): Fact {
  const type = typeOf(field.pgType);
  return { kind: 'value', type, gather: (row) => asGathered(type, field.sql(columnsOf(resource, row.alias))) };
}

/** Moments become their day; everything else is as it stands. */
function asGathered(type: ValueType, value: Sql): Sql {
  return type === 'date' ? sql`(${value})::date` : value;
}

function objectFact(model: RuleModel, resource: ResourceModel, name: string, fields: ReadonlyMap<string, FieldModel>): Fact {
  const shape: RowShape = {
    label: `${resource.type}.${name}`,
    names: [...fields.keys()],
    fact: (part) => {
      const field = fields.get(part);
      return field?.kind === 'value' ? refusedIfMasked(model, resource, `${name}.${part}`) ?? valueFact(resource, field) : undefined;
    },
  };
  return { kind: 'row', shape, gather: (row, inner) => inner(row) };
}

function isMoney(fields: ReadonlyMap<string, FieldModel>): boolean {
  return fields.size === 2 && fields.has('amount') && fields.has('currency');
}

/** Money of another currency than the programme's is unknown to its rules. */
function moneyFact(resource: ResourceModel, fields: ReadonlyMap<string, FieldModel>, currency: string): Fact {
  const part = (name: string, row: GatheredRow): Sql => {
    const field = fields.get(name);
    return field?.kind === 'value' ? field.sql(columnsOf(resource, row.alias)) : trusted('null');
  };
  return { kind: 'value', type: 'money', gather: (row) => sql`case when ${part('currency', row)} = ${currency}::text then ${part('amount', row)} end` };
}

export function typeOf(pgType: string): ValueType {
  if (/^(int|integer|smallint|bigint|numeric)/.test(pgType)) return 'number';
  if (pgType === 'boolean') return 'boolean';
  return pgType === 'date' || pgType.startsWith('timestamp') ? 'date' : 'text';
}

