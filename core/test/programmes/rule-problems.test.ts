import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { CHANGE, DRAFT, EVERYBODY, OFFICER, officers, programme, rule, versionOf } from './testing.js';

let platform: TestPlatform;
let ama: TestClient;
let programmeId: string;
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  ({ ama } = officers(platform));
  programmeId = await programme(ama, 'RULES');
});
afterAll(() => platform.stop());

const refused = (rules: readonly object[], client = ama) => client.refuse(DRAFT, { input: { programmeId, effectiveFrom: '2026-01-01', rules } });

describe('a rule that cannot be is refused', () => {
  it('each with its place, all at once', async () => {
    const told = await refused([
      EVERYBODY,
      rule('grant', 'AMOUNT', 'household.members\n  .filter(m, m.agee < 18).size()'),
      rule('mixed', 'FORMULA', 'money("12.00") + 3'),
      rule('poor', 'ELIGIBILITY', 'params.poverty_line > 3'),
    ]);
    expect(told).toMatchObject([
      { code: 'RULE_INVALID', path: ['input', 'rules', '1', 'expression'], line: 2, column: 16, message: expect.stringContaining('(line 2, character 16 of the rule)'), hint: 'Did you mean "age"?' },
      { code: 'RULE_INVALID', path: ['input', 'rules', '2', 'expression'], line: 1 },
      { code: 'RULE_INVALID', path: ['input', 'rules', '3', 'expression'], line: 1 },
    ]);
    expect(told[1]?.message).toMatch(/money/);
    expect(told[2]?.message).toMatch(/poverty_line/);
  });

  it.each([
    ['a fact that is unknown', 'household.memberz.size() > 1', /no fact "memberz"/],
    ['a constant that divides by zero', 'household.members.size() / 0 > 1', /zero/],
    ['what is no rule at all', 'household.members.size( > 1', /cannot be read/],
    ['a number where yes or no belongs', 'household.members.size()', /boolean/],
    ['a table that is not defined', 'lookup("grants", 1) > 1', /no table "grants"/],
    ['what is beyond its facts', 'constructor.constructor("return process")() == 1', /./],
    ['a file', 'pg_read_file("/etc/passwd") == "x"', /no function "pg_read_file"/],
  ])('for %s', async (_what, expression, message) => {
    const [first, ...more] = await refused([rule('only', 'ELIGIBILITY', expression)]);
    expect(first).toMatchObject({ code: 'RULE_INVALID', path: ['input', 'rules', '0', 'expression'] });
    expect(first?.message).toMatch(message);
    expect(more).toEqual([]);
  });

  it('that needs itself, by way of others, with the way', async () => {
    const told = await refused([EVERYBODY, rule('a', 'FORMULA', 'rules.b + 1'), rule('b', 'FORMULA', 'rules.c * 2'), rule('c', 'FORMULA', 'rules.a')]);
    expect(told[0]).toMatchObject({ code: 'RULE_INVALID', message: expect.stringMatching(/a → b → c → a|b → c → a → b|c → a → b → c/) });
  });

  it('of a kind that there is not, twice under one code, with two texts in a language', async () => {
    const text = { language: 'en', text: 'Everybody' };
    const told = await refused([rule('a', 'ELIGIBLE', 'true'), rule('b', 'ELIGIBILITY', 'true', { texts: [text, text] }), rule('b', 'EXCLUSION', 'false')]);
    expect(told.map(({ code, path }) => [code, path?.join('.')])).toEqual([['TEXT_TWICE', 'input.rules.1.texts.1'], ['RULE_INVALID', 'input.rules.0.expression'], ['RULE_INVALID', 'input.rules.1.expression']]);
  });

  it('of a megabyte, with a code that rules could not call it by, or too many of them', async () => {
    const [first] = await refused([rule('long', 'ELIGIBILITY', `true ${'|| true '.repeat(130_000)}`)]);
    expect(first?.code).toMatch(/INVALID_VALUE|PAYLOAD_TOO_LARGE|TOO_LARGE/);
    expect(await refused([rule('long', 'ELIGIBILITY', `true ${'|| true '.repeat(1_300)}`)])).toMatchObject([{ code: 'INVALID_VALUE', path: ['input', 'rules', '0', 'expression'] }]);
    expect(await refused([rule('no-good', 'ELIGIBILITY', 'true')])).toMatchObject([{ code: 'INVALID_VALUE', path: ['input', 'rules', '0', 'code'] }]);
    expect(await refused(Array.from({ length: 201 }, (_, index) => rule(`r${index}`, 'FORMULA', '1')))).toMatchObject([{ code: 'INVALID_VALUE', path: ['input', 'rules'] }]);
  });

  it('that asks for what is masked, of whoever may not use it', async () => {
    const without = platform.as({ name: 'without', permissions: OFFICER.filter((permission) => permission !== 'programmes.rules.use-masked') });
    const masked = rule('disabled', 'ELIGIBILITY', 'household.members.exists(m, m.disabilities.size() > 0)');
    const told = await refused([masked], without);
    expect(told[0]).toMatchObject({ code: 'RULE_INVALID', path: ['input', 'rules', '0', 'expression'] });
  });

  it('and a draft that was good stays what it was', async () => {
    const draft = await versionOf(ama, DRAFT, { programmeId, effectiveFrom: '2026-01-01', rules: [EVERYBODY] });
    await ama.refuse(CHANGE, { input: { id: draft.id, version: draft.version, effectiveFrom: '2027-01-01', rules: [rule('a', 'ELIGIBILITY', 'nothing')] } });
    expect(await ama.run('query ($id: ID!) { programmeVersion(by: { id: $id }) { version effectiveFrom rules { nodes { code } } } }', { id: draft.id })).toEqual({
      programmeVersion: { version: draft.version, effectiveFrom: '2026-01-01', rules: { nodes: [{ code: 'everybody' }] } },
    });
  });
});

it('kinds of rules are listed, with what each must give', async () => {
  const { ruleKinds } = await ama.run<{ ruleKinds: object[] }>('{ ruleKinds { name type description } }');
  expect(ruleKinds).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'ELIGIBILITY', type: 'BOOLEAN' }), expect.objectContaining({ name: 'AMOUNT', type: 'MONEY' }), expect.objectContaining({ name: 'FORMULA', type: null })]));
});
