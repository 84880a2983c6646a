import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { render, sql, trusted } from '../../../src/kernel/read/sql.js';
import { evaluated, explained, givenFacts, problemsIn, registryFacts, type RuleSet, type VocabularyParts } from '../../../src/programmes/rules/engine.js';
import { HOUSEHOLDS, startRulePlatform, type RulePlatform } from '../testing/rule-platform.js';

let rules: RulePlatform;
beforeAll(async () => {
  rules = await startRulePlatform();
  await rules.test.pool.query('create table loot (x int)');
});
afterAll(async () => {
  // Nothing that was tried has reached it.
  expect((await rules.test.pool.query('select count(*)::int as n from loot')).rows).toEqual([{ n: 0 }]);
  await rules.test.stop();
});

const EVIL = [
  `'); insert into loot values (1); --`, `"; insert into loot values (1); --`, `$1`, `$$`, `\\'; drop table loot; --`, `E'\\x27'`, `/* */`, `%s`, `\${x}`, `x"y'z`, `__proto__`, `constructor`, `toString`,
];

const literal = (text: string): string => JSON.stringify(text);

/** All that the statement says beside its parameters. */
function textOf(set: RuleSet, parts: VocabularyParts = {}): string {
  const compiled = rules.compile(set, '2026-03-01', parts);
  const { platform } = rules.test;
  const rows = registryFacts(platform.context({ actor: platform.system() }), compiled, { where: () => trusted('true') });
  return render(evaluated(compiled, rows)).text + render(explained(compiled, rows)).text;
}

describe('whatever stands in a rule, a name or a value', () => {
  it.each(EVIL)('%s reaches the statement as a parameter, never as its text', async (evil) => {
    const code = evil;
    const parts: VocabularyParts = {
      parameters: [{ code, type: 'text', values: [{ id: 'p', from: '2020-01-01', value: evil }] }],
      tables: [{ code, keys: [{ name: evil, match: 'EXACT', type: 'text' }], value: 'text', versions: [{ id: 't', from: '2020-01-01', rows: [{ keys: [evil], value: evil }] }] }],
    };
    const at = literal(evil);
    const set: RuleSet = {
      ...HOUSEHOLDS,
      rules: [
        { code, kind: 'ELIGIBILITY', expression: `household.code != ${at}` },
        { code: 'param', kind: 'FORMULA', expression: `params[${at}]` },
        { code: 'table', kind: 'FORMULA', expression: `lookup(${at}, ${at})` },
        { code: 'list', kind: 'FORMULA', expression: `household.members.exists(m, m.familyName in [${at}, "x"]) || startsWith(household.code, ${at})` },
        { code: 'rule', kind: 'FORMULA', expression: `rules[${at}] ? 1 : 2` },
      ],
    };
    const text = textOf(set, parts);
    if (evil.length > 2) expect(text).not.toContain(evil);
    // The statement is the same for a harmless text: nothing of it depends on what is written.
    expect(text).toBe(textOf(JSON.parse(JSON.stringify(set).replaceAll(JSON.stringify(JSON.stringify(evil)).slice(1, -1), '\\"ok\\"').replaceAll(JSON.stringify(at).slice(1, -1), '\\"ok\\"').replaceAll(JSON.stringify(code), '"ok"')) as RuleSet, JSON.parse(JSON.stringify(parts).replaceAll(JSON.stringify(code), '"ok"')) as VocabularyParts));
    const compiled = rules.compile(set, '2026-03-01', parts);
    const [found] = await rules.ofGiven(compiled, { household: { code: evil, members: [{ familyName: evil }] } });
    expect(found).toMatchObject({ outcome: 'NOT_ELIGIBLE', reasons: [code] });
    expect(found?.values).toMatchObject({ param: evil, table: evil, list: true, rule: 2 });
  });

  it.each([
    'household.code == "\\x00"', 'household.members; drop table loot', 'pg_sleep(10)', 'household.password', 'household.__proto__', 'household.constructor', 'params.__proto__', 'rules.constructor', 'process.exit()', 'on.constructor', 'lookup("__proto__", 1)', 'lookup("toString")',
    'household.attributes.__proto__', 'household.toString()', 'constructor(1)', '"a".constructor', 'household.members.constructor(1)', 'current_user', 'f.facts', 'household.accessLog.exists(a, a.query == "x") ? 1 : 1; select 1',
  ])('%s is no rule', (expression) => {
    expect(problemsIn(rules.vocabulary(), { ...HOUSEHOLDS, rules: [{ code: 'x', kind: 'FORMULA', expression }] })).not.toEqual([]);
  });

  it('facts that are given hold nothing but what the rules know', () => {
    const compiled = rules.compile({ ...HOUSEHOLDS, rules: [{ code: 'x', kind: 'FORMULA', expression: 'household.members.size() + household.attributes.rent' }] });
    const given = JSON.parse('{"household": {"__proto__": 1, "x\\"; drop table loot; --": 1, "members": [{"constructor": 1, "age": "1; drop table loot"}, 3, null], "attributes": {"rent": "1e5", "roof": 3}}, "toString": {}}') as unknown;
    const { facts, problems } = givenFacts(compiled, given);
    expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'household.__proto__: Household has no fact "__proto__".',
      'household.x"; drop table loot; --: Household has no fact "x"; drop table loot; --".',
      'household.members.0.constructor: Person has no fact "constructor".',
      'household.members.0.age: A number belongs here, not "1; drop table loot".',
      'household.members.1: The facts of a Person belong here, as an object.',
      'household.members.2: The facts of a Person belong here, as an object.',
      'household.attributes.rent: A number belongs here, not "1e5".',
      'household.attributes.roof: A text belongs here, not 3.',
      'toString: There is nothing called "toString".',
    ]);
    expect(facts).not.toContain('loot');
  });

  it('a rule cannot grow in the making: deep lists and rules that use each other stay in proportion', () => {
    const nested = `${'household.members.filter(m0, '.replace('m0', 'a0')}${Array.from({ length: 20 }, (_, index) => `household.members.map(b${index}, `).join('')}1${').sum()'.repeat(20)} > 0).size()`;
    const chain = Array.from({ length: 60 }, (_, index) => ({ code: `r${index}`, kind: 'FORMULA', expression: index === 0 ? nested : `rules.r${index - 1} + rules.r${index - 1} * max(rules.r${index - 1}, 1)` }));
    const { text } = render(evaluated(rules.compile({ ...HOUSEHOLDS, rules: chain }), sql`select 1`));
    expect(text.length).toBeLessThan(40_000);
  });
});
