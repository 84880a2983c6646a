import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql, type Sql } from '../../../src/kernel/read/sql.js';
import { HOUSEHOLDS, startRulePlatform, type RulePlatform } from '../testing/rule-platform.js';

let rules: RulePlatform;
beforeAll(async () => {
  rules = await startRulePlatform();
  await rules.test.pool.query(`
    insert into people.place (id, code, name, level, depth, number, last_number) values ('00000000-0000-7000-8000-000000000001', 'P', 'P', 'x', 0, 1, 1);
    insert into people.household (id, code, place_id, attributes) values
      ('00000000-0000-7000-8000-0000000000a1', 'THATCH', '00000000-0000-7000-8000-000000000001', '{"roof":"THATCH","rent":"10.5"}'),
      ('00000000-0000-7000-8000-0000000000a2', 'EMPTY', '00000000-0000-7000-8000-000000000001', '{}');
    insert into people.person (id, family_name, sex, birth_date, household_id, attributes) values
      ('00000000-0000-7000-8000-0000000000b1', 'old', 'FEMALE', '1961-03-01', '00000000-0000-7000-8000-0000000000a1', '{"income":"0.10"}'),
      ('00000000-0000-7000-8000-0000000000b2', 'young', 'MALE', '2010-01-01', '00000000-0000-7000-8000-0000000000a1', '{"orphan":true,"income":"0.20"}');
    update people.household set head_id = '00000000-0000-7000-8000-0000000000b1' where code = 'THATCH';`);
});
afterAll(() => rules.test.stop());

const LEAP = {
  ...HOUSEHOLDS,
  rules: [
    { code: 'POOR', kind: 'ELIGIBILITY', expression: 'household.attributes.roof == "THATCH"' },
    { code: 'RICH', kind: 'EXCLUSION', expression: 'money(household.attributes.rent) > params.most_rent' },
    { code: 'members', kind: 'FORMULA', expression: 'household.members.filter(m, m.age < 18 || m.age >= 65).size()' },
    { code: 'first', kind: 'PRIORITY', expression: 'rules.members * 2' },
    { code: 'grant', kind: 'AMOUNT', expression: 'lookup("grants", rules.members)' },
  ],
};

const PARTS = {
  parameters: [{ code: 'most_rent', type: 'money', values: [{ id: 'v1', from: '2020-01-01', value: '50' }, { id: 'v2', from: '2027-01-01', value: '10' }] }],
  tables: [{
    code: 'grants', keys: [{ name: 'members', match: 'FROM', type: 'number' }], value: 'money',
    versions: [{ id: 't1', from: '2020-01-01', rows: [{ keys: ['1'], value: '64' }, { keys: ['2'], value: '76.50' }] }, { id: 't2', from: '2026-06-01', rows: [{ keys: ['1'], value: '128' }] }],
  }],
} as const;

describe('a set of rules', () => {
  it('says of each household of the registry how it is assessed, why, and what is due', async () => {
    const compiled = rules.compile(LEAP, '2026-03-01', PARTS);
    expect(compiled.basis).toEqual({ on: '2026-03-01', parameters: ['v1'], tables: ['t1'] });
    const found = await rules.ofRegistry(compiled);
    expect(found.map(({ outcome, reasons, priority, amount, values }) => ({ outcome, reasons, priority, amount, values }))).toEqual([
      { outcome: 'ELIGIBLE', reasons: [], priority: '4', amount: '76.5', values: { POOR: true, RICH: false, members: 2, first: 4, grant: 76.5 } },
      { outcome: 'UNDETERMINED', reasons: ['POOR', 'RICH'], priority: '0', amount: null, values: { POOR: null, RICH: null, members: 0, first: 0, grant: null } },
    ]);
    expect(found[0]?.facts).toEqual({ household: { attributes: { roof: 'THATCH', rent: 10.5 }, members: [{ age: 65 }, { age: 16 }] } });
  });

  it('says the same of the facts alone', async () => {
    const compiled = rules.compile(LEAP, '2026-03-01', PARTS);
    const registry = await rules.ofRegistry(compiled);
    const given = await rules.ofGiven(compiled, ...registry.map(({ facts }) => facts));
    expect(given.map(({ id: _id, place_id: _place, ...rest }) => rest)).toEqual(registry.map(({ id: _id, place_id: _place, ...rest }) => rest));
  });

  it('knows who is eligible before there is a period, on which only what is due depends', async () => {
    const set = { ...HOUSEHOLDS, rules: [LEAP.rules[0], { code: 'grant', kind: 'AMOUNT', expression: 'period.number > 3 ? money("2.00") : money("1.00")' }] } as typeof LEAP;
    const where = (row: Sql): Sql => sql`${row}.code = ${'THATCH'}`;
    expect(await rules.ofRegistry(rules.compile(set), { where })).toMatchObject([{ outcome: 'ELIGIBLE', reasons: [], amount: null }]);
    expect(await rules.ofRegistry(rules.compile(set), { where, period: { from: '2026-03-01', to: '2026-03-31', number: 4 } })).toMatchObject([{ outcome: 'ELIGIBLE', amount: '2' }]);
  });

  it('takes parameters, tables and ages as they are on its day', async () => {
    const [household] = await rules.ofRegistry(rules.compile(LEAP, '2028-03-01', PARTS), { where: (row) => sql`${row}.code = ${'THATCH'}` });
    expect(household).toMatchObject({ outcome: 'NOT_ELIGIBLE', reasons: ['RICH'], facts: { household: { members: [] } } });
  });
});
