import { sql, type Sql } from '../../kernel/read/sql.js';
import { didYouMean } from './did-you-mean.js';
import type { DatedValue } from './rule-set.js';
import type { Scope } from './scope.js';
import type { RowTerm, Term } from './term.js';
import { wrong } from './types.js';
import { constant, pgTypeOf, type ValueType } from './values.js';

/** A fact of a row: where the rules ask for it, it is gathered, and read out of the row's JSON. */
export function askedOf(scope: Scope, row: RowTerm, name: string, at: number): Term {
  const fact = row.shape.fact(name);
  if (!fact) return wrong(at, `${row.shape.label} has no fact "${name}".`, didYouMean(name, row.shape.names));
  if (fact.masked) mayUseMasked(scope, `${row.shape.label}.${name} is masked`, at);
  switch (fact.kind) {
    case 'value':
      row.asked.value(name, fact);
      return { kind: 'value', type: fact.type, sql: read(row.json, name, fact.type), choices: fact.choices, from: 'fact' };
    case 'row':
      return { kind: 'row', shape: fact.shape, json: sql`${row.json} -> ${name}::text`, asked: row.asked.row(name, fact) };
    case 'list': {
      const alias = scope.alias();
      const list = sql`(${row.json} -> ${name}::text)`;
      return {
        kind: 'list', from: sql`(select jsonb_array_elements(${list}) as j) ${alias}`,
        positioned: sql`jsonb_array_elements(${list}) with ordinality as ${alias}(j, n)`, position: sql`${alias}.n`, known: sql`${list} is not null`, where: [],
        item: { kind: 'row', shape: fact.shape, json: sql`${alias}.j`, asked: row.asked.list(name, fact) },
      };
    }
  }
}

/** Whoever is chosen by what is masked is told apart by it: to lay down such a rule takes a permission. */
export function mayUseMasked({ vocabulary }: Scope, what: string, at: number): void {
  const permission = vocabulary.model.withoutMasked;
  if (permission !== undefined) wrong(at, `${what}; a rule that asks for it takes the permission ${permission}.`, 'Ask somebody who has it to lay down the rule.');
}

/** A value out of a row's JSON. */
export function read(json: Sql, name: string, type: ValueType): Sql {
  const text = sql`(${json} ->> ${name}::text)`;
  return type === 'text' ? text : sql`${text}::${pgTypeOf(type)}`;
}

/** A parameter's value in force on the day; unknown before its first. */
export function parameterOf(scope: Scope, code: string, at: number): Term {
  const parameter = scope.vocabulary.parameters.get(code) ?? wrong(at, `There is no parameter "${code}".`, didYouMean(code, [...scope.vocabulary.parameters.keys()]));
  const inForce = inForceOn(parameter.values, scope.on);
  if (inForce) scope.uses('parameters', inForce.id);
  else scope.lacks('parameter', code);
  return { kind: 'value', type: parameter.type, sql: constant(parameter.type, inForce?.value ?? null), from: 'parameter' };
}

/** The last whose day is reached. */
export function inForceOn<T extends Pick<DatedValue, 'from'>>(values: readonly T[], day: string): T | undefined {
  return values.filter(({ from }) => from <= day).reduce<T | undefined>((last, each) => (last && last.from > each.from ? last : each), undefined);
}

export function ruleOf(scope: Scope, code: string, at: number): Term {
  if (!scope.ruleCodes.includes(code)) wrong(at, `There is no rule "${code}" in this version.`, didYouMean(code, scope.ruleCodes));
  return { ...scope.rule(code, at), from: 'rule' };
}

