import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kernel/read/sql.js';
import { ask } from '../../../src/kernel/write/ask.js';
import { inTransaction } from '../../../src/kernel/write/transaction.js';
import { explained, givenFacts, givenRows, unknownIn, type ExplainedRule } from '../../../src/programmes/rules/engine.js';
import { HOUSEHOLDS, startRulePlatform, type RulePlatform } from '../testing/rule-platform.js';

let rules: RulePlatform;
beforeAll(async () => {
  rules = await startRulePlatform();
});
afterAll(() => rules.test.stop());

async function explanationOf(expressions: Readonly<Record<string, string>>, household: unknown): Promise<readonly ExplainedRule[]> {
  const { platform } = rules.test;
  const compiled = rules.compile({ ...HOUSEHOLDS, rules: Object.entries(expressions).map(([code, expression]) => ({ code, kind: 'FORMULA', expression })) }, '2026-03-01', {
    parameters: [{ code: 'age', type: 'number', values: [{ id: 'a', from: '2020-01-01', value: '18' }] }, { code: 'late', type: 'number', values: [] }],
    tables: [{ code: 'rates', keys: [{ name: 'n', match: 'EXACT', type: 'number' }], value: 'number', versions: [{ id: 't', from: '2020-01-01', rows: [{ keys: ['1'], value: '5' }] }] }],
  });
  const { facts, problems } = givenFacts(compiled, { household });
  expect(problems).toEqual([]);
  const rows = givenRows([{ id: '00000000-0000-7000-8000-000000000001', facts }]);
  const { rows: [found] } = await inTransaction(platform.context({ actor: platform.system() }), (tx) => ask<{ explanation: readonly ExplainedRule[] }>(tx, sql`${explained(compiled, rows)}`));
  return found?.explanation ?? [];
}

describe('an explanation', () => {
  it('is the tree of the parts of a rule with their values, for each item of a list too', async () => {
    const [rule] = await explanationOf({ children: 'household.members.filter(m, m.age < params.age).size() > 0 && household.attributes.roof == "THATCH"' }, {
      members: [{ age: 70 }, { age: 3 }], attributes: { roof: 'THATCH' },
    });
    expect(rule).toEqual({
      rule: 'children', kind: 'FORMULA', type: 'boolean', value: true,
      expression: 'household.members.filter(m, m.age < params.age).size() > 0 && household.attributes.roof == "THATCH"',
      children: [
        {
          expression: 'household.members.filter(m, m.age < params.age).size() > 0', type: 'boolean', value: true,
          children: [{
            expression: 'household.members.filter(m, m.age < params.age).size()', type: 'number', value: 1,
            children: [{
              expression: 'household.members.filter(m, m.age < params.age)', type: 'list', value: 1,
              children: [
                { expression: 'household.members', type: 'list', value: 2, children: [] },
                {
                  expression: 'm.age < params.age', type: 'boolean', value: null, children: [],
                  items: [70, 3].map((age) => ({
                    expression: 'm.age < params.age', type: 'boolean', value: age < 18,
                    children: [
                      { expression: 'm.age', type: 'number', value: age, from: 'fact', children: [] },
                      { expression: 'params.age', type: 'number', value: 18, from: 'parameter', children: [] },
                    ],
                  })),
                },
              ],
            }],
          }],
        },
        {
          expression: 'household.attributes.roof == "THATCH"', type: 'boolean', value: true,
          children: [{ expression: 'household.attributes.roof', type: 'text', value: 'THATCH', from: 'fact', children: [] }],
        },
      ],
    });
  });

  it('says where the unknown comes from', async () => {
    const found = await explanationOf({
      fact: 'household.attributes.rent > 3', item: 'household.members.exists(m, m.age > 60)', zero: '1 / (household.members.size() - 2)', table: 'lookup("rates", 2)',
      parameter: 'params.late + 1', empty: 'household.members.filter(m, m.age > 90).map(m, m.age).max()', other: 'rules.fact ? 1 : 2',
    }, { members: [{ age: null }, { age: 3 }], attributes: {} });
    expect(Object.fromEntries(found.map((rule) => [rule.rule, unknownIn(rule).map(({ expression, unknown }) => `${expression}: ${unknown}`)]))).toEqual({
      fact: ['household.attributes.rent: FACT_MISSING'],
      item: ['m.age: FACT_MISSING'],
      zero: ['1 / (household.members.size() - 2): DIVISION_BY_ZERO'],
      table: ['lookup("rates", 2): NO_ROW'],
      parameter: ['params.late: NOT_IN_FORCE'],
      empty: ['household.members.filter(m, m.age > 90).map(m, m.age).max(): EMPTY_LIST', 'm.age: FACT_MISSING'],
      other: [],
    });
  });
});
