import { closest, distance } from 'fastest-levenshtein';
import { columnsOf } from '../../kernel/read/compile.js';
import type { FieldModel, ResourceModel } from '../../kernel/read/model.js';
import { resourceOf } from '../../kernel/read/model.js';
import { plainValue } from '../../kernel/read/mask.js';
import { identifier, sql, trusted, type Sql } from '../../kernel/read/sql.js';
import { wrong, type Meaning, type RuleModel, type Value, type ValueType } from './types.js';

type Row = Extract<Meaning, { kind: 'row' }>;

/** The facts of a rule are the planned fields of a resource, those that modules add and a country's attributes included. */
export function factOf(model: RuleModel, of: Row | Extract<Meaning, { kind: 'object' }>, name: string, at: number, alias: () => Sql): Meaning {
  const fields = of.kind === 'row' ? of.resource.fields : of.fields;
  const field = fields.get(name);
  const where = of.kind === 'row' ? of.resource.type : `${of.row.resource.type}.${of.name}`;
  if (!field || field.kind === 'computed' || field.kind === 'masks') return wrong(at, `${where} has no fact "${name}".`, didYouMean(name, factNames(fields)));
  const row = of.kind === 'row' ? of : of.row;
  const path = of.kind === 'row' ? name : `${of.name}.${name}`;
  const sometimes = row.resource.maskedWhen.has(path);
  if (row.resource.masked.has(path) && !sometimes && model.withoutMasked) return wrong(at, `${where}.${name} is masked; a rule that asks for it takes the permission ${model.withoutMasked}.`, 'Ask somebody who has it to lay down the rule.');
  switch (field.kind) {
    case 'value':
      return valueOf(row.resource, row.alias, sometimes && model.withoutMasked ? { ...field, sql: (columns) => plainValue(row.resource, columns, path, field.sql(columns)) } : field);
    case 'object':
      return { kind: 'object', fields: field.fields, row, name };
    case 'one':
      return wrong(at, `"${name}" leads to another ${field.target}; rules look at the household and its members.`);
    case 'connection': {
      const target = resourceOf(model, field.target);
      const inner = alias();
      const own = columnsOf(target, inner)[field.mappedBy] ?? trusted('null');
      return { kind: 'list', resource: target, alias: inner, conditions: [sql`${own} = ${row.alias}.${identifier('id')}`] };
    }
  }
}

function valueOf(resource: ResourceModel, alias: Sql, field: Extract<FieldModel, { kind: 'value' }>): Value {
  return { kind: 'value', type: typeOf(field.pgType), sql: field.sql(columnsOf(resource, alias)) };
}

function typeOf(pgType: string): ValueType {
  if (/^(int|integer|smallint|bigint|numeric)/.test(pgType)) return 'number';
  if (pgType === 'boolean') return 'boolean';
  return pgType === 'date' || pgType.startsWith('timestamp') ? 'date' : 'text';
}

function factNames(fields: ReadonlyMap<string, FieldModel>): readonly string[] {
  return [...fields].filter(([, field]) => field.kind !== 'computed' && field.kind !== 'masks' && field.kind !== 'one').map(([name]) => name);
}

export function didYouMean(name: string, known: readonly string[]): string {
  const near = known.length > 0 ? closest(name, known) : undefined;
  if (near && distance(near, name) <= Math.max(2, near.length / 3)) return `Did you mean "${near}"?`;
  return `There are: ${[...known].sort().join(', ')}.`;
}
