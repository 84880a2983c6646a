import type { ResourceModel } from '../../kernel/read/model.js';
import { identifier, sql, type Sql } from '../../kernel/read/sql.js';
import type { ContributedFact, ContributedFacts, ContributedList, FactSource } from './contributed-facts.js';
import type { Fact, GatheredRow, RowFact, RowShape } from './shape.js';

/** Facts that lie together under a name, of the same row. */
export function rowFact(shape: RowShape): RowFact {
  return { kind: 'row', shape, gather: (row, inner) => inner(row) };
}

/** What a module knows of a row, under the name that it chose. */
export function contributedFact(resource: ResourceModel, name: string, { facts }: ContributedFacts, currency: string): Fact {
  const label = `${resource.type}.${name}`;
  return rowFact({
    label,
    names: Object.keys(facts),
    fact: (part) => {
      const fact = Object.hasOwn(facts, part) ? facts[part] : undefined;
      return fact && factOf(`${label}.${part}`, fact, (row) => ({ id: sql`${row.alias}."id"`, day: row.day, currency: sql`${currency}::text`, programme: row.programme }));
    },
  });
}

function factOf(label: string, fact: ContributedFact, source: (row: GatheredRow) => FactSource): Fact {
  const told = { description: fact.description, masked: fact.masked === true };
  if ('type' in fact) return { kind: 'value', type: fact.type, ...(fact.choices && { choices: fact.choices }), ...told, gather: (row) => fact.sql(source(row)) };
  return {
    kind: 'list', ...told, shape: itemShape(label, fact),
    gather: (row, inner) => {
      const item = row.beside();
      return sql`(select coalesce(jsonb_agg(${inner(item)}), '[]') from (${fact.sql(source(row))}) ${item.alias})`;
    },
  };
}

function itemShape(label: string, { items }: ContributedList): RowShape {
  return {
    label,
    names: Object.keys(items),
    fact: (name) => {
      const item = Object.hasOwn(items, name) ? items[name] : undefined;
      return item && { kind: 'value', type: item.type, description: item.description, masked: item.masked === true, gather: ({ alias }): Sql => sql`${alias}.${identifier(name)}` };
    },
  };
}

