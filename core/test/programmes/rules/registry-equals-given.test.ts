import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUSEHOLDS, startRulePlatform, type RulePlatform } from '../testing/rule-platform.js';
import { randomParameters, randomTables, ruleSets } from '../testing/random-rules.js';

let rules: RulePlatform;
beforeAll(async () => {
  rules = await startRulePlatform();
  await rules.test.pool.query(`
    insert into people.place (id, code, name, level, depth, number, last_number) values ('00000000-0000-7000-8000-000000000001', 'P', 'P', 'x', 0, 1, 1);
    insert into people.household (id, code, place_id, attributes)
      select kernel.uuid7(), 'H' || i, '00000000-0000-7000-8000-000000000001', case when i % 4 = 0 then '{}' else jsonb_build_object('roof', case when i % 2 = 0 then 'THATCH' else 'IRON' end, 'rent', (i * 1.37)::text) end
      from generate_series(1, 12) i;
    insert into people.person (id, family_name, sex, birth_date, household_id, attributes)
      select kernel.uuid7(), 'p', case when i % 2 = 0 then 'FEMALE' else 'MALE' end, case when i % 5 > 0 then date '1950-02-28' + i * 611 end, h.id, case when i % 3 > 0 then jsonb_build_object('income', (i * 3.3)::text, 'orphan', i % 2 = 0) else '{}' end
      from generate_series(1, 40) i join people.household h on h.code = 'H' || (1 + i % 10);
    insert into people.membership (id, household_id, person_id, role, valid_from)
      select kernel.uuid7(), household_id, id, 'CHILD', '2020-01-01' from people.person;`);
});
afterAll(() => rules.test.stop());

describe('the facts of the registry, given again by hand', () => {
  it.each(['2026-03-01', '2025-06-30'])('give the same outcomes and values, as of %s', async (on) => {
    await fc.assert(fc.asyncProperty(ruleSets(16, 3), randomParameters, randomTables, async (set, parameters, tables) => {
      const period = { from: '2026-01-01', to: '2026-01-31', number: 1 };
      const compiled = rules.compile({ ...HOUSEHOLDS, rules: [...set, { code: 'MANY', kind: 'ELIGIBILITY', expression: 'household.members.size() > 3 && household.memberships.exists(m, m.person.age > 20)' }] }, on, { parameters, tables });
      const registry = await rules.ofRegistry(compiled, { period });
      const given = await rules.ofGiven(compiled, ...registry.map(({ facts }) => facts));
      const bare = (all: typeof given): unknown => all.map(({ facts, outcome, reasons, values }) => ({ facts, outcome, reasons, values }));
      expect(bare(given)).toEqual(bare(registry));
      expect(new Set(registry.map(({ outcome }) => outcome))).toContain('ELIGIBLE');
    }), { numRuns: 12, endOnFailure: true });
  });
});
