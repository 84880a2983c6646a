import type { ASTNode } from '@marcbachmann/cel-js';
import { join, sql, type Sql } from '../../kernel/read/sql.js';
import { boolean, valueOf, type Scope } from './compile-rule.js';
import { didYouMean } from './facts.js';
import { textsOf } from './rule-facts.js';
import { wrong, type Meaning } from './types.js';

type List = Extract<Meaning, { kind: 'list' }>;

const METHODS = ['all', 'exists', 'filter', 'size'];

/** What a rule may ask of a list: `members.filter(m, m.age < 18).size()`. */
export function methodOf(scope: Scope, name: string, of: Meaning, args: readonly ASTNode[], at: number): Meaning {
  const asked = of.kind === 'row' ? scope.functions.get(name) : undefined;
  if (of.kind === 'row' && asked) {
    const { masked = false, ...value } = asked.meaning(of, textsOf(args, asked), at);
    return masked && scope.model.withoutMasked ? wrong(at, `What "${name}" is asked for is masked; a rule that asks for it takes the permission ${scope.model.withoutMasked}.`, 'Ask somebody who has it to lay down the rule.') : value;
  }
  if (of.kind !== 'list') return wrong(at, `"${name}" is asked of something that is not a list.`);
  switch (name) {
    case 'size':
      return { kind: 'value', type: 'number', sql: sql`(select count(*) ${rows(of, [])})` };
    case 'filter':
      return { ...of, conditions: [...of.conditions, condition(scope, of, args, at)] };
    case 'exists':
      return boolean(sql`exists (select 1 ${rows(of, [condition(scope, of, args, at)])})`);
    case 'all':
      return boolean(sql`not exists (select 1 ${rows(of, [sql`(${condition(scope, of, args, at)}) is not true`])})`);
    default:
      return wrong(at, `A list has no "${name}".`, didYouMean(name, METHODS));
  }
}

function rows(list: List, more: readonly Sql[]): Sql {
  return sql`from ${list.resource.table} ${list.alias} where ${join([...list.conditions, ...more], ' and ')}`;
}

function condition(scope: Scope, list: List, [variable, body]: readonly ASTNode[], at: number): Sql {
  if (variable?.op !== 'id' || !body) return wrong(at, 'A name and a condition belong here.', 'Write it as members.exists(m, m.age < 18).');
  const names = new Map(scope.names).set(variable.args, { kind: 'row', resource: list.resource, alias: list.alias });
  return valueOf({ ...scope, names }, body, 'boolean').sql;
}
