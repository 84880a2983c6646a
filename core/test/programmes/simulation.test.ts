import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uuidOf } from '../../src/kernel/schema/ids.js';
import { simulate } from '../../src/programmes/simulation/simulate-job.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { CLERK, registerHousehold, twoPlaces } from '../people/testing/registry.js';
import { CHANGE, DRAFT, officers, programme, publishedVersion, rule, versionOf, type Version } from './testing.js';

let kit: TestPlatform;
let ama: TestClient;
/** Tries versions and may see persons. */
let planner: TestClient;
/** Tries versions and sees figures of groups alone. */
let analyst: TestClient;
let draft: Version;
let inForce: Version;

const RUNS = ['programmes.programmes.read', 'programmes.simulations.read', 'programmes.simulations.run', 'people.places.read', 'kernel.jobs.read', 'kernel.files.read'];
const BORN = { child: '2020-01-01', adult: '1980-01-01', old: '1950-01-01' };

beforeAll(async () => {
  kit = await startTestPlatform({ today: '2026-03-01', settings: { programmes: { smallestCell: 2 } } });
  const clerk = kit.as(...CLERK);
  await twoPlaces(clerk);
  ({ ama } = officers(kit));
  planner = kit.as({ name: 'planner', permissions: [...RUNS, 'people.persons.read'] });
  analyst = kit.as({ name: 'analyst', role: 'programme-analyst' });
  const member = (name: string, birthDate: string, sex = 'FEMALE') => ({ givenName: name, birthDate, sex });
  // One child each but for the last two.
  await registerHousehold(clerk, 'H1', [member('A1', BORN.adult), member('A2', BORN.child)], 'V1');
  await registerHousehold(clerk, 'H2', [member('B1', BORN.old, 'MALE'), member('B2', BORN.child), member('B3', BORN.child)], 'V1');
  await registerHousehold(clerk, 'H3', [member('C1', BORN.adult), member('C2', BORN.child), member('C3', BORN.child), member('C4', BORN.child)], 'V2');
  await registerHousehold(clerk, 'H4', [member('D1', BORN.old)], 'V2');
  await registerHousehold(clerk, 'H5', [member('E1', BORN.adult, 'MALE')], 'V2');
  const programmeId = await programme(ama, 'CHILDREN', { budget: '1000000' });
  // In force: households with children, 10 for each child.
  inForce = await publishedVersion(kit, { programmeId, effectiveFrom: '2020-01-01', rules: [rule('has_children', 'ELIGIBILITY', 'household.members.exists(m, m.age < 18)'), rule('grant', 'AMOUNT', 'money("10.00") * household.members.filter(m, m.age < 18).size()')] });
  // Tried: at least two children, or an old head; 15 for the first two children together, 30 for more, 12 without children.
  draft = await versionOf(ama, DRAFT, {
    programmeId, effectiveFrom: '2027-01-01', rules: [
      rule('children', 'FORMULA', 'household.members.filter(m, m.age < 18).size()'),
      rule('many_or_old', 'ELIGIBILITY', 'rules.children >= 2 || household.head.age >= 65'),
      rule('grant', 'AMOUNT', 'rules.children == 2 ? money("15.00") : rules.children > 2 ? money("30.00") : money("12.00")'),
    ],
  });
});
afterAll(() => kit?.stop());

const SIMULATE = 'mutation ($input: ProgrammeSimulateInput!) { programmeSimulate(input: $input) { report { id state job { id } } userErrors { code message path ... on InvalidText { line column } } } }';
const REPORT = `query ($id: ID!, $of: String) { simulationReport(by: { id: $id }) { state title on filter smallestCell askedBy programme { code } programmeVersion { number state } against { number } breakdowns { code placeLevel expression bands }
  rows(first: 100, where: { breakdown: { eq: $of } }, orderBy: [{ position: ASC }]) { nodes {
    key label suppressed assessed gainers losers unchanged newlyIn newlyOut neither failed undeterminedBefore undeterminedAfter caseloadBefore caseloadAfter costBefore costAfter gained lost } } } }`;
const SEX = { code: 'SEX', expression: 'household.head.sex' };
const AGE = { code: 'AGE', expression: 'household.head.age', bands: ['18', '60'] };
const VILLAGE = { code: 'VILLAGE', placeLevel: 'village' };

async function simulated(input: object, by: TestClient = planner): Promise<string> {
  const { programmeSimulate } = await by.run<{ programmeSimulate: { report: { id: string } } }>(SIMULATE, { input: { versionId: draft.id, ...input } });
  await kit.finishJobs();
  return programmeSimulate.report.id;
}
interface Row extends Readonly<Record<string, string | number | boolean | null>> {
  readonly key: string | null;
}
const rows = async (id: string, of: string, by: TestClient = planner): Promise<readonly Row[]> => (await by.run<{ simulationReport: { rows: { nodes: Row[] } } }>(REPORT, { id, of })).simulationReport.rows.nodes;

describe('a draft, tried on the registry against the version in force', () => {
  let id: string;
  beforeAll(async () => {
    id = await simulated({ title: 'Fewer, but the old', breakdowns: [SEX, AGE, VILLAGE] });
  });

  it('says how many gain, lose, come in and fall out, and what it costs', async () => {
    // Before: H1 10, H2 20, H3 30. After: H2 15, H3 30, H4 12.
    expect(await rows(id, 'TOTAL')).toEqual([{
      key: null, label: null, suppressed: false, assessed: 5, gainers: 0, losers: 1, unchanged: 1, newlyIn: 1, newlyOut: 1, neither: 1, failed: 0, undeterminedBefore: 0, undeterminedAfter: 0,
      caseloadBefore: 3, caseloadAfter: 3, costBefore: '60', costAfter: '57', gained: '12', lost: '15',
    }]);
  });

  it('tells groups apart by place, by what is known of the head, and in bands of age', async () => {
    expect((await rows(id, 'VILLAGE')).map(({ key, label, assessed, losers, unchanged, newlyIn, newlyOut, neither, costBefore, costAfter }) => [key, label, assessed, losers, unchanged, newlyIn, newlyOut, neither, costBefore, costAfter])).toEqual([
      ['V1', 'Village 1', 2, 1, 0, 0, 1, 0, '30', '15'],
      ['V2', 'Village 2', 3, 0, 1, 1, 0, 1, '30', '42'],
    ]);
    expect((await rows(id, 'SEX')).map(({ key, assessed, caseloadBefore, caseloadAfter, costAfter }) => [key, assessed, caseloadBefore, caseloadAfter, costAfter])).toEqual([
      ['FEMALE', 3, 2, 2, '42'], ['MALE', 2, 1, 1, '15'],
    ]);
    expect((await rows(id, 'AGE')).map(({ key, assessed, caseloadBefore, caseloadAfter, gained, lost }) => [key, assessed, caseloadBefore, caseloadAfter, gained, lost])).toEqual([
      ['18–<60', 3, 2, 1, '0', '10'], ['≥60', 2, 1, 2, '12', '5'],
    ]);
  });

  it('says what was tried, against what, by whom', async () => {
    expect(await planner.run(REPORT, { id, of: 'none' })).toMatchObject({ simulationReport: {
      state: 'DONE', title: 'Fewer, but the old', on: '2026-03-01', filter: null, smallestCell: 2, askedBy: 'planner@example.org', programme: { code: 'CHILDREN' },
      programmeVersion: { number: draft.number, state: 'DRAFT' }, against: { number: inForce.number },
      breakdowns: [{ ...SEX, placeLevel: null, bands: null }, { ...AGE, placeLevel: null }, { ...VILLAGE, expression: null, bands: null }],
    } });
  });

  it('keeps nothing but figures of groups: no decision, no enrolment, no part', async () => {
    const { rows: [counts] } = await kit.pool.query('select (select count(*)::int from programmes.enrolment) as enrolments, (select count(*)::int from programmes.simulation_part) as parts');
    expect(counts).toEqual({ enrolments: 0, parts: 0 });
  });

  it('costs as many statements for all rows as for one', async () => {
    const count = async (n: number): Promise<number> => {
      await planner.run('query ($n: Int!) { simulationReports(first: $n) { nodes { id rows(first: $n) { nodes { breakdown assessed caseloadAfter } } programmeVersion { number } } } }', { n });
      return planner.statements();
    };
    expect(await count(50)).toBe(await count(1));
  });
});

describe('whoever may not see persons', () => {
  it('is told nothing of groups that are smaller than the setting says, and of others in steps of as many', async () => {
    const ALONE = { code: 'ALONE', expression: 'household.code == "H1"' };
    const id = await simulated({ breakdowns: [SEX, ALONE] }, analyst);
    const [all] = await rows(id, 'TOTAL', analyst);
    // Five were assessed; one each lose, stay, come in, fall out and are neither. The largest amount is 30, so that amounts are told in steps of 60.
    for (const [figure, exact] of Object.entries({ assessed: 5, losers: 1, unchanged: 1, newlyIn: 1, newlyOut: 1, neither: 1, caseloadBefore: 3, caseloadAfter: 3 })) {
      expect([figure, Number(all?.[figure]) % 2, Math.abs(Number(all?.[figure]) - exact)]).toEqual([figure, 0, 1]);
    }
    expect(all).toMatchObject({ suppressed: false, gainers: 0, failed: 0, costBefore: '60', gained: expect.stringMatching(/^(0|60)$/) as string });
    expect((await rows(id, 'ALONE', analyst)).map(({ key, suppressed, assessed, costAfter }) => [key, suppressed, assessed, costAfter])).toEqual([['false', false, 4, expect.stringMatching(/^(0|60)$/)], ['true', true, null, null]]);
    expect((await rows(id, 'SEX', analyst)).map(({ key, assessed }) => [key, assessed])).toEqual([['FEMALE', expect.toSatisfy((n: number) => n === 2 || n === 4)], ['MALE', 2]]);
    expect(await rows(id, 'TOTAL', kit.as({ name: 'planner', permissions: [...RUNS, 'people.persons.read'] }))).toMatchObject([{ suppressed: false, newlyIn: 1 }]);
    expect(await analyst.run('query ($id: ID!) { simulationReport(by: { id: $id }) { rows(where: { newlyIn: { eq: 1 } }) { nodes { key } } } }', { id })).toEqual({ simulationReport: { rows: { nodes: [] } } });
    // The same group is told the same, however often it is asked for.
    expect(await rows(await simulated({}, analyst), 'TOTAL', analyst)).toEqual([all]);
  });

  it('tries no filter, which could single somebody out', async () => {
    expect(await analyst.refuse(SIMULATE, { input: { versionId: draft.id, filter: 'household.code == "H1"' } })).toMatchObject([{ code: 'SIMULATION_FILTER_TAKES_PERSONS', path: ['input', 'filter'] }]);
  });
});

describe('a part of the registry', () => {
  it('is what a filter, a place, and what one may see leave of it', async () => {
    expect(await rows(await simulated({ filter: 'household.members.size() > 2' }), 'TOTAL')).toMatchObject([{ assessed: 2, losers: 1, unchanged: 1, costBefore: '50', costAfter: '45' }]);
    expect(await rows(await simulated({ placeCode: 'V1' }), 'TOTAL')).toMatchObject([{ assessed: 2, newlyOut: 1, costAfter: '15' }]);
    const there = kit.as({ name: 'there', permissions: [...RUNS, 'people.persons.read'], places: ['V2'] });
    const id = await simulated({ breakdowns: [VILLAGE] }, there);
    expect((await rows(id, 'VILLAGE', there)).map(({ key, assessed }) => [key, assessed])).toEqual([['V2', 3]]);
    expect(await kit.as({ name: 'elsewhere', permissions: RUNS, places: ['V1'] }).run('query ($id: ID!) { simulationReport(by: { id: $id }) { id } }', { id })).toEqual({ simulationReport: null });
    expect(await there.refuse(SIMULATE, { input: { versionId: draft.id, placeCode: 'V1' } })).toMatchObject([{ code: 'PLACE_NOT_FOUND', path: ['input', 'placeCode'] }]);
    const ofOther = kit.as({ name: 'other', permissions: RUNS, programmes: ['NONE'] });
    expect(await ofOther.refuse(SIMULATE, { input: { versionId: draft.id } })).toMatchObject([{ code: 'PROGRAMME_VERSION_NOT_FOUND' }]);
  });

  it('is as of a day: who was a child then', async () => {
    // Nobody was born yet who is a child now, and no version was in force.
    expect(await rows(await simulated({ on: '2019-01-01' }), 'TOTAL')).toMatchObject([{ caseloadBefore: 0 }]);
    expect(await rows(await simulated({ on: '2038-06-01' }), 'TOTAL')).toMatchObject([{ assessed: 5, caseloadBefore: 0 }]);
  });
});

describe('what was tried', () => {
  it('stays as it was when it began, though the draft is changed', async () => {
    const copy = await versionOf(ama, DRAFT, { programmeId: await programme(ama, 'CHANGING', { budget: '1000000' }), effectiveFrom: '2026-01-01', rules: [rule('all', 'ELIGIBILITY', 'true'), rule('grant', 'AMOUNT', 'money("1.00")')] });
    const first = await simulated({ versionId: copy.id });
    await versionOf(ama, CHANGE, { id: copy.id, version: copy.version, rules: [rule('all', 'ELIGIBILITY', 'true'), rule('grant', 'AMOUNT', 'money("2.50")')] });
    const second = await simulated({ versionId: copy.id });
    expect(await rows(first, 'TOTAL')).toMatchObject([{ caseloadBefore: 0, newlyIn: 5, costAfter: '5' }]);
    const differences = await planner.run('query ($id: ID!, $otherId: ID!) { simulationDifferences(id: $id, otherId: $otherId) { breakdown key caseload otherCaseload caseloadDifference cost otherCost costDifference } }', { id: second, otherId: first });
    expect(differences).toEqual({ simulationDifferences: [{ breakdown: 'TOTAL', key: null, caseload: 5, otherCaseload: 5, caseloadDifference: 0, cost: '12.5', otherCost: '5', costDifference: '7.5' }] });
  });

  it('is compared with any other version where that is asked', async () => {
    expect(await rows(await simulated({ versionId: inForce.id, againstId: draft.id }), 'TOTAL')).toMatchObject([{ gainers: 1, newlyIn: 1, newlyOut: 1, costBefore: '57', costAfter: '60' }]);
    expect(await rows(await simulated({ versionId: inForce.id }), 'TOTAL')).toMatchObject([{ unchanged: 3, neither: 2, gained: '0', lost: '0' }]);
  });

});

describe('whoever makes a rule fail', () => {
  /** Squared so often that no number is large enough, but for households of one. */
  const squares = Array.from({ length: 12 }, (_, at) => rule(`r${at + 1}`, 'FORMULA', `rules.r${at} * rules.r${at}`));
  const rules = [rule('r0', 'FORMULA', `(household.members.size() - 1) * 1${'0'.repeat(39)}`), ...squares, rule('some', 'ELIGIBILITY', 'rules.r12 >= 0')];
  let failing: Version;
  beforeAll(async () => {
    failing = await versionOf(ama, DRAFT, { programmeId: await programme(ama, 'FAILING', { budget: '1000000' }), effectiveFrom: '2026-01-01', rules });
  });

  it('is counted as such, and the rest go on', async () => {
    const id = await simulated({ versionId: failing.id, breakdowns: [VILLAGE, SEX] });
    expect(await rows(id, 'TOTAL')).toMatchObject([{ assessed: 5, failed: 3, newlyIn: 2, neither: 0 }]);
    expect((await rows(id, 'VILLAGE')).map(({ key, assessed, failed }) => [key, assessed, failed])).toEqual([['V2', 2, 0], [null, 3, 3]]);
  });

  it('takes nothing twice where the work is handed from process to process', async () => {
    const { programmeSimulate: { report } } = await planner.run<{ programmeSimulate: { report: { id: string; job: { id: string } } } }>(SIMULATE, { input: { versionId: failing.id, breakdowns: [SEX] } });
    await kit.finishJobs();
    const once = await rows(report.id, 'TOTAL');
    const again = await simulated({ versionId: failing.id, breakdowns: [SEX] });
    const uuid = again.slice(-32);
    // As it was after its first stretch.
    await kit.pool.query(`alter table programmes.simulation_row disable trigger user; delete from programmes.simulation_row where report_id = '${uuid}'; alter table programmes.simulation_row enable trigger user`);
    await kit.pool.query("update programmes.simulation_report set state = 'RUNNING', done_at = null where id = $1", [uuid]);
    const ctx = kit.platform.context({ actor: kit.platform.system() });
    let told = 0;
    const until = (last: number) => ({ progress: async () => { told += 1; if (told === last) throw new Error('killed'); } });
    await expect(simulate.run(ctx, { reportId: uuidOf('simulation', again) }, until(1))).rejects.toThrow('killed');
    expect((await kit.pool.query('select 1 from programmes.simulation_part where report_id = $1', [uuid])).rowCount).toBeGreaterThan(0);
    await Promise.all([simulate.run(ctx, { reportId: uuidOf('simulation', again) }, until(0)), simulate.run(ctx, { reportId: uuidOf('simulation', again) }, until(0))]);
    expect(await rows(again, 'TOTAL')).toEqual(once);
  });
});

describe('what makes no sense', () => {
  it('is refused where it stands, and nothing is begun', async () => {
    const refused = async (input: object): Promise<unknown> => (await planner.refuse(SIMULATE, { input: { versionId: draft.id, ...input } })).map(({ code, path }) => [code, path?.slice(1).join('.')]);
    const { rows: before } = await kit.pool.query('select 1 from programmes.simulation_report');
    expect(await refused({ filter: 'household.rooof == 1' })).toEqual([['RULE_INVALID', 'filter']]);
    expect(await refused({ filter: 'household.members.size()' })).toEqual([['SIMULATION_FILTER_NOT_BOOLEAN', 'filter']]);
    expect(await refused({ breakdowns: [SEX, { code: 'X', expression: 'household.' }] })).toEqual([['RULE_INVALID', 'breakdowns.1.expression']]);
    expect(await refused({ breakdowns: [{ code: 'X' }] })).toEqual([['SIMULATION_BREAKDOWN_UNCLEAR', 'breakdowns.0']]);
    expect(await refused({ breakdowns: [SEX, SEX] })).toEqual([['SIMULATION_BREAKDOWN_TWICE', 'breakdowns.1.code']]);
    expect(await refused({ breakdowns: [{ code: 'TOTAL', expression: '1' }] })).toEqual([['SIMULATION_BREAKDOWN_TWICE', 'breakdowns.0.code']]);
    expect(await refused({ breakdowns: [{ code: 'L', placeLevel: 'planet' }] })).toEqual([['SIMULATION_LEVEL_UNKNOWN', 'breakdowns.0.placeLevel']]);
    expect(await refused({ breakdowns: [{ ...AGE, bands: ['60', '18'] }] })).toEqual([['SIMULATION_BANDS_UNORDERED', 'breakdowns.0.bands']]);
    expect(await refused({ breakdowns: [{ ...SEX, bands: ['1'] }] })).toEqual([['SIMULATION_BANDS_OF_TEXT', 'breakdowns.0.bands']]);
    expect(await refused({ periodFrom: '2026-01-01' })).toEqual([['SIMULATION_PERIOD_WRONG', 'periodTo']]);
    const other = await versionOf(ama, DRAFT, { programmeId: await programme(ama, 'OTHER', { budget: '1000000' }), effectiveFrom: '2026-01-01', rules: [rule('grant', 'AMOUNT', 'money("1.00")')] });
    expect(await refused({ versionId: other.id })).toEqual([['ELIGIBILITY_NEEDED', 'versionId']]);
    expect(await refused({ againstId: other.id })).toEqual([['SIMULATION_AGAINST_OTHER', 'againstId']]);
    expect((await kit.pool.query('select 1 from programmes.simulation_report')).rowCount).toBe(before.length);
  });

  it('takes the permission to use what is masked', async () => {
    expect(await planner.refuse(SIMULATE, { input: { versionId: draft.id, breakdowns: [{ code: 'D', expression: 'household.head.disabled' }] } })).toMatchObject([{ code: 'RULE_INVALID', message: expect.stringContaining('masked') }]);
  });
});

describe('a simulation that is done', () => {
  const EXPORT = 'mutation ($input: SimulationExportInput!) { simulationExport(input: $input) { file { name mediaType url } userErrors { code message path } } }';
  it('is written as JSON, CSV and a chart, behind signed links', async () => {
    const server = await kit.serve();
    const id = await simulated({ breakdowns: [VILLAGE], title: '<Tried & tested>' });
    const got = async (format: string, more: object = {}): Promise<{ type: string | null; name: string; text: string }> => {
      const { simulationExport: { file } } = await planner.run<{ simulationExport: { file: { name: string; url: string } } }>(EXPORT, { input: { id, format, ...more } });
      const answer = await fetch(new URL(file.url, server.url));
      return { type: answer.headers.get('content-type'), name: file.name, text: await answer.text() };
    };
    const csv = await got('CSV');
    expect(csv.name).toBe(`simulation-CHILDREN-v${draft.number}-2026-03-01.csv`);
    expect(csv.text.split('\r\n').slice(0, 4)).toEqual([
      'breakdown,key,label,caseloadBefore,caseloadAfter,assessed,gainers,losers,unchanged,newlyIn,newlyOut,neither,failed,undeterminedBefore,undeterminedAfter,costBefore,costAfter,gained,lost',
      'TOTAL,,,3,3,5,0,1,1,1,1,1,0,0,0,60,57,12,15', 'VILLAGE,V1,Village 1,2,1,2,0,1,0,0,1,0,0,0,0,30,15,0,15', 'VILLAGE,V2,Village 2,1,2,3,0,0,1,1,0,1,0,0,0,30,42,12,0',
    ]);
    expect(JSON.parse((await got('JSON')).text)).toMatchObject({ id, programme: 'CHILDREN', currency: 'GHS', rows: [{ breakdown: 'TOTAL', costAfter: '57' }, { key: 'V1', newlyOut: 1 }, { key: 'V2' }] });
    const svg = await got('SVG', { breakdown: 'VILLAGE' });
    expect(svg.text).toContain('Village 2');
    expect(svg.text).toContain('&#60;Tried &#38; tested&#62;');
    expect(await planner.refuse(EXPORT, { input: { id, format: 'SVG', breakdown: 'NONE' } })).toMatchObject([{ code: 'SIMULATION_BREAKDOWN_UNKNOWN' }]);
    const hidden = await simulated({ breakdowns: [VILLAGE] }, analyst);
    const { simulationExport: { file } } = await analyst.run<{ simulationExport: { file: { url: string } } }>(EXPORT, { input: { id: hidden, format: 'CSV' } });
    expect((await (await fetch(new URL(file.url, server.url))).text()).split('\r\n')[1]).toMatch(/^TOTAL,,,[24],[24],[46],0,[02],[02],[02],[02],[02],0,0,0,60,(0|60),(0|60),(0|60)$/);
  });
});
