import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../src/kernel/write/transaction.js';
import { parametersInForce } from '../../src/programmes/parameters/parameters-in-force.js';
import { tablesFor } from '../../src/programmes/tables/tables-for.js';
import { decodeId } from '../../src/kernel/schema/ids.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { DRAFT, OFFICER, officers, programme, rule, versionOf } from './testing.js';

let platform: TestPlatform;
let ama: TestClient;
let kofi: TestClient;
let programmeId: string;
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  ({ ama, kofi } = officers(platform));
  programmeId = await programme(ama, 'LAW');
});
afterAll(() => platform.stop());

const DEFINE = 'mutation ($input: ParameterDefineInput!) { parameterDefine(input: $input) { parameter { id code type currency name programme { code } } userErrors { code message path hint } } }';
const value = '{ parameterValue { id value effectiveFrom state proposedBy decidedBy replaces { id } } userErrors { code message path hint } }';
const ADD = `mutation ($input: ParameterValueAddInput!) { parameterValueAdd(input: $input) ${value} }`;
const PUBLISH = `mutation ($input: ParameterValuePublishInput!) { parameterValuePublish(input: $input) ${value} }`;
const REJECT = `mutation ($input: ParameterValueRejectInput!) { parameterValueReject(input: $input) ${value} }`;
const TABLE = 'mutation ($input: RuleTableDefineInput!) { ruleTableDefine(input: $input) { ruleTable { id code keys { name type match step } } userErrors { code message path hint } } }';
const ROWS = 'mutation ($input: RuleTableVersionAddInput!) { ruleTableVersionAdd(input: $input) { ruleTableVersion { id state } userErrors { code message path hint } } }';
const PUBLISH_ROWS = 'mutation ($input: RuleTableVersionPublishInput!) { ruleTableVersionPublish(input: $input) { ruleTableVersion { id state decidedBy } userErrors { code message path } } }';

async function idOf(client: TestClient, mutation: string, input: object): Promise<string> {
  const [answer] = Object.values(await client.run<Record<string, Record<string, { readonly id: string }>>>(mutation, { input }));
  return Object.values(answer ?? {}).find((part) => part?.id)?.id ?? '';
}

const parameter = (code: string, more: object = {}) => idOf(ama, DEFINE, { programmeId, code, type: 'MONEY', ...more });

describe('a parameter', () => {
  it('has values from days on, each with its source, that a second person publishes', async () => {
    const parameterId = await parameter('line', { names: [{ language: 'en', text: 'Poverty line' }] });
    const first = await idOf(ama, ADD, { parameterId, effectiveFrom: '2023-06-01', value: '128.00', source: 'Gazette 12' });
    expect(await ama.refuse(PUBLISH, { input: { id: first } })).toMatchObject([{ code: 'OWN_PROPOSAL', path: ['input', 'id'] }]);
    await expect(platform.pool.query("update programmes.parameter_value set state = 'PUBLISHED', decided_at = now(), decided_by = proposed_by")).rejects.toMatchObject({ constraint: 'parameter_value_second_person' });
    expect(await kofi.run(PUBLISH, { input: { id: first } })).toMatchObject({ parameterValuePublish: { parameterValue: { value: '128', state: 'PUBLISHED', proposedBy: 'ama@example.org', decidedBy: 'kofi@example.org' } } });
    const second = await idOf(ama, ADD, { parameterId, effectiveFrom: '2024-01-01', value: '256', source: 'Gazette 40' });
    expect(await kofi.run(REJECT, { input: { id: second, reason: 'Another day' } })).toMatchObject({ parameterValueReject: { parameterValue: { state: 'REJECTED' } } });
    expect(await kofi.refuse(PUBLISH, { input: { id: second } })).toMatchObject([{ code: 'PROPOSAL_DECIDED' }]);
    const found = await ama.run('{ programme(by: { code: "LAW" }) { parameters(where: { code: { eq: "line" } }) { nodes { code name type currency values(orderBy: [{ effectiveFrom: ASC }]) { nodes { effectiveFrom value source state } } } } } }');
    expect(found).toEqual({ programme: { parameters: { nodes: [{ code: 'line', name: 'Poverty line', type: 'MONEY', currency: 'GHS', values: { nodes: [
      { effectiveFrom: '2023-06-01', value: '128', source: 'Gazette 12', state: 'PUBLISHED' }, { effectiveFrom: '2024-01-01', value: '256', source: 'Gazette 40', state: 'REJECTED' },
    ] } }] } } });
  });

  it('is corrected by a value that names the one it replaces; what was evaluated by that one finds it again', async () => {
    const parameterId = await parameter('corrected');
    const wrong = await idOf(ama, ADD, { parameterId, effectiveFrom: '2025-01-01', value: '100', source: 'Gazette 1' });
    await kofi.run(PUBLISH, { input: { id: wrong } });
    const silent = await idOf(ama, ADD, { parameterId, effectiveFrom: '2025-01-01', value: '110', source: 'Erratum' });
    expect(await kofi.refuse(PUBLISH, { input: { id: silent } })).toMatchObject([{ code: 'REPLACEMENT_NEEDED', message: 'Something was published from 2025-01-01 already.' }]);
    expect(await ama.refuse(ADD, { input: { parameterId, effectiveFrom: '2025-02-01', value: '110', source: 'Erratum', replacesId: wrong } })).toMatchObject([{ code: 'REPLACED_UNKNOWN' }]);
    const right = await idOf(ama, ADD, { parameterId, effectiveFrom: '2025-01-01', value: '110', source: 'Erratum', replacesId: wrong });
    await kofi.run(PUBLISH, { input: { id: right } });
    const values = (by?: { ids: readonly string[] }) => inTransaction(platform.platform.context({ actor: platform.platform.system() }), async (tx) =>
      (await parametersInForce(tx, uuid(programmeId), by)).find(({ code }) => code === 'corrected')?.values.map((each) => each.value));
    expect(await values()).toEqual(['110']);
    expect(await values({ ids: [uuid(wrong)] })).toEqual(['100']);
    expect(await values({ ids: [] })).toEqual([]);
  });

  it.each([
    ['MONEY', '1.001'], ['MONEY', '1e3'], ['NUMBER', 'NaN'], ['NUMBER', '1,5'], ['DATE', '2026-02-30'], ['BOOLEAN', 'yes'],
  ])('of %s takes no "%s"', async (type, wrong) => {
    const parameterId = await parameter(`wrong_${type}_${wrong.replace(/\W/g, '_')}`, { type });
    expect(await ama.refuse(ADD, { input: { parameterId, effectiveFrom: '2025-01-01', value: wrong, source: 'x' } })).toMatchObject([{ code: 'VALUE_WRONG_TYPE', path: ['input', 'value'], message: `This is no value of the type ${type}.`, hint: expect.stringMatching(/^Write /) as string }]);
  });

  it('never changes what it is, nor its values, whoever tries', async () => {
    for (const statement of [
      "update programmes.parameter set type = 'TEXT', currency = null where code = 'line'", "delete from programmes.parameter where code = 'line'",
      "update programmes.parameter_value set value = '1000' where state = 'PUBLISHED'", "update programmes.parameter_value set effective_from = '2020-01-01' where state = 'REJECTED'",
      "update programmes.parameter_value set state = 'PROPOSED', decided_at = null where state = 'PUBLISHED'", 'delete from programmes.parameter_value', 'truncate programmes.parameter_value cascade',
    ]) await expect(platform.pool.query(statement), statement).rejects.toMatchObject({ code: 'KG001' });
  });

  it('means one thing: none of a programme is called like a shared one', async () => {
    await parameter('own');
    expect(await ama.refuse(DEFINE, { input: { code: 'own', type: 'NUMBER' } })).toMatchObject([{ code: 'PARAMETER_CODE_TAKEN', path: ['input', 'code'] }]);
    await idOf(ama, DEFINE, { code: 'shared', type: 'NUMBER' });
    expect(await ama.refuse(DEFINE, { input: { programmeId, code: 'shared', type: 'NUMBER' } })).toMatchObject([{ code: 'PARAMETER_CODE_TAKEN' }]);
    expect(await ama.refuse(DEFINE, { input: { programmeId, code: 'euro', type: 'MONEY', currency: 'EUR' } })).toMatchObject([{ code: 'MONEY_CURRENCY' }]);
    expect(await ama.refuse(DEFINE, { input: { code: 'which', type: 'MONEY' } })).toMatchObject([{ code: 'MONEY_CURRENCY' }]);
  });

  it('that is shared is changed by whoever has no limit; one of a programme by whoever has that one', async () => {
    const limited = platform.as({ name: 'limited', permissions: OFFICER, programmes: ['LAW'] });
    expect(await limited.refuse(DEFINE, { input: { code: 'mine', type: 'NUMBER' } })).toMatchObject([{ code: 'SHARED_BY_ALL', path: ['input', 'programmeId'] }]);
    const { parameters } = await limited.run<{ parameters: { nodes: { id: string }[] } }>('{ parameters(where: { code: { eq: "shared" } }) { nodes { id } } }');
    expect(await limited.refuse(ADD, { input: { parameterId: parameters.nodes[0]?.id, effectiveFrom: '2025-01-01', value: '1', source: 'x' } })).toMatchObject([{ code: 'SHARED_BY_ALL', path: ['input', 'parameterId'] }]);
    await idOf(limited, DEFINE, { programmeId, code: 'mine', type: 'NUMBER' });
    const stranger = platform.as({ name: 'stranger', permissions: OFFICER, programmes: ['OTHER'] });
    expect(await stranger.run('{ parameters { nodes { code } } }')).toEqual({ parameters: { nodes: [{ code: 'shared' }] } });
    expect(await stranger.refuse(DEFINE, { input: { programmeId, code: 'theirs', type: 'NUMBER' } })).toMatchObject([{ code: 'PROGRAMME_NOT_FOUND' }]);
  });
});

const uuid = (id: string): string => decodeId(id)?.uuid ?? '';
const NUMBER = (name: string, match = 'EXACT', more: object = {}) => ({ name, type: 'NUMBER', match, ...more });
const row = (keys: readonly string[], amount: string, to?: string) => ({ keys, value: amount, ...(to !== undefined && { to }) });
const table = (code: string, keys: readonly object[], more: object = {}) => idOf(ama, TABLE, { programmeId, code, keys, valueType: 'MONEY', ...more });
const told = async (tableId: string, rows: readonly object[]) =>
  (await ama.refuse(ROWS, { input: { tableId, effectiveFrom: '2025-01-01', source: 'Annex', rows } })).map(({ code, path, message }) => [code, path?.slice(1).join('.'), message]);

describe('a table', () => {
  it('of bands is looked up by rules once a second person has published its rows', async () => {
    const tableId = await table('by_members', [NUMBER('members', 'FROM')]);
    const rows = [row(['1'], '128.00', '2'), row(['2'], '152.00'), row(['3'], '176'), row(['4'], '212')];
    const version = await idOf(ama, ROWS, { tableId, effectiveFrom: '2023-06-01', source: 'Annex', rows });
    expect(await ama.refuse(PUBLISH_ROWS, { input: { id: version } })).toMatchObject([{ code: 'OWN_PROPOSAL' }]);
    expect(await kofi.run(PUBLISH_ROWS, { input: { id: version } })).toMatchObject({ ruleTableVersionPublish: { ruleTableVersion: { state: 'PUBLISHED', decidedBy: 'kofi@example.org' } } });
    await versionOf(ama, DRAFT, { programmeId, effectiveFrom: '2026-01-01', rules: [rule('grant', 'AMOUNT', 'lookup("by_members", household.members.size())')] });
    const found = await ama.run('{ programme(by: { code: "LAW" }) { tables(where: { code: { eq: "by_members" } }) { nodes { code valueType currency complete keys { name type match step } versions { nodes { effectiveFrom rows(orderBy: [{ position: ASC }]) { totalCount nodes { keys value } } } } } } } }');
    expect(found).toEqual({ programme: { tables: { nodes: [{ code: 'by_members', valueType: 'MONEY', currency: 'GHS', complete: true, keys: [{ name: 'members', type: 'NUMBER', match: 'FROM', step: null }], versions: { nodes: [
      { effectiveFrom: '2023-06-01', rows: { totalCount: 4, nodes: [{ keys: ['1'], value: '128' }, { keys: ['2'], value: '152' }, { keys: ['3'], value: '176' }, { keys: ['4'], value: '212' }] } },
    ] } }] } } });
    const loaded = await inTransaction(platform.platform.context({ actor: platform.platform.system() }), (tx) => tablesFor(tx, uuid(programmeId)));
    expect(loaded.find(({ code }) => code === 'by_members')).toMatchObject({ keys: [{ name: 'members', match: 'FROM', type: 'number' }], value: 'money', versions: [{ from: '2023-06-01', rows: [{ keys: ['1'], value: '128' }, {}, {}, {}] }] });
  });

  it('of bands has no gap and no overlap, and its last band is open', async () => {
    const tableId = await table('bands', [{ name: 'sex', type: 'TEXT', match: 'EXACT' }, NUMBER('age', 'FROM')]);
    expect(await told(tableId, [row(['F', '0'], '1', '6'), row(['F', '7'], '2'), row(['M', '0'], '1', '8'), row(['M', '7'], '2', '18')])).toEqual([
      ['RULE_TABLE_GAP', 'rows.0.to', 'Nothing is said from 6 to 7 (F).'],
      ['RULE_TABLE_OVERLAP', 'rows.2.to', 'The band ends at 8, and another begins at 7.'],
      ['RULE_TABLE_BAND_OPEN', 'rows.3.to', 'The last band ends at 18: nothing is said of what is above.'],
    ]);
    expect(await told(tableId, [row(['F', '0'], '1'), row(['M', '18'], '1')])).toEqual([['RULE_TABLE_GAP', 'rows.1.keys', 'Nothing is said from 0 to 18 (M).']]);
  });

  it('has each row once, with keys and values of its types', async () => {
    const tableId = await table('exact', [NUMBER('class'), NUMBER('size')]);
    expect(await told(tableId, [row(['1', '1'], '5'), row(['1.0', '1.00'], '6')])).toEqual([['RULE_TABLE_ROW_TWICE', 'rows.1.keys', 'Another row has the same keys: 1, 1.']]);
    expect((await told(tableId, [row(['1'], '5'), row(['one', '1'], '5.001'), row(['1', '1'], '5', '2')])).map(([code, path]) => [code, path])).toEqual([
      ['RULE_TABLE_KEY_COUNT', 'rows.0.keys'], ['VALUE_WRONG_TYPE', 'rows.1.keys.0'], ['VALUE_WRONG_TYPE', 'rows.1.value'], ['RULE_TABLE_TO_NOT_TAKEN', 'rows.2.to'],
    ]);
    expect(await told(tableId, [row(['1', '1'], '5'), row(['2', '2'], '6')])).toEqual([
      ['RULE_TABLE_COMBINATION_MISSING', 'rows', 'No row has class 1, size 2.'], ['RULE_TABLE_COMBINATION_MISSING', 'rows', 'No row has class 2, size 1.'],
    ]);
    const sparse = await table('sparse', [NUMBER('class'), NUMBER('size')], { complete: false });
    await idOf(ama, ROWS, { tableId: sparse, effectiveFrom: '2025-01-01', source: 'Annex', rows: [row(['1', '1'], '5'), row(['2', '2'], '6')] });
  });

  it('of steps leaves none out: a life table has every age', async () => {
    const tableId = await table('ages', [NUMBER('age', 'EXACT', { step: '1' })], { valueType: 'NUMBER' });
    expect(await told(tableId, [row(['0'], '0.1'), row(['1'], '0.2'), row(['3'], '0.3')])).toEqual([['RULE_TABLE_STEP_MISSING', 'rows', 'After age 1 comes 3, in a table of steps of 1.']]);
  });

  it('is asked by keys that can be asked', async () => {
    const keys = [NUMBER('a', 'FROM'), { name: 'a', type: 'TEXT', match: 'FROM', step: '1' }];
    const refusals = await ama.refuse(TABLE, { input: { programmeId, code: 'wrong', keys, valueType: 'NUMBER' } });
    expect(refusals.map(({ code, path }) => [code, path?.slice(1).join('.')])).toEqual([['RULE_TABLE_KEY_WRONG', 'keys.0.match'], ['RULE_TABLE_KEY_WRONG', 'keys.1.name'], ['RULE_TABLE_KEY_WRONG', 'keys.1.match'], ['RULE_TABLE_KEY_WRONG', 'keys.1.step']]);
  });

  it('never changes, whoever tries', async () => {
    for (const statement of [
      "update programmes.rule_table set keys = '[1]'", 'delete from programmes.rule_table', "update programmes.rule_table_version set effective_from = '2020-01-01'", 'delete from programmes.rule_table_version',
      "update programmes.rule_table_row set value = '1'", 'delete from programmes.rule_table_row', 'truncate programmes.rule_table_row',
      "insert into programmes.rule_table_row (id, version_id, position, keys, value) select kernel.uuid7(), id, 99, '{99}', '1' from programmes.rule_table_version where state = 'PUBLISHED'",
    ]) await expect(platform.pool.query(statement), statement).rejects.toMatchObject({ code: 'KG001' });
  });
});
