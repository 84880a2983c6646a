import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { cashTransfers } from '../src/index.js';
import { payWhatIsDue } from './paying.js';
import { anybody, cashProgramme, enrol, rule } from './some-cycle.js';

let platform: TestPlatform;
let programmeId: string;

const officer = (): TestClient => anybody(platform, 'officer');
const INDICATOR = 'query ($input: IndicatorInput!) { indicator(input: $input) { indicator { unit } rows { keys currency value count } } }';
const EXPORT = 'mutation ($input: IndicatorExportInput!) { indicatorExport(input: $input) { file { id name mediaType } userErrors { code path } } }';

interface Row {
  readonly keys: readonly (string | null)[];
  readonly currency: string | null;
  readonly value: string | null;
  readonly count: number | null;
}

/** What an indicator says, as `key key: value currency`. */
async function told(who: TestClient, code: string, by: readonly string[], more: object = {}): Promise<readonly string[]> {
  const { indicator } = await who.run<{ indicator: { rows: readonly Row[] } }>(INDICATOR, { input: { code, from: '2026-01-01', to: '2026-06-30', by, ...more } });
  return indicator.rows.map(({ keys, currency, value }) => `${keys.map((key) => key ?? '?').join(' ')}: ${value ?? 'hidden'}${currency ? ` ${currency}` : ''}`);
}


beforeAll(async () => {
  platform = await startTestPlatform({ modules: [cashTransfers], today: '2026-01-10', settings: { indicators: { smallestCell: 2 } } });
  const member = (sex: string, birthDate: string, role: string): string => `{ familyName: "X", sex: ${sex}, birthDate: "${birthDate}", role: ${role} }`;
  const household = (code: string, place: string, ...members: readonly string[]): string => `h${code}: householdRegister(input: { code: "H-${code}", placeCode: "${place}", since: "2020-01-01", members: [${members.join(', ')}] }) { userErrors { message } }`;
  await officer().run(`mutation {
    placesRegister(input: { places: [{ code: "N", name: "North", level: "district" }, { code: "S", name: "South", level: "district" }, { code: "N1", name: "N1", level: "village", parentCode: "N" }, { code: "S1", name: "S1", level: "village", parentCode: "S" }] }) { userErrors { message } }
    ${household('1', 'N1', member('FEMALE', '1950-01-01', 'HEAD'), member('MALE', '2015-01-01', 'CHILD'))}
    ${household('2', 'N1', member('MALE', '1951-01-01', 'HEAD'))}
    ${household('3', 'S1', member('FEMALE', '1952-01-01', 'HEAD'), member('FEMALE', '1990-01-01', 'CHILD'), member('MALE', '2016-01-01', 'CHILD'))}
    ${household('4', 'S1', member('FEMALE', '1990-01-01', 'HEAD'))}
  }`);
  programmeId = await cashProgramme(platform, 'CASH', [rule('old', 'ELIGIBILITY', 'household.members.exists(m, m.age >= 65)'), rule('grant', 'AMOUNT', 'money("10.00") * household.members.size()')], { iloFunction: 'old-age', contributory: false, meansTested: false });
  await enrol(platform, programmeId, '2026-01-10');
  const { cyclesPlan } = await officer().run<{ cyclesPlan: { cycles: readonly { id: string }[] } }>('mutation ($input: CyclesPlanInput!) { cyclesPlan(input: $input) { cycles { id } userErrors { code } } }', { input: { programmeId, number: 1, periodFrom: '2026-02-01', months: 1, count: 2, dueAfterDays: 4 } });
  for (const [index, { id }] of cyclesPlan.cycles.entries()) {
    platform.setToday(`2026-0${index + 2}-05`);
    await officer().run('mutation ($input: CycleDetermineInput!) { cycleDetermine(input: $input) { job { id } userErrors { code } } }', { input: { cycleId: id, idempotencyKey: `determine-${index}` } });
    await platform.finishJobs();
    platform.setToday(`2026-0${index + 2}-10`);
    await payWhatIsDue(platform, programmeId, index === 0 ? 'PAID' : 'RETURNED', `2026-0${index + 2}-10`);
  }
});
afterAll(() => platform.stop());

describe('what is measured', () => {
  it('is listed with what it says and where that comes from', async () => {
    const { indicators } = await officer().run<{ indicators: readonly { code: string; source: string; description: string }[] }>('{ indicators { code description unit source } }');
    expect(indicators.map(({ code }) => code)).toEqual(expect.arrayContaining(['programmes.enrolled', 'programmes.entered', 'programmes.exited', 'transactions.owed', 'transactions.paid', 'transactions.returned', 'transactions.unpaid', 'transactions.payees', 'transactions.days-to-pay']));
    expect(indicators.every(({ source, description }) => source.length > 10 && description.length > 10)).toBe(true);
  });

  it('counts whom programmes reach, by place, sex, age and month', async () => {
    expect(await told(officer(), 'programmes.enrolled', [])).toEqual([': 6']);
    expect(await told(officer(), 'programmes.enrolled', ['PLACE', 'SEX'], { placeLevel: 'district' })).toEqual(['N FEMALE: 1', 'N MALE: 2', 'S FEMALE: 2', 'S MALE: 1']);
    expect(await told(officer(), 'programmes.enrolled', ['AGE'], { ages: [18, 65] })).toEqual(['0–17: 2', '18–64: 1', '65+: 3']);
    expect(await told(officer(), 'programmes.enrolled', ['MONTH'], { to: '2026-03-15' })).toEqual(['2026-01: 6', '2026-02: 6', '2026-03: 6']);
    expect(await told(officer(), 'programmes.entered', ['QUARTER', 'PROGRAMME'])).toEqual(['2026-Q1 CASH: 6']);
    expect(await told(officer(), 'programmes.enrolled', ['FUNCTION', 'FINANCING'])).toEqual(['old-age UNIVERSAL: 6']);
    expect(await told(officer(), 'programmes.enrolled', [], { to: '2026-01-09' })).toEqual([]);
  });

  it('adds up what was owed, paid, returned and is unpaid, exactly, and how long it took', async () => {
    expect(await told(officer(), 'transactions.owed', ['MONTH'])).toEqual(['2026-02: 60.00 GHS', '2026-03: 60.00 GHS']);
    expect(await told(officer(), 'transactions.paid', ['PLACE'], { placeLevel: 'district' })).toEqual(['N: 30.00 GHS', 'S: 30.00 GHS']);
    expect(await told(officer(), 'transactions.returned', ['YEAR'])).toEqual(['2026: 60.00 GHS']);
    expect(await told(officer(), 'transactions.unpaid', ['MONTH'], { to: '2026-03-31' })).toEqual(['2026-03: 60.00 GHS']);
    expect(await told(officer(), 'transactions.payees', [])).toEqual([': 3']);
    expect(await told(officer(), 'transactions.days-to-pay', [])).toEqual([': 5']);
  });

  it('is told of what the caller sees: another district is not among it', async () => {
    const clerk = platform.as({ name: 'clerk', permissions: ['indicators.indicators.read', 'programmes.enrolments.read', 'people.persons.read'], places: ['N'], organisations: null, programmes: null });
    expect(await told(clerk, 'programmes.enrolled', ['PLACE'], { placeLevel: 'district' })).toEqual(['N: 3']);
    expect((await clerk.refuse(INDICATOR, { input: { code: 'transactions.paid', from: '2026-01-01', to: '2026-06-30' } })).map(({ code }) => code)).toEqual(['BAD_USER_INPUT']);
  });

  it('hides what tells of few from whoever may not see persons, and tells all else in steps of as many', async () => {
    const monitor = platform.as({ name: 'monitor', role: 'monitoring-officer' });
    // Three of each.
    expect((await told(monitor, 'programmes.enrolled', ['SEX'])).join()).toMatch(/^FEMALE: [24],MALE: [24]$/);
    expect(await told(monitor, 'programmes.enrolled', ['PLACE', 'SEX'], { placeLevel: 'district' })).toEqual(['N FEMALE: hidden', 'N MALE: 2', 'S FEMALE: 2', 'S MALE: hidden']);
  });

  it('is refused where it makes no sense', async () => {
    const refused = async (input: object): Promise<string> => (await officer().refuse(INDICATOR, { input: { code: 'programmes.enrolled', from: '2026-01-01', to: '2026-06-30', ...input } })).map(({ message }) => message).join();
    expect(await refused({ code: 'programmes.nothing' })).toContain('There is no such indicator');
    expect(await refused({ to: '2025-12-31' })).toContain('The last day comes before the first');
    expect(await refused({ by: ['MONTH', 'YEAR'] })).toContain('two lengths of time');
    expect(await refused({ by: ['PLACE'], placeLevel: 'planet' })).toContain('There is no such level of places; there are district, village');
    expect(await refused({ by: ['AGE'], ages: [60, 18] })).toContain('not in ascending order');
  });

  it('is written as a table, a workbook and a chart', async () => {
    const ask = async (format: string, indicator: object): Promise<{ readonly name: string; readonly bytes: Buffer }> => {
      const { indicatorExport } = await officer().run<{ indicatorExport: { file: { id: string; name: string } } }>(EXPORT, { input: { format, indicator: { from: '2026-01-01', to: '2026-06-30', ...indicator } } });
      const { file } = await officer().run<{ file: { url: string } }>('query ($id: ID!) { file(by: { id: $id }) { url } }', { id: indicatorExport.file.id });
      const server = await platform.serve();
      const response = await fetch(new URL(file.url, server.url));
      return { name: indicatorExport.file.name, bytes: Buffer.from(await response.arrayBuffer()) };
    };
    const csv = await ask('CSV', { code: 'transactions.owed', by: ['MONTH', 'SEX'] });
    expect([csv.name, csv.bytes.toString()]).toEqual(['transactions.owed-2026-01-01-2026-06-30.csv', 'month,sex,currency,value,count\r\n2026-02,FEMALE,GHS,50.00,2\r\n2026-02,MALE,GHS,10.00,1\r\n2026-03,FEMALE,GHS,50.00,2\r\n2026-03,MALE,GHS,10.00,1\r\n']);
    const { bytes: xlsx } = await ask('XLSX', { code: 'transactions.owed', by: ['SEX'] });
    expect(xlsx.subarray(0, 2).toString()).toBe('PK');
    const { bytes: svg } = await ask('SVG', { code: 'transactions.owed', by: ['MONTH', 'SEX'] });
    expect(svg.toString()).toMatch(/^<svg [\s\S]*2026-02[\s\S]*FEMALE[\s\S]*<\/svg>/);
    expect((await officer().refuse(EXPORT, { input: { format: 'SVG', indicator: { code: 'transactions.owed', from: '2026-01-01', to: '2026-06-30' } } })).map(({ code }) => code)).toEqual(['NOTHING_TO_DRAW']);
  });
});
