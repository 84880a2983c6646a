import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trusted, sql } from '../../src/kernel/read/sql.js';
import { defineAttributes } from '../../src/kernel/schema/attributes.js';
import { defineModule } from '../../src/kernel/module/define-module.js';
import { ask } from '../../src/kernel/write/ask.js';
import { inTransaction } from '../../src/kernel/write/transaction.js';
import { Household } from '../../src/people/households/household.js';
import { Person } from '../../src/people/persons/person.js';
import { compileRule, RuleError } from '../../src/programmes/rules/compile-rule.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';

const survey = defineModule(
  { name: 'survey', version: '1.0.0', kinga: { id: 'survey', requires: { people: '*' } } },
  {
    description: 'Attributes of a test',
    attributes: [
      defineAttributes(Person, { orphan: { type: 'boolean', description: 'Orphan.' }, income: { type: 'decimal', description: 'Income.' } }),
      defineAttributes(Household, { roof: { type: 'choice', choices: ['THATCH', 'IRON'], description: 'Roof.' } }),
    ],
  },
);

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({ modules: [survey], today: '2026-03-01' });
  await platform.pool.query(`
    insert into people.place (id, code, name, level, depth, number, last_number) values ('00000000-0000-7000-8000-000000000001', 'P', 'P', 'x', 0, 1, 1);
    insert into people.household (id, code, place_id, attributes) values
      ('00000000-0000-7000-8000-0000000000a1', 'THATCH', '00000000-0000-7000-8000-000000000001', '{"roof":"THATCH"}'),
      ('00000000-0000-7000-8000-0000000000a2', 'EMPTY', '00000000-0000-7000-8000-000000000001', '{}');
    insert into people.person (id, family_name, sex, birth_date, household_id, attributes) values
      (kernel.uuid7(), 'old', 'FEMALE', '1961-03-01', '00000000-0000-7000-8000-0000000000a1', '{"income":"0.10"}'),
      (kernel.uuid7(), 'young', 'MALE', '2010-01-01', '00000000-0000-7000-8000-0000000000a1', '{"orphan":true,"income":"0.20"}'),
      (kernel.uuid7(), 'unknown', 'MALE', null, '00000000-0000-7000-8000-0000000000a1', '{}');`);
});
afterAll(() => platform.stop());

/** Codes of the households for which a rule holds. */
async function holds(expression: string): Promise<readonly string[]> {
  const predicate = compileRule(platform.platform.model, 'household', 'Household', expression, trusted('h'));
  const ctx = platform.platform.context({ actor: platform.platform.system() });
  const { rows } = await inTransaction(ctx, (tx) => ask<{ code: string }>(tx, sql`select h.code from people.household h where ${predicate} order by 1`));
  return rows.map(({ code }) => code);
}

function problem(expression: string): { readonly at: number; readonly message: string; readonly hint?: string } {
  try {
    compileRule(platform.platform.model, 'household', 'Household', expression, trusted('h'));
  } catch (error) {
    if (error instanceof RuleError) return error.problem;
    throw error;
  }
  throw new Error('the rule was accepted');
}

describe('a rule over the facts of a household', () => {
  it.each([
    ['household.attributes.roof == "THATCH"', ['THATCH']],
    ['household.attributes.roof == null', ['EMPTY']],
    ['household.members.size() == 3', ['THATCH']],
    ['size(household.members) == 0', ['EMPTY']],
    ['household.members.filter(m, m.age < 18).size() >= 1', ['THATCH']],
    ['household.members.exists(m, m.age >= 65 && m.sex == "FEMALE")', ['THATCH']],
    ['household.members.exists(m, m.attributes.income + 0.1 == 0.2)', ['THATCH']],
    ['household.members.exists(m, m.birthDate < date("1961-03-02"))', ['THATCH']],
    ['household.members.all(m, m.sex in ["MALE", "FEMALE"])', ['EMPTY', 'THATCH']],
    ['household.members.filter(m, m.age >= 0).filter(m, m.sex == "MALE").size() == 1', ['THATCH']],
    ['(household.attributes.roof == "IRON" ? 1 : 2) == 2', ['EMPTY', 'THATCH']],
    ['true || false && false', ['EMPTY', 'THATCH']],
  ])('%s', async (expression, expected) => expect(await holds(expression)).toEqual(expected));

  it('holds only where it is known to be true: a missing fact makes it unknown', async () => {
    expect(await holds('household.attributes.roof != "THATCH"')).toEqual([]);
    expect(await holds('!(household.attributes.roof == "THATCH")')).toEqual([]);
    expect(await holds('household.members.all(m, m.age < 100)')).toEqual(['EMPTY']);
  });
});

describe('a rule that cannot be', () => {
  it.each([
    ['household.members.exists(m, m.agee > 3)', 28, 'Person has no fact "agee".', 'Did you mean "age"?'],
    ['houshold.code == "x"', 0, 'There is nothing called "houshold".', 'Did you mean "household"?'],
    ['household.code > 3', 0, 'A text cannot be compared with a number.', undefined],
    ['household.members', 0, 'The rule does not answer yes or no.', 'Compare something: `household.members.size() > 3`.'],
    ['household.members.exists(m, m.household.code == "x")', 28, '"household" leads to another Household; rules look at the household and its members.', undefined],
    ['household.code + 1 == 2', 0, 'A number belongs here; this is a text.', undefined],
    ['system("rm")', 0, 'There is no function "system".', 'There are: size, date.'],
    ['household.members.map(m, m.age)', 0, 'A list has no "map".', expect.stringContaining('all, exists')],
    ['date("2026-3-1") == date("2026-03-01")', 5, 'date() takes a day in quotes.', expect.any(String)],
  ])('%s', (expression, at, message, hint) => {
    const found = problem(expression);
    expect({ message: found.message, hint: found.hint }).toEqual({ message, hint });
    expect(found.at).toBeGreaterThanOrEqual(Math.min(at, 0));
  });

  it('is told where it cannot be read', () => {
    expect(problem('household.code ==').message).toContain('cannot be read');
    expect(problem('x'.repeat(10_001)).message).toContain('at most 10000');
  });

  it('cannot smuggle SQL in: texts become parameters, names must be facts', async () => {
    expect(await holds(`household.code == "'; drop table people.person; --"`)).toEqual([]);
    expect(problem('household.members.exists(m, m.password == "x")').message).toBe('Person has no fact "password".');
    const { rows } = await platform.pool.query('select count(*)::int as n from people.person');
    expect(rows).toEqual([{ n: 3 }]);
  });
});
