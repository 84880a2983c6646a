import { columnsOf } from '../../kernel/read/compile.js';
import type { FieldModel, ReadModel, ResourceModel } from '../../kernel/read/model.js';
import { resourceOf } from '../../kernel/read/model.js';
import { sql, trusted, type Sql } from '../../kernel/read/sql.js';
import type { ContributedFacts } from './contributed-facts.js';
import { contributedFact, rowFact } from './contributed-shape.js';
import type { Fact, GatheredRow, RowShape } from './shape.js';
import type { ValueType } from './values.js';

/** From what shapes are made. */
export interface Facts {
  readonly model: ReadModel;
  /** What modules add, by the name under which it lies. */
  readonly contributed: ReadonlyMap<string, readonly ContributedFacts[]>;
}

const shapes = new WeakMap<Facts, Map<string, RowShape>>();

/** What may be asked of a row of a resource: its planned fields, those that modules add and a country's attributes included. */
export function resourceShape(facts: Facts, type: string, currency: string): RowShape {
  const known = shapes.get(facts) ?? new Map<string, RowShape>();
  shapes.set(facts, known);
  const key = `${type} ${currency}`;
  const shape = known.get(key) ?? shapeOf(facts, resourceOf(facts.model, type), currency);
  known.set(key, shape);
  return shape;
}

function shapeOf(facts: Facts, resource: ResourceModel, currency: string): RowShape {
  const added = new Map([...facts.contributed].flatMap(([name, sets]) => sets.filter(({ on }) => on() === resource.target).map((set) => [name, set] as const)));
  return {
    label: resource.type,
    resource,
    names: [...[...resource.fields].filter(([, field]) => field.kind !== 'computed' && field.kind !== 'masks').map(([name]) => name), ...added.keys()],
    fact: (name) => {
      const more = added.get(name);
      return more ? contributedFact(resource, name, more, currency) : factOf(facts, resource, name, currency);
    },
  };
}

function factOf(facts: Facts, resource: ResourceModel, name: string, currency: string): Fact | undefined {
  const field = resource.fields.get(name);
  switch (field?.kind) {
    case 'value':
      return valueFact(resource, name, field);
    case 'object':
      return isMoney(field.fields) ? moneyFact(resource, name, field.fields, currency) : objectFact(resource, name, field.fields);
    case 'one': {
      const target = resourceOf(facts.model, field.target);
      return {
        kind: 'row',
        shape: resourceShape(facts, field.target, currency),
        ...masked(resource, name),
        gather: (row, inner) => {
          const other = row.beside();
          return sql`(select ${inner(other)} from ${row.table(target)} ${other.alias} where ${other.alias}."id" = ${columnsOf(resource, row.alias)[field.property] ?? trusted('null')})`;
        },
      };
    }
    case 'connection': {
      const target = resourceOf(facts.model, field.target);
      return {
        kind: 'list',
        shape: resourceShape(facts, field.target, currency),
        gather: (row, inner) => {
          const item = row.beside();
          return sql`(select coalesce(jsonb_agg(${inner(item)} order by ${item.alias}."id"), '[]') from ${row.table(target)} ${item.alias} where ${row.connects(resource, field, item.alias)})`;
        },
      };
    }
    default:
      return undefined;
  }
}

/** What is masked in some rows alone may be used by everybody's rules. */
function masked(resource: ResourceModel, path: string): { readonly masked?: boolean; readonly category?: string } {
  const category = resource.masked.get(path);
  return category === undefined ? {} : { category, ...(!resource.maskedWhen.has(path) && { masked: true }) };
}

function valueFact(resource: ResourceModel, path: string, { pgType, values, sql: value }: Extract<FieldModel, { kind: 'value' }>): Fact {
  const type = typeOf(pgType);
  return { kind: 'value', type, ...(values && { choices: values }), ...masked(resource, path), gather: (row) => asGathered(type, value(columnsOf(resource, row.alias))) };
}

/** Moments become their day; everything else is as it stands. */
function asGathered(type: ValueType, value: Sql): Sql {
  return type === 'date' ? sql`(${value})::date` : value;
}

function objectFact(resource: ResourceModel, name: string, fields: ReadonlyMap<string, FieldModel>): Fact {
  return rowFact({
    label: `${resource.type}.${name}`,
    names: [...fields.keys()],
    fact: (part) => {
      const field = fields.get(part);
      return field?.kind === 'value' ? valueFact(resource, `${name}.${part}`, field) : undefined;
    },
  });
}

function isMoney(fields: ReadonlyMap<string, FieldModel>): boolean {
  return fields.size === 2 && fields.has('amount') && fields.has('currency');
}

/** Money of another currency than the programme's is unknown to its rules. */
function moneyFact(resource: ResourceModel, path: string, fields: ReadonlyMap<string, FieldModel>, currency: string): Fact {
  const part = (name: string, row: GatheredRow): Sql => {
    const field = fields.get(name);
    return field?.kind === 'value' ? field.sql(columnsOf(resource, row.alias)) : trusted('null');
  };
  return { kind: 'value', type: 'money', ...masked(resource, path), gather: (row) => sql`case when ${part('currency', row)} = ${currency}::text then ${part('amount', row)} end` };
}

function typeOf(pgType: string): ValueType {
  if (/^(int|integer|smallint|bigint|numeric)/.test(pgType)) return 'number';
  if (pgType === 'boolean') return 'boolean';
  return pgType === 'date' || pgType.startsWith('timestamp') ? 'date' : 'text';
}
