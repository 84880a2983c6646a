import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineModule } from '../../../src/kernel/module/define-module.js';
import { sql } from '../../../src/kernel/read/sql.js';
import { Household } from '../../../src/people/households/household.js';
import { Person } from '../../../src/people/persons/person.js';
import { facts } from '../../../src/programmes/rules/engine.js';
import { startTestPlatform } from '../../../src/testing/index.js';
import { HOUSEHOLDS, startRulePlatform, type RulePlatform } from '../testing/rule-platform.js';

/** A module that knows of contributions; to keep them it would have a table of its own. */
const contributions = defineModule(
  { name: 'contributions', version: '1.0.0', kinga: { id: 'contributions', requires: { people: '*', programmes: '*' } } },
  {
    description: 'Contributions of a test',
    contributes: [
      facts.contribute('contributions', [
        {
          on: () => Person,
          facts: {
            months: { type: 'number', description: 'Months for which contributions were paid.', sql: ({ id, day }) => sql`(select count(*) from test_contribution c where c.person_id = ${id} and c.month <= ${day})` },
            history: {
              description: 'Contributions by month, the first first.',
              items: { month: { type: 'date', description: 'The month.' }, amount: { type: 'money', description: 'What was paid.' }, employer: { type: 'text', description: 'By whom.', masked: true } },
              sql: ({ id, day, currency }) => sql`select c.month, case when c.currency = ${currency} then c.amount end as amount, c.employer from test_contribution c where c.person_id = ${id} and c.month <= ${day} order by c.month`,
            },
          },
        },
        { on: () => Household, facts: { arrears: { type: 'boolean', description: 'Whether a contribution is due.', sql: () => sql`false` } } },
      ]),
    ],
  },
);

let rules: RulePlatform;
beforeAll(async () => {
  rules = await startRulePlatform('2026-03-01', [contributions]);
  await rules.test.pool.query(`
    create table test_contribution (person_id uuid, month date, amount numeric, currency text, employer text);
    grant select on test_contribution to public;
    insert into people.place (id, code, name, level, depth, number, last_number) values ('00000000-0000-7000-8000-000000000001', 'P', 'P', 'x', 0, 1, 1);
    insert into people.household (id, code, place_id) values ('00000000-0000-7000-8000-0000000000a1', 'A', '00000000-0000-7000-8000-000000000001'), ('00000000-0000-7000-8000-0000000000a2', 'B', '00000000-0000-7000-8000-000000000001');
    insert into people.person (id, family_name, sex, household_id) values ('00000000-0000-7000-8000-0000000000b1', 'one', 'FEMALE', '00000000-0000-7000-8000-0000000000a1'), ('00000000-0000-7000-8000-0000000000b2', 'other', 'MALE', '00000000-0000-7000-8000-0000000000a2');
    insert into test_contribution values
      ('00000000-0000-7000-8000-0000000000b1', '2026-01-01', 10.10, 'GHS', 'E'), ('00000000-0000-7000-8000-0000000000b1', '2025-12-01', 20, 'GHS', 'E'),
      ('00000000-0000-7000-8000-0000000000b1', '2026-04-01', 1000, 'GHS', 'E'), ('00000000-0000-7000-8000-0000000000b2', '2026-01-01', 5, 'USD', 'E');`);
});
afterAll(() => rules.test.stop());

describe('facts that a module knows', () => {
  it('are used in the rules of every programme, as of their day, for all rows in one statement', async () => {
    const compiled = rules.compile({
      ...HOUSEHOLDS,
      rules: [
        { code: 'PAYS', kind: 'ELIGIBILITY', expression: '!household.contributions.arrears && household.members.exists(m, m.contributions.months > 1)' },
        { code: 'due', kind: 'AMOUNT', expression: 'household.members.map(m, m.contributions.history.top(2, h, h.amount).map(h, h.amount).sum()).sum()' },
      ],
    });
    const statements = await rules.test.statementsOf(async () => {
      const found = await rules.ofRegistry(compiled);
      expect(found.map(({ outcome, reasons, amount }) => ({ outcome, reasons, amount }))).toEqual([
        { outcome: 'ELIGIBLE', reasons: [], amount: '30.1' },
        { outcome: 'NOT_ELIGIBLE', reasons: ['PAYS'], amount: null },
      ]);
      expect(found[0]?.facts).toEqual({
        household: { contributions: { arrears: false }, members: [{ contributions: { months: 2, history: [{ amount: 20 }, { amount: 10.1 }] } }] },
      });
    });
    expect(statements.filter((text) => text.includes('test_contribution'))).toHaveLength(1);
  });

  it('are listed with what they say, whose they are, and how they are reached', async () => {
    const reader = rules.test.as('programmes.programmes.read');
    const { facts: known } = await reader.run('{ facts(target: HOUSEHOLD) { id type description module masked choices } }') as { facts: readonly { id: string }[] };
    const of = (id: string): unknown => known.find((fact) => fact.id === id);
    expect(of('household.code')).toEqual({ id: 'household.code', type: 'TEXT', description: 'Its number in the registry, unique in the deployment.', module: 'people', masked: false, choices: [] });
    expect(of('household.members')).toMatchObject({ type: 'LIST', module: 'people' });
    expect(of('household.members[].sex')).toMatchObject({ type: 'TEXT', choices: ['FEMALE', 'MALE', 'OTHER', 'UNKNOWN'] });
    expect(of('household.members[].disabled')).toMatchObject({ masked: true });
    expect(of('household.members[].attributes.orphan')).toMatchObject({ type: 'BOOLEAN', description: 'Orphan.', module: 'survey' });
    expect(of('household.members[].contributions.history')).toEqual({ id: 'household.members[].contributions.history', type: 'LIST', description: 'Contributions by month, the first first.', module: 'contributions', masked: false, choices: [] });
    expect(of('period.from')).toMatchObject({ type: 'DATE', description: 'First day of the period.' });
    const { facts: ofKinds } = await reader.run('{ facts(target: PERSON) { id module kinds } }') as { facts: readonly { id: string }[] };
    expect(ofKinds.find(({ id }) => id === 'person.age')).toMatchObject({ kinds: [] });
    expect(ofKinds.filter(({ id }) => id === 'demand.late')).toEqual([{ id: 'demand.late', module: 'transactions', kinds: ['PENALTY'] }]);
    const { facts: deeper } = await reader.run('{ facts(target: HOUSEHOLD, under: "household.members[].contributions.history[]") { id type masked } }') as { facts: unknown };
    expect(deeper).toEqual([
      { id: 'household.members[].contributions.history[].month', type: 'DATE', masked: false },
      { id: 'household.members[].contributions.history[].amount', type: 'MONEY', masked: false },
      { id: 'household.members[].contributions.history[].employer', type: 'TEXT', masked: true },
    ]);
    const { ruleFunctions } = await reader.run('{ ruleFunctions { name signature description example } }') as { ruleFunctions: readonly { name: string }[] };
    expect(ruleFunctions.map(({ name }) => name)).toEqual(expect.arrayContaining(['filter', 'lookup', 'round', 'annuityFactor']));
  });

  it('never hide a field: the platform does not start', async () => {
    const hiding = defineModule({ name: 'hiding', version: '1.0.0', kinga: { id: 'hiding', requires: { people: '*', programmes: '*' } } }, { description: 'Hides a field', contributes: [facts.contribute('members', [{ on: () => Household, facts: {} }])] });
    await expect(startTestPlatform({ modules: [hiding] })).rejects.toThrow('The facts "members" of hiding hide the field Household.members from rules.');
  });
});
