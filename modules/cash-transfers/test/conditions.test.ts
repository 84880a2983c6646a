import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendFile, startTestPlatform, type TestClient, type TestPlatform } from '@kinga/plugin-sdk/testing';
import { cashTransfers } from '../src/index.js';
import { anybody, cashProgramme, enrol, rule } from './some-cycle.js';

let platform: TestPlatform;
let programmeId: string;
let school: string;
const persons = new Map<string, string>();

const officer = () => anybody(platform, 'officer');
const job = () => platform.finishJobs();

interface Errors {
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[];
}

/** The answer with its `userErrors`, as `CODE at path`. */
async function asked<T extends Errors>(who: TestClient, field: string, document: string, input: object): Promise<Omit<T, 'userErrors'> & { readonly userErrors: readonly string[] }> {
  const { data } = await who.send(document, { input });
  const answer = (data as Record<string, T>)[field] as T;
  return { ...answer, userErrors: answer.userErrors.map(({ code, path }) => `${code} at ${path.join('.')}`) };
}

const RECORD = 'mutation ($input: ComplianceRecordInput!) { complianceRecord(input: $input) { recorded userErrors { code path } } }';

function record(month: string, lines: Readonly<Record<string, string>>, who = officer()): Promise<{ readonly recorded: number | null; readonly userErrors: readonly string[] }> {
  return asked<{ recorded: number | null } & Errors>(who, 'complianceRecord', RECORD, { conditionId: school, month, source: 'list of a school', lines: Object.entries(lines).map(([name, outcome]) => ({ personId: persons.get(name), outcome })) });
}

let keys = 0;
async function draw(month: string): Promise<readonly string[]> {
  const { userErrors } = await asked(officer(), 'consequencesDraw', 'mutation ($input: ConsequencesDrawInput!) { consequencesDraw(input: $input) { job { id } userErrors { code path } } }', { programmeId, month, idempotencyKey: `draw-key-${keys += 1}` });
  await job();
  return userErrors;
}

interface Standing {
  readonly state: string;
  readonly reason: string | null;
  readonly consequences: { readonly nodes: readonly { readonly month: string; readonly number: number; readonly misses: number; readonly consequence: string }[] };
}

async function standing(code: string): Promise<Standing> {
  const { household } = await officer().run<{ household: { enrolments: { nodes: readonly Standing[] } } }>(
    'query ($code: String!) { household(by: { code: $code }) { enrolments { nodes { state reason consequences(first: 50, orderBy: [{ month: ASC }, { number: ASC }]) { nodes { month number misses consequence } } } } } }', { code });
  const [enrolment] = household.enrolments.nodes;
  if (!enrolment) throw new Error(`${code} is not enrolled`);
  return enrolment;
}

async function owed(code: string, periodFrom: string): Promise<readonly string[]> {
  const { household } = await officer().run<{ household: { enrolments: { nodes: readonly { entitlements: { nodes: readonly { kind: string; owed: { amount: string } }[] } }[] } } }>(
    'query ($code: String!, $from: LocalDate!) { household(by: { code: $code }) { enrolments { nodes { entitlements(where: { periodFrom: { eq: $from } }) { nodes { kind owed { amount } } } } } } }', { code, from: periodFrom });
  return household.enrolments.nodes[0]?.entitlements.nodes.map(({ kind, owed: { amount } }) => `${kind} ${amount}`) ?? [];
}

async function cycle(number: number, periodFrom: string, periodTo: string): Promise<void> {
  platform.setToday(periodFrom);
  const { cycleOpen } = await officer().run<{ cycleOpen: { cycle: { id: string } } }>(
    'mutation ($input: CycleOpenInput!) { cycleOpen(input: $input) { cycle { id } userErrors { code path } } }', { input: { programmeId, number, periodFrom, periodTo } });
  await officer().run('mutation ($input: CycleDetermineInput!) { cycleDetermine(input: $input) { job { id } userErrors { code path } } }', { input: { cycleId: cycleOpen.cycle.id, idempotencyKey: `cycle-key-${number}` } });
  await job();
}

beforeAll(async () => {
  platform = await startTestPlatform({ modules: [cashTransfers], today: '2026-01-15' });
  await officer().run(`mutation {
    placesRegister(input: { places: [{ code: "V", name: "V", level: "village" }] }) { userErrors { message } }
    one: householdRegister(input: { code: "H-1", placeCode: "V", since: "2020-01-01", members: [
      { familyName: "One", givenName: "Head", sex: FEMALE, birthDate: "1990-01-01", role: HEAD }, { familyName: "One", givenName: "Child", sex: FEMALE, birthDate: "2015-05-01", role: CHILD },
      { familyName: "One", givenName: "Second", sex: MALE, birthDate: "2013-05-01", role: CHILD }] }) { userErrors { message } }
    two: householdRegister(input: { code: "H-2", placeCode: "V", since: "2020-01-01", members: [
      { familyName: "Two", givenName: "Head", sex: FEMALE, birthDate: "1991-01-01", role: HEAD }, { familyName: "Two", givenName: "Child", sex: MALE, birthDate: "2016-05-01", role: CHILD }] }) { userErrors { message } }
    three: householdRegister(input: { code: "H-3", placeCode: "V", since: "2020-01-01", members: [{ familyName: "Three", givenName: "Head", sex: FEMALE, birthDate: "1960-01-01", role: HEAD }] }) { userErrors { message } }
  }`);
  const { persons: { nodes } } = await officer().run<{ persons: { nodes: readonly { id: string; familyName: string; givenName: string }[] } }>('{ persons(first: 50) { nodes { id familyName givenName } } }');
  for (const { id, familyName, givenName } of nodes) persons.set(`${familyName} ${givenName}`, id);
  programmeId = await cashProgramme(platform, 'CCT', [
    rule('children', 'ELIGIBILITY', 'household.members.exists(m, m.age < 18)'),
    rule('grant', 'AMOUNT', 'firstKnown(enrolment.conditions.misses, 0) >= 2 ? money("50.00") : money("100.00")'),
    rule('ladder', 'CONSEQUENCE', 'enrolment.conditions.misses == 0 ? "RESUME" : enrolment.conditions.misses == 1 ? "WARN" : enrolment.conditions.misses < 3 ? "NONE" : enrolment.conditions.misses < 5 ? "SUSPEND" : "EXIT"'),
  ]);
  platform.setToday('2025-12-31');
  await enrol(platform, programmeId, '2025-12-31');
  const { conditionDefine } = await officer().run<{ conditionDefine: { condition: { id: string } } & Errors }>(
    'mutation ($input: ConditionDefineInput!) { conditionDefine(input: $input) { condition { id } userErrors { code path } } }',
    { input: { programmeId, code: 'school', name: 'Goes to school', ageFrom: 6, ageUntil: 17, validFrom: '2026-01-01', source: 'made up' } });
  school = conditionDefine.condition.id;
});
afterAll(() => platform.stop());

describe('conditions', () => {
  it('a month missed warns, a second costs half, a third suspends, and it goes on once they are met', async () => {
    await cycle(1, '2026-01-01', '2026-01-31');
    platform.setToday('2026-02-01');
    expect(await record('2026-01-01', { 'One Child': 'MISSED', 'One Second': 'MET', 'Two Child': 'MET' })).toEqual({ recorded: 3, userErrors: [] });
    expect(await draw('2026-01-01')).toEqual([]);
    expect(await standing('H-1')).toEqual({ state: 'ENROLLED', reason: 'TARGETED', consequences: { nodes: [{ month: '2026-01-01', number: 1, misses: 1, consequence: 'WARN' }] } });
    expect((await standing('H-2')).consequences.nodes).toEqual([{ month: '2026-01-01', number: 1, misses: 0, consequence: 'RESUME' }]);
    await cycle(2, '2026-02-01', '2026-02-28');

    platform.setToday('2026-03-01');
    await record('2026-02-01', { 'One Child': 'MISSED', 'Two Child': 'EXEMPT' });
    await draw('2026-02-01');
    await cycle(3, '2026-03-01', '2026-03-31');
    expect([await owed('H-1', '2026-02-01'), await owed('H-1', '2026-03-01'), await owed('H-2', '2026-03-01')]).toEqual([['REGULAR 100.00'], ['REGULAR 50.00'], ['REGULAR 100.00']]);

    platform.setToday('2026-04-01');
    await record('2026-03-01', { 'One Child': 'MISSED' });
    await draw('2026-03-01');
    expect(await standing('H-1')).toMatchObject({ state: 'SUSPENDED', reason: 'CONDITION_MISSED' });
    await cycle(4, '2026-04-01', '2026-04-30');
    expect([await owed('H-1', '2026-04-01'), await owed('H-2', '2026-04-01')]).toEqual([[], ['REGULAR 100.00']]);

    platform.setToday('2026-05-01');
    await record('2026-04-01', { 'One Child': 'MET', 'One Second': 'MET' });
    await draw('2026-04-01');
    expect(await standing('H-1')).toMatchObject({ state: 'ENROLLED', reason: 'CONDITION_MET' });
    await cycle(5, '2026-05-01', '2026-05-31');
    expect(await owed('H-1', '2026-05-01')).toEqual(['REGULAR 100.00']);
  });

  it('drawn again, nothing is done twice', async () => {
    const before = [await standing('H-1'), await standing('H-2')];
    expect(await draw('2026-04-01')).toEqual([]);
    expect([await standing('H-1'), await standing('H-2')]).toEqual(before);
  });

  it('what a school tells late is found again, with what was owed: the half that was kept back is due', async () => {
    platform.setToday('2026-05-02');
    expect(await record('2026-02-01', { 'One Child': 'EXEMPT' })).toEqual({ recorded: 1, userErrors: [] });
    await draw('2026-02-01');
    expect((await standing('H-1')).consequences.nodes.filter(({ month }) => month === '2026-02-01')).toEqual([
      { month: '2026-02-01', number: 1, misses: 2, consequence: 'NONE' }, { month: '2026-02-01', number: 2, misses: 0, consequence: 'RESUME' },
    ]);
    const { redeterminationPropose } = await officer().run<{ redeterminationPropose: { run: { id: string } } & Errors }>(
      'mutation ($input: RedeterminationProposeInput!) { redeterminationPropose(input: $input) { run { id } userErrors { code path } } }', { input: { programmeId, idempotencyKey: 'late-key-1' } });
    await job();
    await anybody(platform, 'approver').run('mutation ($input: DeterminationDecideInput!) { determinationDecide(input: $input) { run { id } userErrors { code path } } }', { input: { id: redeterminationPropose.run.id, approve: true, idempotencyKey: 'late-key-2' } });
    await job();
    expect(await owed('H-1', '2026-03-01')).toEqual(['REGULAR 50.00', 'ARREARS 50.00']);
    expect(await owed('H-2', '2026-03-01')).toEqual(['REGULAR 100.00']);
  });

  it('nothing is recorded of whom it is not asked, who is in no programme, or ahead', async () => {
    expect((await record('2026-04-01', { 'One Head': 'MET', 'Three Head': 'MET', 'Two Child': 'MET' })).userErrors).toEqual(['CONDITION_NOT_ASKED at input.lines.0.personId', 'NOT_IN_PROGRAMME at input.lines.1.personId']);
    expect((await record('2026-06-01', { 'Two Child': 'MET' })).userErrors).toEqual(['COMPLIANCE_AHEAD at input.month']);
    expect((await record('2026-04-02', { 'Two Child': 'MET' })).userErrors).toEqual(['NOT_A_MONTH at input.month']);
    expect(await draw('2026-05-01')).toEqual(['MONTH_NOT_OVER at input.month']);
    const { compliance } = await officer().run<{ compliance: { totalCount: number } }>('{ compliance(where: { month: { eq: "2026-04-01" } }) { totalCount } }');
    expect(compliance.totalCount).toBe(2);
  });

  it('is taken from the list of a school; lines that cannot be are told with the reason', async () => {
    const server = await platform.serve();
    const READ = 'mutation ($input: ComplianceFileReadInput!) { complianceFileRead(input: $input) { complianceFile { id } job { id } userErrors { code path } } }';
    const send = async (bytes: string, more: object = {}): Promise<{ readonly complianceFile: { readonly id: string } | null; readonly userErrors: readonly string[] }> => {
      const fileId = await sendFile(officer(), server.url, { name: 'school.csv', mediaType: 'text/csv', bytes });
      return asked<{ complianceFile: { id: string } | null } & Errors>(officer(), 'complianceFileRead', READ, { conditionId: school, month: '2026-04-01', fileId, ...more });
    };
    const lines = [['Two Child', 'missed'], ['One Child', 'MET'], ['Three Head', 'MET'], ['One Head', 'MET'], ['Two Child', 'MET'], ['One Second', 'ABSENT']].map(([name = '', outcome]) => `${persons.get(name)},${outcome}`);
    const { complianceFile } = await send(['person,outcome', ...lines, 'person_nobody,MET', ''].join('\r\n'));
    await job();
    const told = await officer().run('query ($id: ID!) { complianceFile(by: { id: $id }) { line recorded rejected givenBy rejectedLines(orderBy: [{ line: ASC }]) { nodes { line reason } } } }', { id: complianceFile?.id });
    expect(told).toEqual({ complianceFile: { line: null, recorded: 1, rejected: 5, givenBy: 'officer@example.org', rejectedLines: { nodes: [
      { line: 4, reason: 'NOT_ENROLLED' }, { line: 5, reason: 'NOT_ASKED' }, { line: 6, reason: 'TWICE' }, { line: 7, reason: 'UNREADABLE' }, { line: 8, reason: 'UNKNOWN' },
    ] } } });
    const { compliance } = await officer().run<{ compliance: { nodes: readonly object[] } }>('query ($of: ID!) { compliance(where: { month: { eq: "2026-04-01" }, person: { id: { eq: $of } } }) { nodes { outcome source } } }', { of: persons.get('Two Child') });
    expect(compliance.nodes).toMatchObject([{ outcome: 'MISSED' }]);
    expect((await send('name,outcome\r\nx,MET\r\n')).userErrors).toEqual(['COMPLIANCE_FILE_HEADER at input.fileId']);
    expect((await send('person,outcome\r\n"x,MET\r\n')).userErrors).toEqual(['COMPLIANCE_FILE_CUT at input.fileId']);
    expect((await send('identifier,outcome\r\n1,MET\r\n', { identifierType: 'horoscope' })).userErrors).toEqual(['IDENTIFIER_TYPE_UNKNOWN at input.identifierType']);
  });

  it('a clerk of elsewhere neither sees nor records', async () => {
    const elsewhere = platform.as({ name: 'elsewhere', permissions: ['cash-transfers.conditions.read', 'cash-transfers.compliance.record', 'programmes.programmes.read', 'people.persons.read'], places: ['NOWHERE'], organisations: null, programmes: null });
    expect(await elsewhere.run('{ compliance { totalCount } consequences { totalCount } }')).toEqual({ compliance: { totalCount: 0 }, consequences: { totalCount: 0 } });
    expect((await record('2026-04-01', { 'Two Child': 'MISSED' }, elsewhere)).userErrors).toEqual(['NOT_IN_PROGRAMME at input.lines.0.personId']);
  });
});
